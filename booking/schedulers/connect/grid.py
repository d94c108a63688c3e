"""Connect's grid as an offer: whole or partial, repeated or odd, it never fails."""

import datetime as dt
import logging
from collections.abc import Iterable

from booking.schedulers.base import Offer, Slot, Window
from booking.schedulers.connect.enums import AvailabilityStatus
from booking.schedulers.connect.objects import AvailabilityPlanningWindow, PlanningWindow

log = logging.getLogger(__name__)

# Whatever else is read there is not on offer.
FREE = {AvailabilityStatus.AVAILABLE, AvailabilityStatus.PREFERRED}


def read_windows(windows: Iterable[PlanningWindow]) -> tuple[Window, ...]:
    """The windows that make sense, each id once, by their start."""
    found: dict[str, Window] = {}
    for window in windows:
        if (sound := read_window(window)) is not None:
            found.setdefault(sound.id, sound)
    return tuple(sorted(found.values(), key=lambda window: (window.start, window.end, window.id)))


def read_window(window: PlanningWindow) -> Window | None:
    """The window, or None (logged) where it has no id or its hours are no part of a day."""
    try:
        start = dt.time(_whole(window.start_hour), _whole(window.start_minute))
        end = dt.time(_whole(window.end_hour), _whole(window.end_minute))
    except ValueError:
        start = end = dt.time()
    if window.id is None or start >= end:
        log.warning("planning window %s has no sound hours", window.id)
        return None
    name = (window.name or "").strip() or f"{start:%H:%M} to {end:%H:%M}"
    return Window(id=str(window.id), name=name, start=start, end=end)


def read_offer(
    rows: Iterable[AvailabilityPlanningWindow], *, windows: tuple[Window, ...], since: dt.date
) -> Offer:
    """The free slots from that day on: a cell counts once, and only where each mention of it says free."""
    known = {window.id: window for window in windows}
    cells: dict[tuple[dt.date, str], set[AvailabilityStatus]] = {}
    strange = 0
    for row in rows:
        for cell in row.availability_days or ():
            status = cell.availability_status
            if str(row.planning_window_id) not in known or cell.date is None or status is None:
                strange += 1
            elif cell.date >= since:
                cells.setdefault((cell.date, str(row.planning_window_id)), set()).add(status)
    if strange:
        log.warning("%s cells of a grid have no date, no status or no known window", strange)
    slots = (
        Slot(date=date, window=known[window], preferred=AvailabilityStatus.PREFERRED in said)
        for (date, window), said in cells.items()
        if said <= FREE
    )
    order = sorted(slots, key=lambda slot: (slot.date, slot.window.start, slot.window.end, slot.window.id))
    return Offer(windows=windows, slots=tuple(order))


def _whole(number: int | None) -> int:
    if number is None or not 0 <= number < 60:
        raise ValueError("no hour and no minute")
    return number
