"""The pretend systems, each handled from inside, and the portal pointed at them."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from booking.sandbox import cadulis, synchroteam
from booking.sandbox.cadulis import planners
from booking.sandbox.cadulis.state import CLOSED
from booking.sandbox.connect import staff
from booking.sandbox.connect.world import WINDOWS
from booking.sandbox.faults import Fault, Faults
from booking.sandbox.synchroteam import staff as dispatchers
from booking.sandbox.synchroteam.state import OVER
from tests.booking.systems.rows import ROWS, Row

NAMES = {"connect": "connect", "synchroteam": "hartley", "cadulis": "skyline"}
"""Under which name each is registered."""
LONDON = ZoneInfo("Europe/London")
FURTHER = {"POST token": "token", "POST BookSubContractorOrder": "hand_over"}
"""Calls that the shared contract has no word for."""
OURS = "TP-"
"""What our order numbers begin with."""

Time = tuple[dt.date, dt.time | None]
"""When a visit begins, on London's clock."""
Act = Callable[[Any, random.Random], str]
"""Somebody there does something of their own to one of our orders; answers its number, or nothing."""


@dataclass
class Remote:
    """One running system."""

    name: str
    row: Row
    sandbox: Any
    fate: Callable[[str], tuple[str, int | None, int] | None] = lambda step: None
    """What goes wrong with a call of that step: kind, status, how often."""

    def __post_init__(self) -> None:
        self.system.faults = _Fates(self)

    @property
    def system(self) -> Any:
        """Its memory."""
        return self.sandbox.system

    def reset(self) -> None:
        """As on its first day."""
        self.system.reset()

    def heal(self) -> None:
        """Nothing goes wrong any more; what was late stays late."""
        self.system.faults.clear()

    def orders(self) -> dict[str, bool]:
        """The numbers of the orders of ours that it has, and whether each is cancelled."""
        with self.system.lock:
            return {
                number: off for number, off in _ORDERS[self.row.kind](self.system) if number.startswith(OURS)
            }

    def visits(self) -> dict[str, list[Time]]:
        """When somebody is going to come, by the order's number."""
        found: dict[str, list[Time]] = {}
        with self.system.lock:
            for number, time in _VISITS[self.row.kind](self.system):
                found.setdefault(number, []).append(time)
        return found

    def double_booked(self) -> list[str]:
        """Orders of ours that somebody who is going there cannot keep, because of another of ours."""
        with self.system.lock:
            jobs = list(_JOBS[self.row.kind](self.system))
        return [
            f"{one[0]} and {other[0]}"
            for one, other in combinations(jobs, 2)
            if one[1] & other[1] and one[2] < other[3] and other[2] < one[3]
        ]

    def interfere(self, chance: random.Random) -> str:
        """Somebody there does something to an order of ours; answers its number, or nothing."""
        with self.system.lock:
            return _ACTS[self.row.kind](self.system, chance)

    def arrange(self, chance: random.Random, number: str) -> bool:
        """Somebody of Connect gives an order without a live visit one; False where that cannot be."""
        with self.system.lock:
            order = self.system.state.orders.get(number)
            if order is None or any(visit.live for visit in self.system.state.visits_of(number)):
                return False
            wishes = [_wish(self.system, chance, number) for _ in range(3)]
            return any(_try(lambda: staff.act(self.system, wish), number) for wish in wishes)  # noqa: B023

    def committed(self, step: str, number: str) -> int:
        """How often a call of that step changed what it remembers of the order."""
        entries = self.system.ledger.read(order=number, call=self.row.calls[step], since=0)
        return sum(entry["committed"] for entry in entries)


class _Fates(Faults):
    """Asks, for each call, what is to become of it."""

    def __init__(self, remote: Remote) -> None:
        super().__init__()
        self._remote = remote
        self._steps = {call: step for step, call in remote.row.calls.items()} | FURTHER

    def claim(self, call: str, order: str) -> Fault | None:
        """What is under way already, or what is drawn now; nobody waits for real."""
        if met := super().claim(call, order):
            return met
        drawn = self._remote.fate(self._steps.get(call, "else"))
        if drawn is None:
            return None
        kind, status, times = drawn
        self.add(Fault(call=call if times < 20 else "*", kind=kind, times=times, seconds=0, status=status))
        return super().claim(call, order)


def start_all() -> dict[str, Remote]:
    """Every system of the shared contract runs."""
    return {NAMES[row.kind]: Remote(NAMES[row.kind], row, row.start()) for row in ROWS}


