"""Plays stories: at each of their writes somebody dies, what is left heals by itself, and it is judged."""

import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from django.conf import settings

from booking import outbox
from booking.models import Command
from booking.models.outbox import Kind, State
from booking.sandbox.faults import Fault
from tests.kills import judge, mortals
from tests.kills.deaths import DEATHS, PROCESS, Death
from tests.kills.failpoints import FAILPOINTS, UNREADABLE, WEB, Aim, Failpoint, at_the_end
from tests.kills.house import BEAT_SECONDS, Place
from tests.kills.mortals import End, Line
from tests.kills.report import Report
from tests.kills.steps import FOLLOWING, STORIES, Form, People, Story

HEALED_WITHIN = outbox.LEASE.total_seconds() + 60
"""Seconds after a death: the lease, and a minute."""
CALLS = {
    Kind.HAND_OVER: "POST BookSubContractorOrder",
    Kind.AMEND: "PATCH BookSubContractorOrder",
    Kind.INVOICE: "POST PurchaseInvoice",
    Kind.CONTACT: "POST Customer",
    Kind.DETAIL: "POST SalesOrder/*/Attribute",
}
"""What the ledger calls a write, where the shared contract has no name for it."""
STEPS = {Kind.MOVE: "book"}
ALL = slice(None)
TRIES = 3
"""A failpoint that has not been met after so many stories is none."""


@dataclass(frozen=True)
class Cell:
    """One way to die in the middle of one write."""

    system: str
    kind: Kind
    point: Failpoint
    death: Death

    @property
    def dies(self) -> str:
        """Who is killed."""
        return self.point.role if self.death is PROCESS else self.death.name

    def __str__(self) -> str:
        return f"{self.system} {self.kind}: {self.dies} killed {self.point.name}"


def cells(story: Story, *, only: str) -> Iterator[Cell]:
    """All that can happen to its writes."""
    for kind in story.kinds:
        for point in FAILPOINTS:
            if not point.name.startswith(only) or kind in point.but:
                continue
            if point.role == WEB and kind in FOLLOWING:
                continue
            for death in DEATHS:
                if death is PROCESS or point.database:
                    yield Cell(story.system, kind, point, death)


def play(
    place: Place, rng: random.Random, report: Report, *, most: int, only: str = "", share: slice = ALL
) -> None:
    """Stories until every cell of our share has been tried, and then again, until there are so many kills."""
    while report.count < most and not _given_up(report):
        open_ = {story: list(cells(story, only=only))[share] for story in STORIES}
        for rest in open_.values():
            rng.shuffle(rest)
        while any(open_.values()) and report.count < most:
            story = max(open_, key=lambda one: len(open_[one]))
            Telling(place, story, rng, report, open_[story]).tell()


def _given_up(report: Report) -> bool:
    return any(times >= TRIES for times in report.missed.values())


