"""Tenants by the hundred, signed in, each as far in the journey as a page asks for."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from booking import appointments, grid, orders, remote
from booking.models import Command, Order
from booking.models.order import OrderState
from booking.models.outbox import Kind, State
from diagnosis.models import RepairCode
from portal.models import ContactDetails, Home, Person, Repair, Tenancy
from portal.models.repair import Place, RepairState
from portal.repairs import reports

PATIENCE = 30


@dataclass(frozen=True)
class Tenant:
    """Somebody with a home of their own, and the cookie of their session."""

    person: Person
    tenancy: Tenancy
    cookie: str

    def draft(self, *, described: bool) -> Repair:
        """A report that is not finished."""
        repair = reports.start(self.tenancy, by=self.person)
        reports.choose(repair, find_leaf())
        for question in ("danger", "try_first"):
            reports.answer(repair, question, "no")
        if described:
            reports.describe(repair, description="It drips day and night.", access="")
        return repair

    def ordered(self) -> Repair:
        """A report that the worker has taken to Connect, and whose times it has fetched."""
        repair = reports.report(self.draft(described=True), by=self.person)
        wait_until(lambda: appointments.known_times(Order.objects.get(pk=repair.order_id)).as_of is not None)
        repair.order.refresh_from_db()
        return repair

    def booked(self) -> Repair:
        """A report with an appointment."""
        repair = self.ordered()
        appointments.book(repair.order, token=first_slot(repair), by=f"person:{self.person.pk}")
        wait_until(lambda: repair.order.appointments.live().exists())
        return repair


def settle(count: int) -> list[Tenant]:
    """So many tenants, each in a house of their own, with contact details that they have confirmed."""
    numbers = range(Person.objects.count(), Person.objects.count() + count)
    people = Person.objects.bulk_create(
        Person(email=f"tenant{n}@riverside.example", name=f"Tenant {n}", password="!") for n in numbers
    )
    homes = Home.objects.bulk_create(
        Home(reference=f"BENCH-{n}", line1=f"{n} Long Lane", city="Riverside", postcode="ZZ99 1ZZ")
        for n in numbers
    )
    tenancies = Tenancy.objects.bulk_create(Tenancy(home=home, started=dt.date(2020, 1, 6)) for home in homes)
    pairs = list(zip(people, tenancies, strict=True))
    lives_in = Tenancy.people.through
    lives_in.objects.bulk_create(lives_in(tenancy=tenancy, person=person) for person, tenancy in pairs)
    ContactDetails.objects.bulk_create(
        # Later than any report of this run, so that nobody is asked again.
        ContactDetails(person=person, name=person.name, confirmed_at=timezone.now() + dt.timedelta(hours=1))
        for person in people
    )
    return [Tenant(person, tenancy, sign_in(person)) for person, tenancy in pairs]


def sign_in(person: Person) -> str:
    """A session of that person, as signing in makes it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def order_for(tenants: list[Tenant]) -> list[Repair]:
    """Each has an order that Connect knows and whose times nobody has asked for."""
    leaf = find_leaf()
    placed = Order.objects.bulk_create(_order(tenant, leaf) for tenant in tenants)
    now = timezone.now()
    Command.objects.bulk_create(
        Command(order=order, kind=Kind.RAISE, key=f"raise:{order.pk}", state=State.CONFIRMED, settled_at=now)
        for order in placed
    )
    connect = remote.scheduler("connect")
    for order in placed:
        connect.raise_order(order.request())
    return Repair.objects.bulk_create(
        Repair(
            tenancy=tenant.tenancy,
            reported_by=tenant.person,
            state=RepairState.ORDERED,
            reported_at=now,
            place=Place.HOME,
            code=leaf,
            title="A tap that drips",
            order=order,
        )
        for tenant, order in zip(tenants, placed, strict=True)
    )


def find_leaf() -> RepairCode:
    """A fault that our own people mend, from the starter tree."""
    rows = RepairCode.objects.filter(active=True, supplier=None, out_of_hours=False).exclude(code="")
    return rows.select_related("sub_area__category", "priority").order_by("pk")[0]


def first_slot(repair: Repair) -> str:
    """The token of the earliest time that the repair's order is offered."""
    times = appointments.known_times(repair.order)
    return grid.sign(repair.order, times.slots[0], offered_at=times.as_of)


def wait_until(true: Callable[[], bool]) -> None:
    """The worker has done it; TimeoutError where it does not."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("the worker has not done it")
        time.sleep(0.05)


def _order(tenant: Tenant, leaf: RepairCode) -> Order:
    return Order(
        number=orders.new_number(),
        scheduler="connect",
        customer=tenant.tenancy.home.reference,
        description="A tap that drips",
        priority=leaf.priority.external_id,
        target_date=timezone.localdate() + dt.timedelta(days=20),
        codes=[leaf.code],
        contact=tenant.person.contact_details.snapshot(),
        state=OrderState.OPEN,
    )
