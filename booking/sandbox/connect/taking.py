"""Gives times away to other people, so that they are gone for whoever asks next."""

import datetime as dt
from typing import Any

from . import orders, visits
from .system import Connect
from .world import WINDOWS

_WEEKS_AHEAD = 6


def take_slot(connect: Connect, body: Any) -> None:
    """The time that this booking asks for goes to somebody else; an odd body takes nothing."""
    try:
        day = dt.date.fromisoformat(str(body["Date"])[:10])
        window = WINDOWS[int(body["PlanningWindowId"])]
        order = orders.find(connect, str(body["PrimaryOrderNumber"]))
    except (KeyError, TypeError, ValueError):
        return
    with connect.lock:
        for trade in visits.find_trades(order) if order else ():
            connect.diary.fill(day, window, trade=trade)


def fill(
    connect: Connect, *, day: dt.date | None, window: int | None, trade: str = "", leave: int = 0
) -> int:
    """Takes every time of that day, window and trade, all where none is named; how many jobs it took."""
    days = [day] if day else [connect.today + dt.timedelta(days=ahead) for ahead in range(7 * _WEEKS_AHEAD)]
    windows = [WINDOWS[window]] if window else list(WINDOWS.values())
    with connect.lock:
        return sum(
            connect.diary.fill(each, one, trade=trade, leave=leave) for each in days for one in windows
        )
