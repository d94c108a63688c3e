"""The one place that knows how a fragment sends its page elsewhere."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect


def go(request: HttpRequest, url: str) -> HttpResponse:
    """The whole page goes there, whether a fragment or the page itself was asked for."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
