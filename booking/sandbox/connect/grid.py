"""Which times are on offer: whole weeks from Monday, each planning window on each day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from .diary import Need
from .refusals import Refused
from .system import Connect
from .world import WINDOWS, Window
from .writing import write_date

NOT_AVAILABLE, AVAILABLE, PREFERRED = range(3)


def check_weeks(weeks: int | None) -> int:
    """How many weeks; one where nobody says, a refusal beyond five."""
    if weeks is not None and not 1 <= weeks <= 5:
        why = {"NumberOfWeeks": ["The field NumberOfWeeks must be between 1 and 5."]}
        raise Refused("The request is invalid.", model_state=why)
    return weeks or 1


def draw(connect: Connect, need: Need, *, since: dt.date, weeks: int) -> dict[str, Any]:
    """The document's PlanningWindows and AvailabilityPlanningWindows."""
    monday = since - dt.timedelta(days=since.weekday())
    days = [monday + dt.timedelta(days=number) for number in range(7 * weeks)]
    size = 7 if connect.habits.weeks_apart else len(days)
    return {
        "PlanningWindows": [window.as_values() for window in WINDOWS.values()],
        "AvailabilityPlanningWindows": [
            {
                "PlanningWindowId": window.id,
                "AvailabilityDays": _draw_days(connect, need, days[at : at + size], window),
            }
            for at in range(0, len(days), size)
            for window in WINDOWS.values()
        ],
    }


def judge(connect: Connect, need: Need, day: dt.date, window: Window) -> tuple[int, int]:
    """The availability status of that time, and the minutes of travel."""
    free = connect.diary.free(need, day, window) if day > connect.today else []
    if not free:
        return NOT_AVAILABLE, 0
    if connect.diary.is_near(free[0], day, need):
        return PREFERRED, 9
    return AVAILABLE, 15 + (day.toordinal() * 7 + window.id) % 20


def _draw_days(connect: Connect, need: Need, days: Iterable[dt.date], window: Window) -> list[dict[str, Any]]:
    judged = ((day, *judge(connect, need, day, window)) for day in days)
    return [
        {"Date": write_date(day), "AvailabilityStatus": status, "TravelTime": travel}
        for day, status, travel in judged
    ]
