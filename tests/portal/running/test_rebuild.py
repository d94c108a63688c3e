"""A backup that misses a quarter of an hour: what the systems have is found again, once."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from booking import appointments, orders, outbox, recovery, remote, sandbox
from booking.models import Appointment, Command, Order
from diagnosis import transfer, tree_file
from diagnosis.models import RepairCode
from portal.accounts import details
from portal.models import Message, Person, Repair
from portal.repairs import reports
from tests.booking import flow
from tests.booking.pretend import Pretend
from tests.journeys import rows
from tests.portal import review_cast as cast
from tests.portal.test_first_days import TREE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def running() -> Iterator[Pretend]:
    started = sandbox.start()
    yield Pretend(started.url, started.api_url)
    started.stop()


@pytest.fixture
def connect(running: Pretend, settings: Any) -> Iterator[Pretend]:
    running.reset()
    cache.clear()
    options = settings.SCHEDULERS["connect"]["options"] | {"url": running.api_url, "read_seconds": 2}
    settings.SCHEDULERS = {"connect": settings.SCHEDULERS["connect"] | {"options": options}}
    yield running
    running.heal()
    remote._build.cache_clear()


@pytest.fixture
def tenant(connect: Pretend) -> Person:
    """A tenant of 1 Mill Lane, and the tree."""
    transfer.load(tree_file.read(TREE))
    person = cast.add_tenant()
    cast.add_repair(cast.add_home("P-1001", "1 Mill Lane"), person, state="cancelled", title="Long ago")
    details.confirm(person, details=details.known(person), now=timezone.now())
    return person


def begin(person: Person) -> Repair:
    """A report that is described, and not sent."""
    repair = reports.start(person.tenancies.get(), by=person)
    reports.choose(repair, RepairCode.objects.get(slug="tap-drips"))
    reports.describe(repair, description="It drips day and night", access="")
    return repair


def book(repair: Repair) -> Order:
    """Reported, and an appointment made."""
    order = reports.report(repair, by=repair.reported_by).order
    assert order is not None
    flow.drain()
    order.refresh_from_db()
    _, token = flow.first_slot(order, nth=30)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    return order


def go_back(backup: rows.Rows) -> None:
    """The database is what it was when the backup was taken."""
    names = ", ".join(f'"{table}"' for table in rows.TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")
    backup.restore()
    cache.clear()


def rebuild(*options: str) -> str:
    call_command("rebuild_from_remote", *options, stdout=(said := StringIO()))
    return said.getvalue()


def facts() -> tuple[Any, ...]:
    """What must be there once."""
    return (
        sorted(Order.objects.values_list("number", "state")),
        sorted(Appointment.objects.values_list("order__number", "visit", "date", "state")),
        Repair.objects.count(),
        Command.objects.count(),
    )


def test_an_appointment_of_the_lost_time_is_seen_again_by_the_household(
    tenant: Person, client: Client
) -> None:
    backup = rows.take()
    lost = book(begin(tenant))
    visit = lost.appointments.get()
    go_back(backup)
    assert not Order.objects.exists()
    assert f"{lost.number} in connect, home P-1001: visit on {visit.date}" in rebuild("--apply")
    found = Order.objects.get()
    assert (found.number, found.pk, found.state, found.codes) == (lost.number, lost.pk, "open", ["BATH001"])
    again = found.appointments.get()
    assert (again.visit, again.date, again.live) == (visit.visit, visit.date, True)
    client.force_login(Person.objects.get(pk=tenant.pk))
    repair = Repair.objects.get(order=found)
    assert (repair.title, repair.description) == ("Bath › Taps › Tap drips", "It drips day and night")
    page = client.get(f"/repairs/{repair.pk}/").content.decode()
    assert "Your appointment is booked" in page
    assert lost.number in page


def test_looking_writes_nothing(tenant: Person) -> None:
    backup = rows.take()
    lost = book(begin(tenant))
    go_back(backup)
    before = facts()
    said = rebuild()
    assert lost.number in said
    assert "Nothing was written" in said
    assert facts() == before


def test_a_second_time_changes_nothing_and_books_nothing(tenant: Person, connect: Pretend) -> None:
    backup = rows.take()
    book(begin(tenant))
    go_back(backup)
    rebuild("--apply")
    once, letters = facts(), Message.objects.count()
    assert "0 written down" in rebuild("--apply")
    flow.drain()
    flow.reread(Order.objects.get())
    assert (facts(), Message.objects.count()) == (once, letters)
    assert (len(connect.orders()), len(connect.visits())) == (1, 1)


def test_a_report_that_was_begun_before_the_backup_becomes_the_order(tenant: Person) -> None:
    begun = begin(tenant)
    backup = rows.take()
    lost = book(begun)
    go_back(backup)
    rebuild("--apply")
    begun.refresh_from_db()
    assert (begun.state, begun.order.number) == ("ordered", lost.number)
    assert reports.report(begun, by=begun.reported_by).order == begun.order


@pytest.mark.parametrize("state", ["planned", "sending"])
def test_a_write_that_the_backup_has_under_way_is_looked_for_before_it_is_sent(
    tenant: Person, connect: Pretend, state: str
) -> None:
    order = reports.report(begin(tenant), by=tenant).order
    flow.drain()
    order.refresh_from_db()
    _, token = flow.first_slot(order, nth=30)
    command = appointments.book(order, token=token, by="person:1")
    if state == "sending":
        outbox._claim(str(command.pk), command.pk)
    backup = rows.take()
    Command.objects.filter(pk=command.pk).update(state="planned", lease=None, lease_until=None)
    flow.drain()
    go_back(backup)
    assert "1 writes will be read back" in rebuild("--apply")
    flow.drain()
    command.refresh_from_db()
    assert (command.state, len(connect.calls("POST Booking")), len(connect.visits())) == ("confirmed", 1, 1)


def test_the_household_of_that_day_gets_it_back_and_not_who_lives_there_now(tenant: Person) -> None:
    backup = rows.take()
    book(begin(tenant))
    go_back(backup)
    former = tenant.tenancies.get()
    former.ended = timezone.localdate()
    former.save()
    rebuild("--apply")
    # The tenancy had ended when the order was raised: nobody of today may see it.
    assert not Repair.objects.filter(order__isnull=False).exists()
    assert Order.objects.get().contact == {"name": ""}


def test_an_order_that_was_cancelled_in_the_remote_is_cancelled_here(
    tenant: Person, connect: Pretend
) -> None:
    backup = rows.take()
    lost = book(begin(tenant))
    orders.cancel(lost, reason="It is fixed", key="cancel", by="person:1")
    flow.drain()
    go_back(backup)
    rebuild("--apply")
    assert Order.objects.get().state == "cancelled"
    assert not Appointment.objects.live().exists()


def test_a_number_of_somebody_else_s_is_left_alone(tenant: Person, connect: Pretend) -> None:
    assert not recovery.is_ours("RV-OLD-1003")
    assert not recovery.is_ours("TP-AB3DE-FGH23-4")
    assert recovery.is_ours(orders.new_number())


def test_a_system_that_cannot_be_asked_is_named_and_the_rest_is_done(
    tenant: Person, connect: Pretend
) -> None:
    backup = rows.take()
    book(begin(tenant))
    go_back(backup)
    cast.add_home("P-1002", "2 Mill Lane")
    connect.fault("GET BookingSummary", "status", status=400)
    with pytest.raises(CommandError, match="P-1001 in connect"):
        rebuild("--apply")
    assert "1 written down" in rebuild("--apply")


# --- numbers ---
def test_a_number_that_was_found_is_refused_as_a_new_one(tenant: Person, monkeypatch: Any) -> None:
    backup = rows.take()
    lost = book(begin(tenant))
    go_back(backup)
    rebuild("--apply")
    monkeypatch.setattr(orders, "new_number", lambda: lost.number)
    with pytest.raises(IntegrityError):
        flow.raise_order(key="raise:another", customer="P-1002")


def test_a_number_that_is_lost_and_drawn_again_never_becomes_somebody_else_s_order(
    tenant: Person, connect: Pretend, monkeypatch: Any
) -> None:
    backup = rows.take()
    lost = book(begin(tenant))
    go_back(backup)
    monkeypatch.setattr(orders, "new_number", lambda: lost.number)
    another = flow.raise_order(key="raise:another", customer="P-1002")
    flow.drain()
    another.refresh_from_db()
    assert another.state == "refused"
    assert [order["number"] for order in connect.orders()] == [lost.number]


def test_numbers_are_drawn_from_forty_nine_bits() -> None:
    assert len(orders.ALPHABET) ** 10 > 2**49
    assert len({orders.new_number() for _ in range(2_000)}) == 2_000
