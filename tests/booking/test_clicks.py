"""Fifty clicks, two tabs, two tenants: one order, one appointment, one holder of a slot."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from booking import appointments, orders
from booking.models import Command, Order
from booking.models.outbox import Kind, State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def together(count, verb):
    """The verb in so many threads at one moment; what each got, or the error that it met."""
    barrier = threading.Barrier(count)

    def one(number):
        barrier.wait(timeout=30)
        try:
            return verb(number)
        except (orders.Busy, orders.NotPossible) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_fifty_identical_submits_are_one_order(connect):
    raised = together(50, lambda _: flow.raise_order(key="raise:same"))
    assert len({order.pk for order in raised}) == 1
    assert (Order.objects.count(), Command.objects.count()) == (1, 1)
    flow.drain()
    assert len(connect.calls("POST SalesOrder")) == 1


def someone_waits():
    """Until another connection waits for a lock of ours, two seconds at most."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            threading.Event().wait(0.01)


def test_a_click_that_comes_before_the_first_is_committed_is_the_same_order(script):
    begun = threading.Event()

    def first():
        with flow.transaction.atomic():
            order = flow.raise_order(key="raise:same")
            begun.set()
            someone_waits()
        return order

    def second():
        begun.wait(10)
        return flow.raise_order(key="raise:same")

    raised = together(2, lambda number: (first, second)[number]())
    assert raised[0] == raised[1]
    assert Order.objects.count() == 1


def test_fifty_clicks_on_one_slot_are_one_appointment(connect):
    order = flow.open_order()
    _, token = flow.first_slot(order, nth=30)
    booked = together(50, lambda _: appointments.book(order, token=token, by="person:1"))
    assert len({command.pk for command in booked}) == 1
    flow.drain()
    assert len(connect.visits()) == 1


def test_two_tabs_with_two_slots_are_one_appointment(connect):
    order = flow.open_order()
    tokens = [flow.first_slot(order, nth=nth)[1] for nth in (30, 40)]
    met = together(2, lambda number: appointments.book(order, token=tokens[number], by="person:1"))
    assert sorted(type(one).__name__ for one in met) == ["Busy", "Command"]
    flow.drain()
    assert len(connect.visits()) == 1


def test_twenty_workers_send_one_command_once(script):
    order = flow.raise_order()
    pk = str(flow.only(order).pk)
    together(20, lambda _: flow.outbox.deliver(pk))
    assert script.count("raise_order") == 1


def test_a_booking_that_settles_meanwhile_is_seen_by_the_next_tab(script):
    """The check for an appointment happens under the order's lock, not before it."""
    order, slot = flow.scripted_order(script)
    locked = threading.Event()

    def other_tab(_):
        locked.wait(10)
        token = flow.grid.sign(
            order, flow.Slot(date=flow.day(12), window=flow.MORNING), offered_at=flow.now()
        )
        return appointments.book(order, token=token, by="person:2")

    def first_tab(_):
        with flow.transaction.atomic():
            Order.objects.select_for_update().get(pk=order.pk)
            locked.set()
            order.appointments.create(visit="V", date=slot.date, state="booked")
            someone_waits()

    met = together(2, lambda number: (first_tab, other_tab)[number](number))
    assert isinstance(met[1], orders.NotPossible)
    assert not Command.objects.filter(kind=Kind.BOOK).exists()


def test_two_tenants_and_one_last_slot_are_one_appointment_and_one_fresh_grid(connect):
    first, second = flow.open_order(key="raise:1"), flow.open_order(key="raise:2", customer="P-1002")
    slot, token = flow.first_slot(first, nth=30)
    other = [
        one
        for one in appointments.offer(second).slots
        if (one.date, one.window.id) == (slot.date, slot.window.id)
    ]
    as_of = appointments.known_times(second).as_of
    rival = flow.grid.sign(second, other[0], offered_at=as_of)
    connect.fill(slot.date, window=slot.window.name, leave=1)
    appointments.book(first, token=token, by="person:1")
    appointments.book(second, token=rival, by="person:2")
    flow.drain()
    states = sorted(command.state for command in Command.objects.filter(kind=Kind.BOOK))
    assert states == [State.CONFIRMED, State.REFUSED]
    assert len(connect.visits()) == 1
