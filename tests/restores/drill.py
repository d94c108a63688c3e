"""One drill: people report, book, move and cancel; a backup; a quarter of an hour more; back; and rebuilt."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from booking import appointments, grid, orders
from booking.models import Appointment, Command, Order
from diagnosis.models import RepairCode
from portal.celery import app
from portal.models import Person, Repair
from portal.repairs import reports
from portal.running.rebuild import rebuild
from tests.journeys import rows
from tests.simulator.house import House

LEAVES = ("bath-leak", "fence-down", "roof-tile")
BEAT = ("booking.sweep", "booking.reread_open", "portal.send_due")
LOST_MINUTES = 15


@dataclass
class Drill:
    """What was done in the lost quarter of an hour, and what is wrong when all is rebuilt."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def play(house: House, seed: int, *, rebuilt: bool = True) -> Drill:
    """The same seed is the same drill; without `rebuilt` nobody looks into the systems afterwards."""
    house.reset()
    chance, drill = random.Random(seed), Drill()
    people = list(Person.objects.filter(is_officer=False).order_by("pk"))
    for _ in range(chance.randint(2, 8)):
        _act(house, chance, people, Counter())
    backup = rows.take()
    for _ in range(LOST_MINUTES):
        _act(house, chance, people, drill.seen)
        house.clock.pass_by(minutes=1)
    numbers = {number for remote in house.remotes.values() for number in remote.orders()}
    _go_back(house, backup)
    if rebuilt:
        drill.seen["adopted"] += len(rebuild(dry=False).adopted)
    _settle(house)
    drill.wrong += list(_judge(house))
    # Whoever reports now gets a number that nobody has had.
    for _ in range(3):
        _report(chance, people, drill.seen)
    _settle(house)
    fresh = set(Order.objects.filter(commands__key__startswith="raise:").values_list("number", flat=True))
    there = {number for remote in house.remotes.values() for number in remote.orders()}
    if there - numbers - fresh:
        drill.wrong.append("a number came from nowhere")
    drill.wrong += list(_judge(house))
    return drill


def _act(house: House, chance: random.Random, people: list[Person], seen: Counter[str]) -> None:
    deed = chance.choice([_report, _report, _book, _book, _move, _cancel])
    deed(chance, people, seen)
    # What is asked for last may still be under way when the backup is taken, or when all is lost.
    for _ in range(chance.choice([0, 1, 3, 30])):
        if house.asked:
            name, args = house.asked.pop(0)
            app.tasks[name](*args)


def _report(chance: random.Random, people: list[Person], seen: Counter[str]) -> None:
    person = chance.choice(people)
    draft = reports.start(person.tenancies.get(), by=person)
    reports.choose(draft, RepairCode.objects.get(slug=chance.choice(LEAVES)))
    reports.answer(draft, "known", "no")
    reports.describe(draft, description="It is broken", access="")
    if chance.random() < 0.8:
        reports.report(draft, by=person)
        seen["reported"] += 1


def _book(chance: random.Random, people: list[Person], seen: Counter[str]) -> None:
    free = [one for one in Order.objects.open().order_by("number") if not one.appointments.exists()]
    if free:
        order = chance.choice(free)
        if token := _token(chance, order):
            _try(seen, "booked", lambda: appointments.book(order, token=token, by="person:1"))


def _move(chance: random.Random, people: list[Person], seen: Counter[str]) -> None:
    visits = list(Appointment.objects.live().order_by("order__number"))
    if visits:
        visit = chance.choice(visits)
        if token := _token(chance, visit.order, visit=visit.visit):
            _try(seen, "moved", lambda: appointments.move(visit, token=token, by="person:1"))


def _cancel(chance: random.Random, people: list[Person], seen: Counter[str]) -> None:
    found = list(Order.objects.open().order_by("number"))
    if found and chance.random() < 0.5:
        order = chance.choice(found)
        key = f"cancel:{order.pk}:{chance.random()}"
        _try(seen, "cancelled", lambda: orders.cancel(order, reason="It is fixed", key=key, by="person:1"))


def _try(seen: Counter[str], what: str, verb: object) -> None:
    try:
        verb()  # type: ignore[operator]
    except (orders.Busy, orders.NotPossible, grid.BadSlot):
        return
    seen[what] += 1


def _token(chance: random.Random, order: Order, *, visit: str = "") -> str:
    times = appointments.offer(order, visit=visit)
    if times.as_of is None or not times.slots:
        return ""
    return grid.sign(order, chance.choice(times.slots), offered_at=times.as_of, visit=visit)


def _go_back(house: House, backup: rows.Rows) -> None:
    """Database, cache and broker are what they were when the backup was taken, or empty."""
    names = ", ".join(f'"{table}"' for table in rows.TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")
    backup.restore()
    house.empty_cache()
    house.asked.clear()


def _settle(house: House) -> None:
    """Everything that is due is done, for half an hour and more."""
    for seconds in (0, 5, 30, 120, 120, 60, 60, 300, 900, 60):
        house.clock.pass_by(seconds=seconds)
        house.asked.extend((name, ()) for name in BEAT)
        while house.asked:
            name, args = house.asked.pop(0)
            app.tasks[name](*args)


def _judge(house: House) -> Iterator[str]:
    """Every order that has a visit is known, as it stands; none has two; nothing is left hanging."""
    for remote in house.remotes.values():
        theirs, visits = remote.orders(), remote.visits()
        known = {order.number: order for order in Order.objects.filter(scheduler=remote.name)}
        for number, off in theirs.items():
            live = visits.get(number, [])
            if len(live) > 1:
                yield f"{remote.name} has two visits of one order"
            if number not in known and live:
                yield f"{remote.name} has an order with a visit that nobody knows"
            elif number in known and not off:
                rows_of = known[number].appointments.live()
                ours = sorted(row.date.isoformat() for row in rows_of if row.date)
                if ours != sorted(day.isoformat() for day, _ in live):
                    yield f"{remote.name} has visits on {live}, and we believe {ours}"
        for number, order in known.items():
            if order.is_open and number not in theirs:
                yield f"an order is open here, and {remote.name} does not have it"
    if hanging := Command.objects.live().count():
        yield f"{hanging} writes are under way for ever"
    shared = Repair.objects.filter(order__isnull=False).values_list("order", flat=True)
    if len(shared) != len(set(shared)):
        yield "two repairs have one order"
