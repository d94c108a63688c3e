"""The one place that knows how a fragment and its page talk: what is shown, and where to go."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect


def shows(request: HttpRequest, part: str) -> bool:
    """The page that asks says that it shows this already."""
    return bool(part) and request.GET.get("shown") == part


def go(request: HttpRequest, url: str) -> HttpResponse:
    """The whole page goes there, whether a fragment or the page itself was asked for."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
