"""The only way in: a link from a letter, counted, kept by no cache and no search engine."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from booking import invitations, links
from booking.models import Invitation
from portal.contractors import limits

View = Callable[[HttpRequest, str, Invitation], HttpResponse]


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """For whoever holds the link, as long as the job is not over; everybody else is told why not."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        response = _open(view, request, token)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(opened))


def _open(view: View, request: HttpRequest, token: str) -> HttpResponse:
    if not limits.allowed(request):
        return render(request, "contractors/too_often.html", status=429)
    try:
        invitation = links.open(token)
    except links.BadLink:
        return render(request, "contractors/no_link.html", status=404)
    if invitations.over(invitation):
        return render(request, "contractors/over.html", {"invitation": invitation}, status=410)
    return view(request, token, invitation)
