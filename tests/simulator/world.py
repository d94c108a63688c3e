"""Everybody of one run and what they do, drawn from a seed."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from booking import orders
from booking.models import Appointment, Command, Order
from booking.models.outbox import Kind
from portal.celery import app
from portal.models import Person, Repair
from tests.simulator import invariants
from tests.simulator.ambush import Crash
from tests.simulator.chance import Chance
from tests.simulator.clock import BEGINNINGS
from tests.simulator.house import HOOK_PATH, HOOK_SECRET, House
from tests.simulator.people import Officer, Partner, Tenant, browser
from tests.simulator.schedule import Schedule
from tests.simulator.unknowns import Unknowns
from tests.simulator.weather import Weather
from tests.simulator.witness import Witness

BEAT = ("booking.sweep", "booking.reread_open", "booking.settle_hooks", "portal.send_due")
SOON = ("booking.deliver", "booking.fetch_offer")
"""What a worker mostly does while people wait for it."""
READERS = {"booking.reread", "booking.read_round"}
"""Tasks that read orders, one at a time."""
BEGUN = 0.6
"""How often something stands already when the weather breaks."""
PROMPT = 0.7
"""How often a worker is at hand when a tenant has done something."""
HELD_UP = (190, 35, 35, 5)
"""Seconds between what others do while somebody is held up."""
LUCK = 0.8
"""How often they find good weather."""
HINT_SECONDS = 21
"""After which a read that was hinted at is due, whatever was read before."""
LATEST = 45
"""Seconds after which a remote has given up on a call of ours, or done it."""
SHORTEST, LONGEST = 5, 120
"""Seconds from one look at what is due to the next, in good weather."""
LIMIT = dt.timedelta(minutes=45)
"""After so much good weather nothing may be under way any more."""
AFTERWARDS = (16 * 60, 60)
"""Seconds: stragglers and changes are looked for, and read."""
ONCE_MORE = 60
"""Seconds to the second read of a visit that the first one did not show."""


class World:
    """Everybody of one run, and whose turn it is."""

    def __init__(self, house: House, chance: Chance, schedule: Schedule) -> None:
        self.house, self.rng, self.schedule = house, chance, schedule
        house.clock.reset(chance.choice(BEGINNINGS) if chance.random() < 0.5 else BEGINNINGS[0])
        self._offset = timezone.localtime(house.clock.now).utcoffset()
        self.doing: list[Callable[[], object]] = []
        self.errors: list[str] = []
        """Tasks that ended with an error of ours."""
        self.history: list[str] = []
        remotes = list(house.remotes.values())
        self.weather = Weather(
            chance,
            rough=chance.uniform(0.15, 0.4),
            remotes=remotes,
            meanwhile=self.meanwhile,
            elsewhere=lambda: house.elsewhere.run(self.meanwhile),
            hold_up=self._hold_up,
        )
        self.witness = Witness(house.remotes, house.clock)
        for remote in remotes:
            remote.fate = self.weather.befall
        people = list(Person.objects.filter(is_officer=False).order_by("pk"))[
            : chance.choice([1, 1, 1, 2, 2, 3, 4, 6])
        ]
        self.tenants = [
            Tenant(
                person,
                browser(house.sessions[person.pk]),
                chance,
                seen=self.weather.seen,
                doing=self.doing,
                shows=self._shows,
                rings=self._by_telephone,
            )
            for person in people
        ]
        officer = Person.objects.get(is_officer=True)
        self.officer = Officer(browser(house.sessions[officer.pk]), chance, happened=self._happened)
        homes = [f"P-100{number}" for number in range(len(people))]
        self.partner = Partner(chance, house.key, homes, doing=self.doing)
        self.steps = min(60, 6 + int(chance.expovariate(1 / 9)))
        self.stragglers = chance.random() < 0.05
        """What is late may come after the quarantine: then two visits may stand, and staff are told."""
        self.late_since: dt.datetime | None = None
        self.staff_visits: set[str] = set()
        """Orders whose visits the remote's own staff have touched."""
        self.unknowns = Unknowns()

    def go(self) -> None:
        """The whole schedule."""
        if self.rng.random() < BEGUN:
            self._begin()
        for number in range(self.steps):
            if self.schedule.plays(number):
                self.rng.turn(number)
                if self.schedule.storms(number):
                    self.weather.rise()
                self.step()
        self.house.clock.be_wrong(hours=0)
        self.rng.turn(self.steps)

    def _begin(self) -> None:
        """The first of the tenants has a report with its times already, or a visit."""
        first = self.tenants[0]
        with self.weather.lull():
            for deed in (first.report, first.open_grid, first.open_grid, first.book)[
                : self.rng.randint(2, 4)
            ]:
                self.do(deed)
                while self.house.asked:
                    self._run(*self.house.asked.pop(0))
            if self.rng.random() < 0.5:
                self._pass_by(20 * 60)
                self._beat_once()

    def step(self) -> None:
        """Somebody does something; a crash ends that, and the world goes on."""
        deeds: dict[Callable[[], None], float] = {
            self._tenant: 12,
            self._work: 12,
            self._beat: 1.5,
            self._wait: 3,
            self._staff: 1,
            self._hook: 1,
            self._officer: 0.7,
            self._partner: 1,
            self._arrive: 0.7,
            self._trouble: 0.5,
        }
        deed = self.rng.choices(list(deeds), weights=list(deeds.values()))[0]
        self.history.append(deed.__name__.strip("_"))
        self.do(deed)

    def meanwhile(self) -> None:
        """Somebody else's step, once more what is being done just now, or a read of what it is about."""
        luck = self.rng.random()
        if self.doing and luck < 0.35:
            self.history.append("the same once more")
            self.do(self.doing[-1])
        elif luck < 0.7 and (order := self._worked_on()):
            self.history.append("a read meanwhile")
            self.do(partial(self._call_back, order.number, times=1))
            self._pass_by(HINT_SECONDS)
            self._run("booking.reread", (str(order.pk),))
        else:
            self.step()

    def _hold_up(self) -> None:
        """Longer than any lease: whoever is due is delivered by others, as often as they look."""
        with self.weather.lull() if self.rng.random() < LUCK else nullcontext():
            for seconds in HELD_UP:
                self._pass_by(seconds)
                self._run("booking.sweep", ())
                due = Command.objects.due().order_by("created_at", "pk")
                for pk in list(due.values_list("pk", flat=True)):
                    self._run("booking.deliver", (str(pk),))

    def do(self, deed: Callable[[], object]) -> None:
        """That, in a process that may end in the middle of it."""
        try:
            with self.witness.deed():
                deed()
        except Crash as crash:
            self.history.append(f"crash {crash}")
            connection.close()
        except (OperationalError, InterfaceError):
            # People look into the database themselves, here and there, to see what they could do.
            if not self._excused:
                raise
            connection.close()
        finally:
            if self.weather.ambush.sprung and not connection.in_atomic_block:
                connection.close()

    def settle(self) -> None:
        """Good weather: everything that can be done is done, until all has been read again."""
        self.weather.clear_up()
        end = self.house.clock.now + LIMIT
        self.unknowns.look(self.house.clock.now)
        self._beat_once()
        self.unknowns.look(self.house.clock.now)
        while self.house.clock.now < end and self._due() is not None:
            self._pass_until_due()
            self._beat_once()
            self.unknowns.look(self.house.clock.now)
        for pause in AFTERWARDS:
            self._pass_by(pause)
            self._beat_once()
        if Appointment.objects.filter(missed_at__isnull=False).exists():
            self._pass_by(ONCE_MORE)
            self._beat_once()
        self.unknowns.look(self.house.clock.now)
        self._look_back()

    def _look_back(self) -> None:
        """Counts what only the whole run shows."""
        if timezone.localtime(self.house.clock.now).utcoffset() != self._offset:
            self.weather.seen["F39 the clocks change"] += 1
        if alone := orders.without_time(waited=dt.timedelta()).count():
            self.weather.seen["F38 an order for which no booking came about"] += alone

    @property
    def _excused(self) -> bool:
        """The database may fail just now: it was hit, or somebody's transaction holds what we want."""
        return self.weather.ambush.sprung or self.house.elsewhere.active

    def _due(self) -> dt.datetime | None:
        """When something under way is to be looked at next; None where nothing is."""
        live = Command.objects.live().values_list("due_at", "lease_until")
        return min((lease or due for due, lease in live), default=None)

    def _pass_until_due(self) -> None:
        due = self._due()
        assert due is not None
        seconds = (due - self.house.clock.now).total_seconds() + 1
        self._pass_by(min(max(seconds, SHORTEST), LONGEST))

    def _beat_once(self) -> None:
        self.house.asked.extend((task, ()) for task in BEAT)
        for _ in range(400):
            if not self.house.asked:
                return
            self._run(*self.house.asked.pop(0))

    def _tenant(self) -> None:
        self.rng.choice(self.tenants).act()
        if self.rng.random() < PROMPT:
            self._work()

    def _partner(self) -> None:
        self.partner.act()

    def _officer(self) -> None:
        self.officer.act()

    def _work(self) -> None:
        """A worker takes something off the broker, in any order; now and then twice, or never."""
        for _ in range(self.rng.randint(1, 4)):
            if not self.house.asked:
                return
            writes = [place for place, (name, _) in enumerate(self.house.asked) if name in SOON]
            place = self.rng.choice(writes or range(len(self.house.asked)))
            if self.rng.random() < 0.4:
                place = self.rng.randrange(len(self.house.asked))
            task = self.house.asked[place]
            luck = self.rng.random()
            if luck > 0.05:  # else delivered twice
                self.house.asked.pop(place)
            if luck > 0.95:
                self.weather.seen["F27 a wake-up is lost"] += 1
                continue
            self._run(*task)

    def _beat(self) -> None:
        self.house.asked.extend((task, ()) for task in BEAT)

    def _wait(self) -> None:
        span = self.rng.choice([1, 5, 20, 60, 60, 200, 900, 4 * 3600])
        self._pass_by(self.rng.uniform(0.2, 1) * span)

    def _trouble(self) -> None:
        """The broker or the cache is emptied, or our machine's clock steps."""
        match self.rng.choice(["broker", "cache", "clock"]):
            case "broker":
                self.weather.seen["F27 the broker is emptied"] += 1
                self.house.asked.clear()
            case "cache":
                self.weather.seen["the cache is emptied"] += 1
                self.house.empty_cache()
                self.witness.signing_in = None
            case "clock":
                self.weather.seen["F40 our clock steps"] += 1
                self.house.clock.be_wrong(hours=self.rng.choice([-1, 0, 1]))

    def _arrive(self) -> None:
        self.late_since = None
        for remote in self.house.remotes.values():
            self.weather.seen["F5 late arrival"] += remote.system.faults.arrive()
        self.witness.look()

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

    def _staff(self) -> None:
        """A remote's own staff do something to one of our orders."""
        names = list(self.house.remotes)
        remote = self.house.remotes[self.rng.choice([*names, "connect"])]
        if number := remote.interfere(self.rng):
            self.staff_visits.add(number)
            self.weather.seen["F31, F34 staff of the remote, and no callback"] += 1
            self.witness.look()

    def _by_telephone(self, number: str) -> None:
        """Somebody of the remote looks into the order of a tenant who rang, and arranges a time."""
        self._call_back(number, times=1)
        self._run("booking.reread", (str(Order.objects.get(number=number).pk),))
        if self.house.remotes["connect"].arrange(self.rng, number):
            self.staff_visits.add(number)
            self.weather.seen["F31, F34 arranged elsewhere, and no callback"] += 1
            self.witness.look()

    def _hook(self) -> None:
        """A callback about some order, perhaps a forged one, perhaps a hundred times."""
        numbers = list(Order.objects.order_by("raised_at", "number").values_list("number", flat=True))
        number = self.rng.choice([*numbers, "TP-NOBOD-Y2345"])
        self._call_back(number, times=self.rng.choice([1, 1, 1, 3, 3, 25]))
        self.weather.seen["F29, F30 callback" if number in numbers else "F33 callback of a stranger"] += 1

    def _call_back(self, number: str, *, times: int) -> None:
        body = {"PrimaryOrderNumber": number, "Event": self.rng.choice(["OrderCompleted", "VisitDeleted"])}
        for _ in range(times):
            self.officer.client.post(
                f"/hooks/{HOOK_PATH}/",
                json.dumps(body),
                content_type="application/json",
                headers={"X-Hook-Secret": HOOK_SECRET},
            )

    def _worked_on(self) -> Order | None:
        """The order that a worker is at just now."""
        tasks = [deed.args for deed in self.doing if isinstance(deed, partial)]
        name, args = tasks[-1] if tasks else ("", ())
        if name == "booking.deliver":
            return Order.objects.filter(commands=args[0]).first()
        return Order.objects.filter(pk=self.witness.reading).first() if name in READERS else None

    def _run(self, name: str, args: tuple[str, ...]) -> None:
        work = partial(self._work_on, name, args)
        self.doing.append(work)
        try:
            self.do(work)
        finally:
            self.doing.pop()

    def _work_on(self, name: str, args: tuple[str, ...]) -> None:
        try:
            app.tasks[name](*args)
        except (OperationalError, InterfaceError):
            if not self._excused:
                raise
        except Exception as error:
            self.errors.append(f"{name} ended with {type(error).__name__}: {error}"[:200])

    def _shows(self, repair: Repair) -> None:
        self.errors.extend(invariants.shown(self, repair))

    def _happened(self, command: Command) -> bool:
        """As the remote's own screen would tell an officer."""
        remote, number = self.house.remotes[command.order.scheduler], command.order.number
        cancelled = remote.orders().get(number)
        match command.kind:
            case Kind.RAISE:
                return cancelled is not None
            case Kind.CANCEL:
                return cancelled is not False
            case Kind.BOOK | Kind.MOVE:
                return any(
                    str(date) == command.payload["date"] for date, _ in remote.visits().get(number, [])
                )
        return True
