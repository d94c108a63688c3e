"""Cadulis's objects as far as we read them: strict about what decides, blind to the rest."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from booking.schedulers.cadulis.answers import Unreadable
from booking.schedulers.cadulis.dates import after, read_moment, read_span

CANCELLED = {"canceled", "cancelled"}
WAITING = {"pending", "autoassign_pending"}
BEGUN = {"in_progress", "intermediate"}
ENDED = "terminated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How an intervention went."""

    status: str = ""
    comment: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """One job; without a start it waits to be planned. Moments are London's."""

    cref: str
    """The caller's own key: our order number, or somebody else's."""
    status: str
    id: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    duration: dt.timedelta | None = None
    address: str = ""
    customer: str = ""
    comment: str = ""
    report: Report | None = None
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Out of JSON; Unreadable where a planned time makes no sense: guessing could book twice."""
        if not isinstance(data, dict) or not {"cref", "id"} & data.keys():
            raise Unreadable("no intervention")
        start, duration = _planned(data, "scheduled_start_at"), read_span(data.get("duration"))
        end = _planned(data, "scheduled_end_at")
        if start and end is None and duration:
            end = after(start, duration)
        told = data.get("customer")
        customer = told if isinstance(told, dict) else {}
        return cls(
            cref=_text(data.get("cref")),
            status=_text(data.get("status")).lower(),
            id=_text(data.get("id")),
            start=start,
            end=end,
            duration=duration,
            address=_text(data.get("address")) or _text(customer.get("address")),
            customer=_text(customer.get("reference")),
            comment=_text(data.get("comment")),
            report=_report(data.get("report")),
            created_at=_moment(data.get("created_at")),
            updated_at=_moment(data.get("updated_at")),
        )

    @property
    def cancelled(self) -> bool:
        """It is off; Cadulis spells that in two ways."""
        return self.status in CANCELLED

    def overlaps(self, start: dt.datetime, end: dt.datetime) -> bool:
        """It takes some of that time, as far as we know; without a known end, the moment of its start."""
        if self.start is None or self.cancelled or self.status == ENDED:
            return False
        return self.start < end and start < (self.end or after(self.start, dt.timedelta(minutes=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list."""

    interventions: tuple[Intervention, ...]
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of intervention that this access may create."""

    id: str
    reference: str
    name: str


def _planned(data: dict[str, Any], name: str) -> dt.datetime | None:
    try:
        return read_moment(data.get(name))
    except ValueError:
        raise Unreadable(f"an intervention with an odd {name}") from None


def _moment(value: Any) -> dt.datetime | None:
    try:
        return read_moment(value)
    except ValueError:
        return None


def _report(value: Any) -> Report | None:
    if not isinstance(value, dict) or not value:
        return None
    return Report(
        status=_text(value.get("status")).lower(),
        comment=_text(value.get("comment")),
        start=_moment(value.get("start_at")),
        end=_moment(value.get("end_at")),
    )


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