def registry(remotes: dict[str, Remote], usual: dict[str, Any]) -> dict[str, Any]:
    """settings.SCHEDULERS for them; nobody waits long, since nobody is ever slow."""
    return {
        remote.name: {
            "factory": f"booking.schedulers.{remote.row.kind}.build",
            "kind": remote.row.kind,
            "hook": usual["hook"],
            "options": remote.row.options
            | {"url": remote.sandbox.api_url, "read_seconds": 10, "write_seconds": 10},
        }
        for remote in remotes.values()
    }


def _connect_orders(system: Any) -> Iterator[tuple[str, bool]]:
    for order in system.state.orders.values():
        yield order.number, order.cancelled


def _connect_visits(system: Any) -> Iterator[tuple[str, Time]]:
    for visit in system.state.visits.values():
        if visit.live and visit.date:
            begins = WINDOWS[visit.window].start if visit.window else None
            yield visit.order, (visit.date, None if begins is None else dt.time(begins // 60, begins % 60))


def _connect_act(system: Any, chance: random.Random) -> str:
    live = [visit for visit in system.state.visits.values() if visit.live and visit.order.startswith(OURS)]
    if not live:
        return ""
    visit = chance.choice(live)
    action = chance.choice(
        ["cancel", "cancel", "shelve", "start", "complete", "move", "book", "cancel_order"]
    )
    body = _wish(system, chance, visit.order) | {"action": action, "visit": visit.id}
    return _try(lambda: staff.act(system, body), visit.order)


def _wish(system: Any, chance: random.Random, number: str) -> dict[str, Any]:
    day = system.today + dt.timedelta(days=chance.randint(2, 20))
    return {"action": "book", "order": number, "date": day.isoformat(), "window": chance.choice([22, 24])}


def _jobs(system: synchroteam.Synchroteam) -> Iterator[Any]:
    for job in system.state.jobs.values():
        if job.my_id and job.stands and job.status not in OVER:
            yield job


def _job_act(system: Any, chance: random.Random) -> str:
    live = list(_jobs(system))
    if not live:
        return ""
    job = chance.choice(live)
    action = chance.choice(["move", "unschedule", "cancel", "start", "complete", "take"])
    body = {"action": action, "order": job.my_id, "date": (system.today + dt.timedelta(days=9)).isoformat()}
    body |= {"window": next(iter(synchroteam.world.WINDOWS))}
    if action == "take":  # a job of theirs over ours
        body = {"action": "schedule", "start": job.start.isoformat(), "technician": job.technician}
    return _try(lambda: dispatchers.act(system, body), job.my_id)


def _interventions(system: Any) -> Iterator[Any]:
    for one in system.state.interventions.values():
        if one.start and one.status not in CLOSED:
            yield one


def _intervention_act(system: Any, chance: random.Random) -> str:
    live = list(_interventions(system))
    if not live:
        return ""
    one = chance.choice(live)
    action = chance.choice(["move", "unplan", "cancel", "begin", "terminate"])
    day = system.today + dt.timedelta(days=9)
    body = {"action": action, "cref": one.cref, "start": f"{day}T09:00"}
    return _try(lambda: planners.act(system, body), one.cref)


def _try(act: Callable[[], Any], number: str) -> str:
    try:
        act()
    except cadulis.refusals.Refused:
        return ""
    return number


_ORDERS: dict[str, Callable[[Any], Iterator[tuple[str, bool]]]] = {
    "connect": _connect_orders,
    "synchroteam": lambda system: (
        (job.my_id, job.deleted or job.status == "cancelled")
        for job in system.state.jobs.values()
        if job.my_id
    ),
    "cadulis": lambda system: (
        (one.cref, one.status == "canceled") for one in system.state.interventions.values()
    ),
}
_VISITS: dict[str, Callable[[Any], Iterator[tuple[str, Time]]]] = {
    "connect": _connect_visits,
    "synchroteam": lambda system: (
        (job.my_id, (job.start.date(), job.start.time())) for job in _jobs(system)
    ),
    "cadulis": lambda system: (
        (one.cref, ((local := one.start.astimezone(LONDON)).date(), local.time()))
        for one in _interventions(system)
    ),
}
_JOBS: dict[str, Callable[[Any], Iterator[tuple[str, set[Any], Any, Any]]]] = {
    "connect": lambda system: iter(()),  # the diary is Connect's own business
    "synchroteam": lambda system: ((job.my_id, set(job.people), job.start, job.end) for job in _jobs(system)),
    "cadulis": lambda system: (
        (one.cref, {one.line}, one.start, one.end) for one in _interventions(system) if one.line is not None
    ),
}
_ACTS: dict[str, Act] = {
    "connect": _connect_act,
    "synchroteam": _job_act,
    "cadulis": _intervention_act,
}
