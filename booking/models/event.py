"""The event log: one row for everything that has happened, with ids and states and nothing of a person."""

import uuid

from django.db import models
from django.db.models.functions import Cast, Now

from booking.models.order import Order


def _as_number(transaction: models.Func) -> Cast:
    # PostgreSQL casts its xid8 to text alone.
    return Cast(Cast(transaction, models.TextField()), models.BigIntegerField())


_OURS = _as_number(models.Func(function="pg_current_xact_id", output_field=models.TextField()))
"""The transaction that writes the row."""
_OLDEST = _as_number(
    models.Func(
        models.Func(function="pg_current_snapshot", output_field=models.TextField()),
        function="pg_snapshot_xmin",
        output_field=models.TextField(),
    )
)
"""The oldest transaction that may still commit: whatever is below it is settled."""


class LoggedEventQuerySet(models.QuerySet["LoggedEvent"]):
    """Events by whether all that came before them are known."""

    def settled(self) -> "LoggedEventQuerySet":
        """Those that no transaction still under way can write anything in front of."""
        return self.filter(xid__lt=_OLDEST)

    def in_order(self) -> "LoggedEventQuerySet":
        """As they are read: by transaction, and within one as they were written."""
        return self.order_by("xid", "id")


class LoggedEvent(models.Model):
    """One thing that happened to an order, by the database's clock."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    type = models.CharField(max_length=64)
    order = models.ForeignKey(Order, models.CASCADE, related_name="log")
    order_state = models.CharField(max_length=16)
    visit = models.CharField("the remote's id of the visit", max_length=128, blank=True)
    visit_state = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField("when", db_default=Now())
    # Ids are given before a commit, and commits overtake one another: a reader that goes by ids alone would
    # pass by a row that commits late.
    xid = models.BigIntegerField("transaction", db_default=_OURS)

    objects = LoggedEventQuerySet.as_manager()

    class Meta:
        verbose_name = "event"
        indexes = [
            models.Index(fields=["xid", "id"], name="event_as_read"),
            models.Index(fields=["created_at"], name="event_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.order_id}"

    @property
    def public_id(self) -> str:
        """How others know it, whichever way they hear of it."""
        return f"evt_{self.uid.hex}"