@dataclass
class Telling:
    """One story as it goes."""

    place: Place
    story: Story
    rng: random.Random
    report: Report
    cells: list[Cell]
    """Those of the story that are still to be tried; what is tried here is taken out."""
    now: str = ""

    def tell(self) -> None:
        """Every write of it, and the judgement."""
        self.place.reset()
        self.people = People(self.rng, self.story.leaf, self.place.house)
        self.remote = self.place.house.remotes[self.story.system]
        if Kind.RAISE not in self.story.kinds:
            self._undisturbed(Kind.RAISE)
        for kind in self.story.kinds:
            self._settle_unclear()
            if not self._possible(kind):
                continue
            cell = next((one for one in self.cells if one.kind == kind), None)
            if cell is None:
                self._undisturbed(kind)
                continue
            self.cells.remove(cell)
            self._die(cell)
            if self._needed(kind):
                self._undisturbed(kind)
        self._judge()

    def _possible(self, kind: Kind) -> bool:
        order = self.people.order
        if kind == Kind.RAISE:
            return True
        if order is None or not order.is_open:
            return False
        return not (kind == Kind.MOVE and not order.appointments.live().exists())

    def _needed(self, kind: Kind) -> bool:
        """Refused, and what follows needs it."""
        command = self.people.newest(kind)
        return kind in {Kind.BOOK, Kind.CANCEL} and command is not None and command.state == State.REFUSED

    def _undisturbed(self, kind: Kind) -> None:
        if kind not in FOLLOWING:
            self.people.form(kind).press()
        self._heal(kind)

    def _die(self, cell: Cell) -> None:
        self.now = str(cell)
        before = self.remote.system.ledger.last(1)
        since = before[0].sequence if before else 0
        form = None if cell.kind in FOLLOWING else self.people.form(cell.kind)
        end = self._in_the_page(cell, form) if cell.point.role == WEB else self._at_work(cell, form)
        self.remote.heal()
        if not end.heard("at"):
            self.report.missed[str(cell)] += 1
            return
        self.report.add(cell.point.name, cell.dies, f"{cell.system} {cell.kind}")
        if cell.death is PROCESS and not end.killed:
            self._wrong("it was to die, and did not")
        begun = self.place.house.clock.now
        if not self._heal(cell.kind):
            self._wrong(f"not healed after {HEALED_WITHIN:.0f} s")
        healed = (self.place.house.clock.now - begun).total_seconds()
        self.report.heal(cell.point.name, cell.dies, healed)
        self._compare(cell, since)

    def _in_the_page(self, cell: Cell, form: Form | None) -> End:
        assert form is not None
        calls = len(self.remote.system.ledger.last(10_000))
        end = self._fork(cell, lambda line: line.say(status=form.press().status_code))
        kept = self.people.newest(cell.kind) is not None
        if cell.death is not PROCESS and not kept and end.heard("status") != [503]:
            self._wrong(f"without a database the page answered {end.heard('status')}")
        if len(self.remote.system.ledger.last(10_000)) != calls:
            self._wrong("the page itself called the remote")
        self._reload(cell.kind, form)
        return end

    def _reload(self, kind: Kind, form: Form) -> None:
        """The person opens the page again, sees what is durable, and presses again where nothing is."""
        page = form.client.get(form.again, follow=True)
        if page.status_code != 200:
            self._wrong(f"the page answered {page.status_code} afterwards")
        if self.people.newest(kind) is None:
            form.press()
        elif kind == Kind.RAISE and self.people.reference not in page.content.decode():
            self._wrong("the page does not show the reference")

    def _at_work(self, cell: Cell, form: Form | None) -> End:
        if form is not None:
            form.press()
        command = self.people.newest(cell.kind)
        assert command is not None, f"{self.now}: nothing was asked for"
        pk = str(command.pk)
        task = ("booking.deliver", (pk,))
        if cell.point.fault is not None:
            fault, status = cell.point.fault
            call = self._call(cell.kind)
            self.remote.system.faults.add(Fault(call=call, kind=fault, seconds=0, status=status))
        if cell.point.occasion == "look":
            self.place.work(*task)
            self.place.house.clock.pass_by(seconds=2)
        elif cell.point.occasion == "again":
            self._heal(cell.kind, until=lambda: _is_again(pk))
        elif cell.point.occasion == "sweep":
            claim = next(point for point in FAILPOINTS if point.name == "after the claim")
            self._fork(Cell(cell.system, cell.kind, claim, PROCESS), self._working(task))
            self.place.house.clock.pass_by(seconds=outbox.LEASE.total_seconds() + 1)
            task = ("booking.sweep", ())
        self._forget(pk)
        end = self._fork(cell, self._working(task))
        if self.rng.random() < 0.5:
            # Nobody has acknowledged it: the broker hands it out again.
            self.place.broker.send_task(*task)
        return end

    def _call(self, kind: Kind) -> str:
        """What the ledger calls the request that decides."""
        return CALLS.get(kind) or self.remote.row.calls[STEPS.get(kind, kind)]

    def _forget(self, pk: str) -> None:
        waiting = self.place.broker.waiting
        waiting[:] = [one for one in waiting if pk not in one[2][1]]

    def _working(self, task: Any) -> Any:
        from portal.celery import app

        def work(line: Line) -> None:
            try:
                app.tasks[task[0]](*task[1])
            except Exception as error:
                line.say(failed=type(error).__name__)

        return work

    def _fork(self, cell: Cell, work: Any) -> End:
        from portal.celery import app

        def live(line: Line) -> None:
            met: list[bool] = []

            def die() -> None:
                if not met:
                    met.append(True)
                    line.say(at=cell.point.name)
                    line.wait()
                    if cell.death is PROCESS:
                        mortals.die()

            app.send_task = lambda name, args=(), countdown=None, expires=300, **_: line.say(
                nudge=[name, list(args), countdown, expires]
            )
            cell.point.arm(die, Aim(cell.system, cell.kind))
            work(line)
            if cell.point.arm is at_the_end:
                die()

        end = mortals.run(live, hear=lambda said: cell.death.strike(self.place.database))
        cell.death.undo(self.place.database)
        if cell.death is not PROCESS:
            self.place.house.clock.reconnect()
        for name, args, countdown, expires in end.heard("nudge"):
            self.place.broker.send_task(name, tuple(args), countdown, expires)
        return end

    def _heal(self, kind: Kind, *, until: Any = None) -> bool:
        """Timetable and worker alone, until that write is settled; False where that takes too long."""
        clock, broker = self.place.house.clock, self.place.broker
        begun = beat = clock.now
        pk = ""

        def others(task: Any) -> bool:
            return task[0] == "booking.deliver" and task[1] != (pk,)

        while (clock.now - begun).total_seconds() <= HEALED_WITHIN:
            command = self.people.newest(kind)
            if command is not None and (not command.live if until is None else until()):
                return True
            pk = str(command.pk) if command else ""
            if clock.now >= beat:
                self.place.beat()
            while (task := broker.take(but=others)) is not None:
                self.place.work(*task)
                if until is not None and until():
                    return True
            beat = self._next_beat(begun, command)
            clock.pass_until(min(beat, broker.next_moment() or beat))
        return False

    def _next_beat(self, begun: dt.datetime, command: Command | None) -> dt.datetime:
        """The next one that finds something to do."""
        now = self.place.house.clock.now
        if command is not None:
            command.refresh_from_db()
            now = max(now, command.lease_until or command.due_at)
        beats = (now - begun) // dt.timedelta(seconds=BEAT_SECONDS)
        return begun + (beats + 1) * dt.timedelta(seconds=BEAT_SECONDS)

    def _compare(self, cell: Cell, since: int) -> None:
        """What is settled is what the remote has done, once."""
        command = self.people.newest(cell.kind)
        if command is None or command.live:
            return
        call = self._call(cell.kind)
        entries = self.remote.system.ledger.read(since=since)
        done = Counter(
            json.dumps(one["body"], sort_keys=True)
            for one in entries
            if one["committed"] and fnmatch(one["call"], call)
        )
        if any(times > 1 for times in done.values()):
            self._wrong(f"{call} was done more than once")
        if command.state == State.CONFIRMED and not done:
            self._wrong("confirmed, and nothing was done")
        if command.state == State.REFUSED and done:
            self._wrong(f"refused, and {call} was done")
        refused = cell.point.fault == ("status", 400)
        unclear = cell.kind in UNREADABLE and command.state == State.NEEDS_STAFF
        if command.state != State.CONFIRMED and not refused and not unclear:
            self._wrong(f"it ended {command.state}: {command.reason}")

    def _settle_unclear(self) -> None:
        """The officer has waited until nothing can arrive any more."""
        if self.people.unclear():
            self.place.house.clock.pass_by(seconds=settings.QUARANTINE_SECONDS + 1)
            self.people.settle_unclear()

    def _judge(self) -> None:
        self._settle_unclear()
        self.now = f"{self.story.leaf} at the end"
        for sentence in judge.check(self.place, [self.people.tenant]):
            self._wrong(sentence)

    def _wrong(self, sentence: str) -> None:
        self.report.wrong(f"{self.now}: {sentence}")


def _is_again(pk: str) -> bool:
    """Nothing was found of it, twice: it is to be sent once more."""
    return Command.objects.filter(pk=pk, state=State.PLANNED, sends__gt=0).exists()
