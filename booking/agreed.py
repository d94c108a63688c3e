"""Times that two people agree upon, where no scheduling system has a diary: proposed, agreed, called off."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from booking import events
from booking.events import Event
from booking.models import Appointment, Order
from booking.schedulers.base import VisitState


@dataclass(frozen=True, slots=True, order=True)
class AgreedTime:
    """A day, and between which times of it somebody comes."""

    date: dt.date
    start: dt.time
    end: dt.time

    @property
    def begins(self) -> dt.datetime:
        """The moment from which on it is too late to choose it, with a zone."""
        return dt.datetime.combine(self.date, self.start, tzinfo=timezone.get_default_timezone())

    def dump(self) -> dict[str, str]:
        """As JSON."""
        return {
            "date": self.date.isoformat(),
            "start": self.start.isoformat("minutes"),
            "end": self.end.isoformat("minutes"),
        }


def load_times(rows: Iterable[dict[str, str]]) -> list[AgreedTime]:
    """What `dump` wrote."""
    return [
        AgreedTime(
            dt.date.fromisoformat(row["date"]),
            dt.time.fromisoformat(row["start"]),
            dt.time.fromisoformat(row["end"]),
        )
        for row in rows
    ]


def agree(order: Order, time: AgreedTime, *, visit: str, elsewhere: bool) -> Appointment:
    """The appointment stands, in place of one that stood before; the caller holds the order's row."""
    before = order.appointments.live().first()
    row = Appointment.objects.create(
        order=order,
        visit=visit,
        date=time.date,
        start=time.start,
        end=time.end,
        state=VisitState.BOOKED.value,
    )
    if before is not None:
        order.appointments.filter(pk=before.pk).update(state=VisitState.CANCELLED.value, replaced_by=row)
    event = Event.APPOINTMENT_MOVED if before is not None else Event.APPOINTMENT_BOOKED
    events.record(event, order, payload=_payload(row, elsewhere=elsewhere))
    return row


def call_off(order: Order) -> None:
    """Nobody comes at the time that was agreed; the caller holds the order's row."""
    for row in order.appointments.live():
        row.state = VisitState.CANCELLED.value
        row.save(update_fields=["state"])
        events.record(Event.APPOINTMENT_CANCELLED, order, payload=_payload(row, elsewhere=True))


def _payload(row: Appointment, *, elsewhere: bool) -> dict[str, Any]:
    return {
        "visit": row.visit,
        "date": row.date and row.date.isoformat(),
        "window": "",
        "name": "",
        "start": row.start and row.start.isoformat("minutes"),
        "end": row.end and row.end.isoformat("minutes"),
        "elsewhere": elsewhere,
    }
