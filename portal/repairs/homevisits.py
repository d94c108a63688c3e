"""The home's visits in the remote that no repair here accounts for: this household's alone."""

import datetime as dt
from dataclasses import dataclass

from booking.models import Reading
from booking.schedulers.base import VisitState
from portal.models import Tenancy
from portal.repairs.story import Story

WORDS = {
    VisitState.BOOKED: "Booked",
    VisitState.STARTED: "Somebody is on it",
    VisitState.COMPLETED: "Visited",
    VisitState.CANCELLED: "Cancelled",
    VisitState.SHELVED: "No date yet",
    VisitState.UNKNOWN: "Ask us",
}


@dataclass(frozen=True, slots=True)
class HomeVisit:
    """One visit, as far as a tenant may know it."""

    number: str
    words: str
    live: bool
    date: dt.date | None
    start: dt.time | None
    end: dt.time | None


def others(reading: Reading, *, tenancy: Tenancy, stories: list[Story]) -> list[HomeVisit]:
    """Newest first, without what a previous tenant had or what cannot be dated to this tenancy."""
    ours = {told.repair.order.number for told in stories if told.repair.order}
    rows = [row for row in (reading.get("visits") or []) if row["number"] not in ours]
    mine = [_visit(row) for row in rows if _since(row, tenancy.started)]
    return sorted(mine, key=lambda visit: visit.date or dt.date.max, reverse=True)


def _since(row: dict[str, str | None], started: dt.date) -> bool:
    raised = row["raised_on"]
    return raised is not None and dt.date.fromisoformat(raised) >= started


def _visit(row: dict[str, str | None]) -> HomeVisit:
    state = VisitState(row["state"])
    return HomeVisit(
        number=row["number"] or "",
        words=WORDS[state],
        live=state in {VisitState.BOOKED, VisitState.STARTED},
        date=dt.date.fromisoformat(row["date"]) if row["date"] else None,
        start=dt.time.fromisoformat(row["start"]) if row["start"] else None,
        end=dt.time.fromisoformat(row["end"]) if row["end"] else None,
    )
