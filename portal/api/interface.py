"""The API as a whole: its parts, and what becomes of errors."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from portal.api import appointments, events, hints, orders, problems, tree
from portal.api.document import Documented
from portal.api.problems import Flaw, Problem

ABOUT = "Repairs and appointments of this landlord, for other systems. docs/api.md has a worked example."
api = Documented(
    title="Repairs portal", version="1", description=ABOUT, urls_namespace="api", openapi_url="/openapi.json"
)
for part in (tree, hints, orders, appointments, events):
    api.add_router("", part.router)


@api.exception_handler(Problem)
def say(request: HttpRequest, error: Problem) -> HttpResponse:
    """What we meant to say."""
    if problems.KINDS[error.code][0] == 401:
        error.headers["WWW-Authenticate"] = "Bearer"
    return problems.render(error)


@api.exception_handler(AuthenticationError)
def ask_for_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No key came."""
    return say(request, Problem("no_key"))


@api.exception_handler(ValidationError)
def list_flaws(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each field that is not right."""
    return problems.render(Problem("invalid", errors=[_flaw(found) for found in error.errors]))


@api.exception_handler(HttpError)
def refuse(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, and whatever else Ninja refuses."""
    return problems.render(problems.of_status(error.status_code))


@api.exception_handler(Http404)
def miss(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing there."""
    return problems.render(Problem("not_found"))


def _flaw(found: dict[str, Any]) -> Flaw:
    # The name of our own parameter is nothing that the caller has sent.
    where = [str(step) for step in found["loc"]]
    if where[0] == "body":
        del where[1:2]
    return Flaw(".".join(where), str(found["type"]), f"{found['msg']}.".replace("..", "."))
