"""/metrics: the figures, for whoever has the token."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from portal.running import tally
from portal.running.figures import Figures

registry = CollectorRegistry(auto_describe=False)
registry.register(Figures())


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of the whole portal, whichever process answers; without the token there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    tally.write()
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
