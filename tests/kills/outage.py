"""What the portal depends on is away: remotes for three days, the worker for an hour, broker and database."""

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection
from urllib3.util import connection as wires

from booking.models import Command, Order
from booking.models.outbox import Kind, State
from booking.sandbox.faults import Fault
from booking.schedulers import http
from booking.schedulers.http import Door
from portal.running.figures import Figures
from tests.kills import judge
from tests.kills.house import BEAT_SECONDS, Place
from tests.kills.report import Report
from tests.kills.steps import People

LEAVES = ("bath-leak", "gutter", "window-pane", "fence-down", "roof-tile")
ALARM_SECONDS = 120
"""A write older than that is an alarm."""
AT_ONCE_SECONDS = 1.0
"""Of real time, until a person has a reference."""
DARK_BEAT = 900
"""Seconds between two beats while nothing can be done anyway; what people ask for is woken besides."""
LONGEST_DRAIN = dt.timedelta(hours=3)
MINUTE_LIMIT, DAY_LIMIT = 120, 10_000
"""Synchroteam's own."""


@dataclass
class Outage:
    """One place, many reports, and something that is away."""

    place: Place
    rng: random.Random
    report: Report
    at_once: float = AT_ONCE_SECONDS
    people: list[People] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    """Real seconds from the button to the page with the reference."""
    calls: dict[str, Counter[dt.datetime]] = field(default_factory=dict)
    """Of each system, by the minute."""

    def begin(self) -> None:
        """A new day."""
        self.place.reset()
        self.people, self.waited, self.calls = [], [], {}

    def add_report(self) -> People:
        """Somebody reports something, and sees the reference at once."""
        one = People(self.rng, self.rng.choice(LEAVES), self.place.house)
        form = one.form(Kind.RAISE)
        begun = time.perf_counter()
        answer = form.press()
        page = form.client.get(form.again)
        self.waited.append(time.perf_counter() - begun)
        shown = one.order is not None and one.reference in page.content.decode()
        if answer.status_code != 302 or not shown:
            self.report.wrong(f"a report was answered {answer.status_code}; its reference is shown: {shown}")
        one.tenant.repairs.append(str(one.draft.pk))
        self.people.append(one)
        return one

    def pass_by(self, seconds: float, *, beat: float = BEAT_SECONDS, works: bool = True) -> None:
        """Time passes, beat by beat; where the worker works, it does what is asked for."""
        clock = self.place.house.clock
        end = clock.now + dt.timedelta(seconds=seconds)
        next_beat = clock.now
        while clock.now < end:
            if works and clock.now >= next_beat:
                self.place.beat()
                next_beat = clock.now + dt.timedelta(seconds=beat)
            if works:
                self.place.drain()
            soon = self.place.broker.next_moment() if works else None
            clock.pass_until(min(next_beat if works else end, soon or end, end))

    def drain(self) -> dt.timedelta:
        """Until nothing is owed any more; how long that took."""
        clock = self.place.house.clock
        begun = clock.now
        while Command.objects.live().exists():
            self.pass_by(BEAT_SECONDS)
            if clock.now - begun > LONGEST_DRAIN:
                self.report.wrong(f"{Command.objects.live().count()} writes still owed after {LONGEST_DRAIN}")
                break
        return clock.now - begun

    def check(self) -> None:
        """All orders stand, once and in order, everybody had a reference, and nothing is said in vain."""
        for sentence in judge.check(self.place, [one.tenant for one in self.people]):
            self.report.wrong(sentence)
        done: dict[str, list[str]] = {}
        for remote in self.place.house.remotes.values():
            for entry in remote.system.ledger.read():
                if entry["status"] == 429:
                    self.report.wrong(f"{remote.name} says that we call too often")
                if entry["committed"] and entry["order"]:
                    done.setdefault(entry["order"], []).append(entry["call"])
        for order in Order.objects.all():
            raised = self.place.house.remotes[order.scheduler].row.calls["raise"]
            if raised in done.get(order.number, [])[1:]:
                self.report.wrong(
                    f"{order.scheduler}: something was done before its order, or the order twice"
                )
            ends = list(order.commands.shaping().order_by("created_at").values_list("settled_at", flat=True))
            if ends != sorted(ends):
                self.report.wrong(f"{order.scheduler}: the writes of an order ended in another order")
        if self.waited and max(self.waited) > self.at_once:
            self.report.wrong(f"somebody waited {max(self.waited):.2f} s for a reference")

    def tell(self, what: str, **facts: object) -> None:
        """A few lines for a person."""
        waited = sorted(self.waited)
        half, most = waited[len(waited) // 2], waited[int(len(waited) * 0.95)]
        print(f"{what}: {len(waited)} reports; reference shown after", end=" ")
        print(f"{half * 1000:.0f} ms (half), {most * 1000:.0f} ms (95 %), {waited[-1] * 1000:.0f} ms (all)")
        for name, fact in facts.items():
            print(f"  {name.replace('_', ' ')}: {fact}", flush=True)

    def oldest_seconds(self) -> float:
        """Age of the oldest write that is to be sent, as the figures tell it."""
        return max(
            sample.value
            for family in Figures().collect()
            if family.name == "portal_commands_oldest_seconds"
            for sample in family.samples
            if sample.labels["state"] == State.PLANNED
        )

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Every call of a remote counts."""
        exchange = Door._exchange
        names = {line["options"]["url"]: name for name, line in settings.SCHEDULERS.items()}

        def exchanged(door: Door, method: str, url: str, *args: Any) -> Any:
            name = next(name for start, name in names.items() if url.startswith(start))
            minute = self.place.house.clock.now.replace(second=0, microsecond=0)
            self.calls.setdefault(name, Counter())[minute] += 1
            return exchange(door, method, url, *args)

        with mock.patch.object(Door, "_exchange", exchanged):
            yield

    def busiest(self) -> dict[str, int]:
        """Calls in one minute, at most; counts anew from here."""
        most = {name: max(minutes.values()) for name, minutes in sorted(self.calls.items())}
        self.calls.clear()
        return most


def play(outage: Outage, *, reports: int) -> None:
    """All of them, one after the other."""
    few = max(20, reports // 20)
    database_away(outage)
    worker_away(outage, reports=few)
    broker_away(outage, reports=few)
    remotes_away(outage, reports=reports, hours=72)


def remotes_away(outage: Outage, *, reports: int, hours: float) -> None:
    """Three days: connections are refused, then 503 is answered, then nothing at all."""
    outage.begin()
    place = outage.place
    _limit(place)
    with outage.counted():
        for number in range(reports):
            with MANNERS[number * len(MANNERS) // reports](place):
                outage.add_report()
                outage.pass_by(hours * 3600 / reports, beat=DARK_BEAT)
        while_away = outage.busiest()
        for remote in place.house.remotes.values():
            remote.system.ledger.clear()
        owed = Command.objects.live().count()
        staff = Command.objects.unclear().count()
        took = outage.drain()
    outage.check()
    outage.tell(
        f"remotes away for {hours:.0f} hours",
        owed_at_the_end=owed,
        with_staff=staff,
        drained_in=took,
        calls_in_the_busiest_minute_while_away=while_away,
        calls_in_the_busiest_minute_afterwards=outage.busiest(),
    )


def _limit(place: Place) -> None:
    """The pretend Synchroteam is as strict as the real one."""
    limits = place.house.remotes["hartley"].system.limits
    limits._options = replace(limits._options, minute_limit=MINUTE_LIMIT, day_limit=DAY_LIMIT)


@contextmanager
def _refused(place: Place) -> Iterator[None]:
    with (
        mock.patch.object(wires, "create_connection", side_effect=ConnectionRefusedError),
        mock.patch.object(Door, "_take", return_value=http._new_session()),
    ):
        yield


@contextmanager
def _unwell(place: Place) -> Iterator[None]:
    with _faulty(place, "status"):
        yield


@contextmanager
def _silent(place: Place) -> Iterator[None]:
    with _faulty(place, "timeout_before"):
        yield


@contextmanager
def _faulty(place: Place, kind: str) -> Iterator[None]:
    remotes = place.house.remotes.values()
    for remote in remotes:
        remote.system.faults.add(Fault(call="*", kind=kind, times=None, seconds=0, status=503))
    try:
        yield
    finally:
        for remote in remotes:
            remote.heal()


MANNERS = (_refused, _unwell, _silent)


def worker_away(outage: Outage, *, reports: int) -> None:
    """An hour without a worker; the broker is emptied meanwhile."""
    outage.begin()
    for number in range(reports):
        outage.add_report()
        outage.pass_by(3600 / reports, works=False)
        if number == reports // 2:
            outage.place.broker.waiting.clear()
    age = outage.oldest_seconds()
    if age < ALARM_SECONDS:
        outage.report.wrong(f"after an hour without a worker the oldest write is said to be {age:.0f} s old")
    took = outage.drain()
    if outage.oldest_seconds() > 0:
        outage.report.wrong("the figures still tell of an old write")
    outage.check()
    outage.tell("worker away for an hour, broker emptied", oldest_seconds=age, drained_in=took)


def broker_away(outage: Outage, *, reports: int) -> None:
    """Nothing can be sent to the broker for an hour, and the timetable is silent too."""
    outage.begin()
    outage.place.broker.down = True
    for _ in range(reports):
        outage.add_report()
        outage.pass_by(3600 / reports, works=False)
    outage.place.broker.down = False
    took = outage.drain()
    outage.check()
    outage.tell("broker away for an hour", drained_in=took)


def database_away(outage: Outage) -> None:
    """A report while PostgreSQL is gone: a page that says so and keeps the words; nothing has left."""
    outage.begin()
    place, words = outage.place, "The tap in the bathroom drips"
    one = People(outage.rng, "bath-leak", place.house)
    form = one.form(Kind.RAISE)
    told = replace(form, address=f"{form.again}describe/", fields={"description": words, "access": ""})
    place.database.kill()
    try:
        for page in (told.press(), form.press()):
            if page.status_code != 503 or settings.LANDLORD_PHONE not in page.content.decode():
                outage.report.wrong(f"without a database a page answered {page.status_code}")
        if words not in told.press().content.decode():
            outage.report.wrong("what the person wrote is not kept")
    finally:
        place.database.revive()
        place.house.clock.reconnect()
        connection.close()
    if any(remote.system.ledger.last(1) for remote in place.house.remotes.values()):
        outage.report.wrong("a remote was called without a database")
    if form.press().status_code != 302 or not one.order:
        outage.report.wrong("when the database was back, the report was not taken")
    one.tenant.repairs.append(str(one.draft.pk))
    outage.people.append(one)
    outage.drain()
    outage.check()
    print("database away: 503 with the person's words, no call; taken afterwards", flush=True)
