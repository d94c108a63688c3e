"""Two clicks that meet at the worst moment; the same by the dozen is in tests.races."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from booking import appointments, orders
from booking.models import Command, Order
from booking.models.outbox import Kind
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
