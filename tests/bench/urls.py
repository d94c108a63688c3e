"""Every address of the portal, and a view that does nothing to compare them with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portal_urls

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """What Django and our middleware cost by themselves."""
    return HttpResponse("nothing")


urlpatterns = [*portal_urls, path("bare/", bare)]
