"""One run: a schedule drawn from a seed, good weather until nothing is left to do, then the judgement."""

import datetime as dt
import json
import random
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import connection

from booking.models import Order
from booking.models.outbox import Command
from portal.celery import app
from portal.models import Person
from tests.simulator import invariants
from tests.simulator.chance import seeded
from tests.simulator.guards import Hole
from tests.simulator.house import HOOK_PATH, HOOK_SECRET, House
from tests.simulator.people import Officer, Tenant
from tests.simulator.weather import Crash, Weather, blowing

BEAT = ("booking.sweep", "booking.reread_open", "booking.settle_hooks", "portal.send_due")
LATEST = 45
"""Seconds after which a remote has given up on a call of ours, or done it."""
PAUSES = (5, 45, 75, 300, 1500, 24 * 3600, 60)
"""Seconds in good weather: leases and quarantines end, stragglers are looked for, all is read again."""


@dataclass
class Run:
    """What came of one seed."""

    seed: int
    violations: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    history: list[str] = field(default_factory=list)


class World:
    """Everybody of one run, and whose turn it is."""

    def __init__(self, house: House, rng: random.Random, *, steps: int | None = None) -> None:
        self.house = house
        self.rng = rng
        people = list(Person.objects.filter(is_officer=False).order_by("pk"))[: rng.randint(1, 6)]
        self.tenants = [Tenant(person, rng) for person in people]
        self.officer = Officer(rng)
        self.weather = Weather(rng, rough=rng.uniform(0.15, 0.4), meanwhile=self.step)
        self.planned = min(60, 10 + int(rng.expovariate(1 / 10)))
        self.stragglers = rng.random() < 0.05
        """What is late may come after the quarantine: then two visits may stand, and staff are told."""
        self.late_since: dt.datetime | None = None
        self.steps = self.planned if steps is None else min(steps, self.planned)
        self.history: list[str] = []
        self.errors: list[str] = []
        """Tasks that ended with an error of ours."""
        self.staff_visits: set[str] = set()
        """Orders whose visits the remote's own staff have touched."""

    def go(self) -> None:
        """The whole schedule."""
        for _ in range(self.steps):
            self.weather.cloud(list(self.house.remotes.values()))
            self.step()

    def step(self) -> None:
        """Somebody does something; a crash ends that, and the world goes on."""
        deeds = {
            self._tenant: 10,
            self._work: 10,
            self._beat: 2,
            self._wait: 4,
            self._staff: 1,
            self._hook: 1,
            self._officer: 1,
            self._arrive: 1,
        }
        deed = self.rng.choices(list(deeds), weights=list(deeds.values()))[0]
        self.history.append(deed.__name__)
        try:
            deed()
        except Crash as crash:
            self.history.append(f"crash {crash}")
            self._die()

    def settle(self) -> None:
        """Good weather: everything that can be done is done, for more than a day."""
        self.weather.calm = True
        for remote in self.house.remotes.values():
            remote.heal()
        for pause in PAUSES:
            self._beat_once()
            self._pass_by(pause)
        for _ in range(60):
            self._beat_once()
            if not Command.objects.live().exists():
                break
            self._pass_by(60)

    def _beat_once(self) -> None:
        self.house.asked.extend((task, ()) for task in BEAT)
        self._drain()

    def _tenant(self) -> None:
        self.rng.choice(self.tenants).act()

    def _work(self) -> None:
        """A worker takes something off the broker, in any order; now and then twice, or never."""
        for _ in range(self.rng.randint(1, 4)):
            if not self.house.asked:
                return
            place = self.rng.randrange(len(self.house.asked))
            task = self.house.asked[place]
            luck = self.rng.random()
            if luck > 0.05:  # else delivered twice
                self.house.asked.pop(place)
            if luck > 0.95:
                self.weather.seen["nudge lost"] += 1
                continue
            self._run(*task)

    def _beat(self) -> None:
        if self.rng.random() < 0.1:
            self.weather.seen["broker emptied"] += 1
            self.house.asked.clear()
        self.house.asked.extend((task, ()) for task in BEAT)

    def _wait(self) -> None:
        span = self.rng.choice([1, 5, 20, 60, 60, 200, 900, 4 * 3600])
        self._pass_by(self.rng.uniform(0.2, 1) * span)

    def _arrive(self) -> None:
        self.late_since = None
        for remote in self.house.remotes.values():
            self.weather.seen["late arrival"] += remote.system.faults.arrive()

    def _pass_by(self, seconds: float) -> None:
        """Time passes; what is late comes within the remote's own minute, unless it is a straggler."""
        late = any(remote.system.faults.late for remote in self.house.remotes.values())
        if late and not self.stragglers:
            self.late_since = self.late_since or self.house.clock.now
            left = LATEST - (self.house.clock.now - self.late_since).total_seconds()
            if seconds >= left:
                self.house.clock.pass_by(seconds=max(left, 0))
                seconds -= max(left, 0)
                self._arrive()
        self.house.clock.pass_by(seconds=seconds)

    def _officer(self) -> None:
        self.officer.act()

    def _staff(self) -> None:
        """The landlord's own staff, in Connect: move a visit, cancel one, start or shelve it."""
        connect = self.house.remotes["connect"]
        visits = connect.system.state.visits.values()
        live = [visit for visit in visits if visit.live and visit.order.startswith("TP-")]
        if not live:
            return
        from booking.sandbox.connect import staff

        visit = self.rng.choice(live)
        action = self.rng.choice(["cancel", "cancel", "shelve", "start", "complete"])
        with connect.system.lock:
            staff.act(connect.system, {"action": action, "visit": visit.id, "order": visit.order})
        self.staff_visits.add(visit.order)
        self.weather.seen[f"staff {action}"] += 1

    def _hook(self) -> None:
        """A callback about some order, perhaps a forged one, perhaps many times."""
        numbers = list(Order.objects.order_by("raised_at").values_list("number", flat=True))
        number = self.rng.choice(numbers or ["TP-NOBOD-Y2345"])
        body = {"PrimaryOrderNumber": number, "Event": self.rng.choice(["OrderCompleted", "VisitDeleted"])}
        for _ in range(self.rng.choice([1, 1, 3])):
            self.officer.client.post(
                f"/hooks/{HOOK_PATH}/",
                json.dumps(body),
                content_type="application/json",
                headers={"X-Hook-Secret": HOOK_SECRET},
            )
        self.weather.seen["callback"] += 1

    def _drain(self) -> None:
        for _ in range(400):
            if not self.house.asked:
                return
            self._run(*self.house.asked.pop(0))

    def _run(self, name: str, args: tuple[str, ...]) -> None:
        try:
            app.tasks[name](*args)
        except Crash:
            self._die()
        except Exception as error:
            self.errors.append(f"{name} ended with {type(error).__name__}: {error}"[:200])
            self._die()

    def _die(self) -> None:
        """What a dead process held is gone: its connection to the database first of all."""
        connection.close()


def play(house: House, seed: int, *, steps: int | None = None, hole: Hole = nullcontext) -> Run:
    """Runs that seed, or its first steps only, perhaps without some guard, and says what was violated."""
    house.reset()
    run = Run(seed)
    with seeded(seed) as rng, hole():
        world = World(house, rng, steps=steps)
        with blowing(world.weather):
            world.go()
            world.settle()
        run.violations = invariants.check(world)
        run.seen, run.steps, run.history = world.weather.seen, world.steps, world.history
    return run
