"""The schedule wizard's proposal as an offer: whole or partial, repeated or odd, it never fails.

Cadulis has no planning windows. A start and how long the job takes make one, whose id says it all
("0900-1100"), so that it means the same in every process and whatever was offered since.
"""

import datetime as dt
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from booking.schedulers.base import Offer, Refused, Slot, Window
from booking.schedulers.cadulis.answers import Unreadable, items
from booking.schedulers.cadulis.dates import after, place, read_date, read_time

log = logging.getLogger(__name__)

_ID = re.compile(r"([01]\d|2[0-3])([0-5]\d)-([01]\d|2[0-3])([0-5]\d)", re.ASCII)
TRUE = {True, "1", "true"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One start that the wizard names; whose diary it is stays out of it."""

    start: dt.datetime
    available: bool
    relevance: float


def read_proposals(days: Iterable[Any]) -> list[Proposal]:
    """Every start that makes sense, the others logged by their number."""
    found, strange = [], 0
    for day in days:
        for slot in _slots(day):
            proposal = _read(slot, day)
            found += [proposal] if proposal else []
            strange += proposal is None
    if strange:
        log.warning("%s slots of a proposal have no sound date and time", strange)
    return found


def read_offer(
    proposals: Iterable[Proposal], *, duration: dt.timedelta, since: dt.date, until: dt.date
) -> Offer:
    """The free slots from one day to before another; free is what some technician has free.

    Preferred are those of the best relevance, unless all are alike.
    """
    best: dict[dt.datetime, float] = {}
    for proposal in proposals:
        if proposal.available and since <= proposal.start.date() < until:
            best[proposal.start] = max(proposal.relevance, best.get(proposal.start, proposal.relevance))
    top = max(best.values()) if len(set(best.values())) > 1 else None
    slots = {
        (start.date(), window.id): Slot(date=start.date(), window=window, preferred=relevance == top)
        for start, relevance in best.items()
        if (window := make_window(start, duration)) is not None
    }
    windows = {slot.window.id: slot.window for slot in slots.values()}
    order = sorted(slots.values(), key=lambda slot: (slot.date, slot.window.start, slot.window.end))
    return Offer(windows=sort(windows.values()), slots=tuple(order))


def sort(windows: Iterable[Window]) -> tuple[Window, ...]:
    """By start, then by end."""
    return tuple(sorted(windows, key=lambda window: (window.start, window.end)))


def make_window(start: dt.datetime, duration: dt.timedelta) -> Window | None:
    """The part of the day that a job with that start takes; None where it would not end that day.

    Nor where it would end in the hour that comes twice: nobody could tell how long it is.
    """
    end = after(start, duration)
    if place(end.date(), end.time()) is None:
        return None
    if end.date() != start.date() or end.time() <= start.time():
        return None
    return read_window(f"{start:%H%M}-{end:%H%M}")


def read_window(id: str) -> Window:
    """The window of that id; Refused where it is none of ours."""
    found = _ID.fullmatch(id)
    if not found:
        raise Refused("A time is written like 0900-1100.")
    start, end = dt.time(int(found[1]), int(found[2])), dt.time(int(found[3]), int(found[4]))
    if start >= end:
        raise Refused("A time ends after it begins.")
    return Window(id=id, name=f"{say(start)} to {say(end)}", start=start, end=end)


def say(time: dt.time) -> str:
    """9am, 9:30am, midday."""
    if time in {dt.time(0), dt.time(12)}:
        return "midday" if time.hour else "midnight"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


def _slots(day: Any) -> Iterator[Any]:
    try:
        yield from items(day.get("slots"), "slots") if isinstance(day, dict) else ()
    except Unreadable:
        log.warning("a day of a proposal has no slots")


def _read(slot: Any, day: dict[str, Any]) -> Proposal | None:
    if not isinstance(slot, dict):
        return None
    try:
        start = place(read_date(slot.get("date") or day.get("date")), read_time(slot.get("time")))
    except ValueError:
        return None
    available = slot.get("available")
    if start is None:
        return None
    return Proposal(
        start=start,
        available=isinstance(available, bool | int | str) and available in TRUE,
        relevance=_number(slot.get("relevance")),
    )


def _number(value: Any) -> float:
    try:
        number = float(value) if isinstance(value, int | float | str) else 0.0
    except (ValueError, OverflowError):
        return 0.0
    return number if abs(number) < 1e12 else 0.0
