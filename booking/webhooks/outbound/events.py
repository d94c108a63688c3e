"""The event log as others read it: in order, complete, by a cursor that means nothing to anybody but us.

`since()` never passes by an event that commits late. For that it shows only what no open transaction can
still write in front of: an event appears when the oldest writing transaction has ended, and never inside
the transaction that wrote it (a test needs real transactions to read its own).
"""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from booking.events import Event
from booking.models import Appointment, LoggedEvent, Order
from booking.models.event import LoggedEventQuerySet

PUBLIC = (
    Event.ORDER_RAISED.value,
    Event.ORDER_REFUSED.value,
    Event.ORDER_HANDED_OVER.value,
    Event.ORDER_CANCELLED.value,
    Event.CANCEL_REFUSED.value,
    Event.APPOINTMENT_BOOKED.value,
    Event.APPOINTMENT_MOVED.value,
    Event.APPOINTMENT_CANCELLED.value,
    Event.APPOINTMENT_NOT_BOOKED.value,
    Event.CONTRACTOR_ASKED.value,
    Event.CONTRACTOR_PROPOSED.value,
    Event.CONTRACTOR_FAILED.value,
)
"""The types that others may hear of; whatever else happens is logged, and stays among us."""
MOST = 1000
_BIGGEST = 2**63 - 1


class BadCursor(ValueError):
    """Not a cursor that we have given out."""


@dataclass(frozen=True, slots=True)
class Page:
    """Events in order, the cursor behind the last of them, and whether more are waiting already."""

    events: tuple[LoggedEvent, ...]
    cursor: str
    more: bool


def log(event: Event, order: Order, facts: Mapping[str, Any]) -> LoggedEvent:
    """Writes one row, in the transaction that makes it so; ids and states, nothing of a person."""
    visit = _visit(event, order, facts)
    return LoggedEvent.objects.create(
        type=str(event),
        order=order,
        order_state=order.state,
        visit=visit.visit if visit else "",
        visit_state=visit.state if visit else "",
    )


def public() -> LoggedEventQuerySet:
    """Those that others may hear of, with their orders."""
    return LoggedEvent.objects.filter(type__in=PUBLIC).select_related("order")


def since(cursor: str = "", *, limit: int = 100, among: LoggedEventQuerySet | None = None) -> Page:
    """At most `limit` (1 to 1000) public events behind the cursor, "" being the beginning; BadCursor.

    `among` narrows them, as to the orders that a reader may see: `public().filter(order__supplier="S1")`.
    Where nothing is new, the cursor stays as it is.
    """
    size = max(1, min(limit, MOST))
    xid, pk = _read(cursor) if cursor else (0, 0)
    behind = Q(xid__gte=xid) & (Q(xid__gt=xid) | Q(pk__gt=pk))
    rows = public() if among is None else among
    found = list(rows.filter(behind).settled().in_order()[: size + 1])
    page = tuple(found[:size])
    return Page(page, _write(page[-1]) if page else cursor, len(found) > size)


def describe(event: LoggedEvent) -> dict[str, Any]:
    """The event as others see it, by JSON's types: `id`, `type`, `timestamp` (ISO 8601, UTC) and `data`."""
    return {
        "id": event.public_id,
        "type": event.type,
        "timestamp": write_moment(event.created_at),
        "data": {
            "order_id": str(event.order_id),
            "order_number": event.order.number,
            "order_state": event.order_state,
            "appointment_id": event.visit or None,
            "appointment_state": event.visit_state or None,
        },
    }


def write_moment(moment: dt.datetime) -> str:
    """ISO 8601 in UTC, with a Z."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _visit(event: Event, order: Order, facts: Mapping[str, Any]) -> Appointment | None:
    payload = facts.get("payload")
    if not payload:
        return None
    rows = order.appointments.order_by("-pk")
    if event in {Event.APPOINTMENT_BOOKED, Event.APPOINTMENT_MOVED} and not payload.get("elsewhere"):
        # A slot became a visit: its id came with the answer, and a moved one's old id stands in the payload.
        return rows.live().filter(date=payload.get("date")).first()
    return rows.filter(visit=payload.get("visit", "")).first()


def _write(event: LoggedEvent) -> str:
    return base64.urlsafe_b64encode(f"{event.xid}.{event.pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, int]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        xid, pk = (int(part) for part in text.split("."))
    except (ValueError, binascii.Error) as error:
        raise BadCursor(cursor) from error
    if not (0 <= xid <= _BIGGEST and 0 <= pk <= _BIGGEST):
        raise BadCursor(cursor)
    return xid, pk
