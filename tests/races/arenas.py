"""Times with room for one: what a system's staff leave of a day so that only one of many can have it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from booking.schedulers.base import Slot
from tests.booking.systems.rows import Running

Arena = Callable[[Running, Slot], None]
ASIM = 501
"""The only technician of Synchroteam's who is left."""


def make_room(running: Running, slot: Slot) -> None:
    """From now on that time can be had once."""
    ARENAS[running.row.kind](running, slot)


def choose(kind: str, slots: list[Slot], days: int) -> list[Slot]:
    """One time on each of so many days, so that no two are in each other's way."""
    chosen: dict[dt.date, Slot] = {}
    for slot in slots:
        if kind != "synchroteam" or slot.window.name == "Morning":
            chosen.setdefault(slot.date, slot)
    return list(chosen.values())[:days]


def standing(running: Running) -> dict[str, list[str]]:
    """The dates of the live visits of each order that has any, as the system itself has them."""
    state = ask(running, "GET", "state")
    found = {number: running.row.visits(state, number) for number in set(running.row.orders(state))}
    return {number: dates for number, dates in found.items() if dates and number.startswith("TP-")}


def _of_connect(running: Running, slot: Slot) -> None:
    ask(running, "POST", "fill", date=slot.date.isoformat(), window=slot.window.name, leave=1)


def _of_synchroteam(running: Running, slot: Slot) -> None:
    ask(running, "POST", "fill", date=slot.date.isoformat(), leave=1)
    # An hour is left of his morning, and a job takes an hour.
    ask(running, "POST", "staff", action="schedule", technician=ASIM, start=f"{slot.date}T08:00", minutes=180)


def _of_cadulis(running: Running, slot: Slot) -> None:
    start = f"{slot.date}T{slot.window.start:%H:%M}"
    span = dt.datetime.combine(slot.date, slot.window.end) - dt.datetime.combine(slot.date, slot.window.start)
    ask(running, "POST", "take", start=start, minutes=span.seconds // 60, leave=1)


ARENAS: dict[str, Arena] = {
    "connect": _of_connect,
    "synchroteam": _of_synchroteam,
    "cadulis": _of_cadulis,
}


def ask(running: Running, method: str, verb: str, **body: Any) -> Any:
    """What its control address answers."""
    url = f"{running.sandbox.url}/_control/{verb}"
    answer = running.session.request(method, url, json=body or None, timeout=10)
    answer.raise_for_status()
    return answer.json()
