"""What people see when something is not as it should be: always plain words, always the number to call."""

import logging
import sys
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from portal.access import NoHome

log = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]
STORE_GONE = (OperationalError, InterfaceError, RedisError)
"""The database, or the cache that holds sessions and rate limits, does not answer."""
NOT_WORDS = {"csrfmiddlewaretoken", "code", "token", "slot", "key", "next", "action", "password"}


class Anticipated:
    """Middleware: the errors that we expect become pages of their own."""

    def __init__(self, get_response: Respond) -> None:
        """As Django hands it in."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for somebody without a home here, and one for a store that does not answer."""
        if isinstance(error, NoHome):
            return render(request, "pages/no_home.html", status=403)
        if isinstance(error, STORE_GONE):
            log.error("the database or the cache does not answer", exc_info=error)
            return unavailable(request)
        return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page("400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page("403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page("404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 where a store went away outside a view, such as while a session was saved."""
    if isinstance(sys.exc_info()[1], STORE_GONE):
        return unavailable(request)
    return _page("500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was open too long, or cookies are off."""
    return _page("csrf.html", status=403)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, with what the person had written, so that it is not lost."""
    response = _page("pages/unavailable.html", status=503, words=_words(request))
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def _page(template: str, *, status: int, **facts: object) -> HttpResponse:
    # Without the request: no session, no person, no database may be needed to say that something is wrong.
    return HttpResponse(render_to_string(template, facts), status=status)


def _words(request: HttpRequest) -> str:
    """What a person wrote: a code, a token or a choice has no space in it, and no place on this page."""
    try:
        posted = list(request.POST.lists())
    except (OSError, SuspiciousOperation):
        return ""
    values = (value for name, values in posted if name not in NOT_WORDS for value in values)
    return "\n\n".join(value.strip() for value in values if len(value.split()) > 1)
