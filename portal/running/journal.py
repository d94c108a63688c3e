"""One line for each request: which page, how it ended, how long it took; and a place in the figures."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal import logs
from portal.running import tally, trace

log = logging.getLogger(__name__)


class Journal:
    """Middleware before everything else: each request has an id, which the answer and every line repeat."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django hands it in."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on and writes down what came of it."""
        with trace.following(request.headers.get(trace.HEADER, "")) as name:
            request.META[trace.HEADER] = name
            began = time.perf_counter()
            response = self.get_response(request)
            milliseconds = round((time.perf_counter() - began) * 1000)
            response[trace.HEADER] = name
            tally.add("http", f"{response.status_code // 100}xx")
            log.log(
                logging.DEBUG if _is_file(request) else logging.INFO,
                "answered",
                extra={"facts": _describe(request, response, milliseconds)},
            )
            return response


def _describe(request: HttpRequest, response: HttpResponse, milliseconds: int) -> dict[str, object]:
    return {
        "method": request.method if request.method in METHODS else "other",
        "route": logs.route(request),
        "status": response.status_code,
        "milliseconds": milliseconds,
    }


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _is_file(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.STATIC_URL.lstrip('/')}")
