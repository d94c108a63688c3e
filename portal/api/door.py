"""The door of the API: shut at once while the owner has it off, and no answer but in the API's own shape."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from booking import switches
from portal.api import problems
from portal.api.problems import Problem
from portal.errors import STORE_GONE

log = logging.getLogger(__name__)

BELOW = "/api/"
LARGEST = 64 * 1024
KEPT = ("Allow", "Retry-After")


class Door:
    """Middleware before everything that knows a person or a key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django hands it in."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """403 while the API is off, 413 for a large body, and each error as a problem."""
        if not request.path_info.startswith(BELOW):
            return self.get_response(request)
        response = self._answer(request)
        for name, value in said(request).items():
            response[name] = value
        response["Cache-Control"] = "no-store"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            shut = not switches.is_on(switches.Door.API)
        except STORE_GONE as error:
            log.error("the database does not answer", exc_info=error)
            return problems.render(Problem("unavailable", headers={"Retry-After": "60"}))
        if shut:
            return problems.render(Problem("api_off"))
        if _length(request) > LARGEST:
            return problems.render(Problem("too_large"))
        return _as_problem(self.get_response(request))


def say(request: HttpRequest, name: str, value: str) -> None:
    """The answer shall carry this header, however it ends."""
    request.META.setdefault("portal.api.headers", {})[name] = value


def said(request: HttpRequest) -> dict[str, str]:
    """The headers that the answer shall carry."""
    headers: dict[str, str] = request.META.get("portal.api.headers", {})
    return headers


def _as_problem(response: HttpResponse) -> HttpResponse:
    # Django's own pages for errors are for people.
    if response.status_code < 400 or response["Content-Type"] == problems.MEDIA_TYPE:
        return response
    found = problems.of_status(response.status_code)
    found.headers |= {name: response[name] for name in KEPT if name in response}
    return problems.render(found)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0
