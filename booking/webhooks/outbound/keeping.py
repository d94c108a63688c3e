"""How long the past is kept: events, deliveries and attempts for ninety days."""

import datetime as dt

from django.db.models import QuerySet

from booking.models import Delivery, LoggedEvent
from booking.moments import later

KEPT = dt.timedelta(days=90)
AT_ONCE = 2000


def purge() -> None:
    """Deletes what is older, whether it was ever delivered or not."""
    old = later(-KEPT)
    # Attempts go with their delivery, deliveries with their event.
    for rows in (Delivery.objects.filter(created_at__lt=old), LoggedEvent.objects.filter(created_at__lt=old)):
        while _purge_some(rows):
            pass


def _purge_some(rows: "QuerySet[Delivery] | QuerySet[LoggedEvent]") -> bool:
    some = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    rows.model._default_manager.filter(pk__in=some).delete()
    return bool(some)
