"""What every scheduling system must do for the heart: over real HTTP, with the same faults for all."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from booking import appointments, orders, remote
from booking.events import Event
from booking.models import Order
from booking.models.order import OrderState
from booking.models.outbox import State
from booking.schedulers.base import Refused, Unavailable
from tests.booking import flow
from tests.booking.systems.rows import ROWS, Row, Running

pytestmark = pytest.mark.django_db(transaction=True)
ARRIVED = ["timeout_after", "reset_after", "error_after", "empty", "truncated", "wrong_order"]
"""The remote has done it, and we do not hear so."""
LOST = ["timeout_before", "reset_before", "error_before", "html", "login_page"]
"""The remote has not done it, and we do not hear so."""


@pytest.fixture(scope="module", params=ROWS, ids=lambda row: row.kind)
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    row: Row = request.param
    sandbox = row.start()
    yield Running(row, sandbox)
    sandbox.stop()


@pytest.fixture
def system(running: Running, settings: Any) -> Iterator[Running]:
    """The system under the name "theirs", patient for half a second only."""
    running.reset()
    cache.clear()
    patience = {"url": running.sandbox.api_url, "read_seconds": 2, "write_seconds": 0.6}
    line = {
        "factory": f"booking.schedulers.{running.row.kind}.build",
        "kind": running.row.kind,
        "options": running.row.options | patience,
    }
    settings.SCHEDULERS = {**settings.SCHEDULERS, "theirs": line, "nobody": _closed(line)}
    yield running
    running.heal()


def _closed(line: dict[str, Any]) -> dict[str, Any]:
    return line | {"options": line["options"] | {"url": "http://127.0.0.1:9/nobody"}}


def raised(**more: Any) -> Order:
    return flow.open_order(scheduler="theirs", **more)


def choose(order: Order, *, visit: str = "", nth: int = 40) -> tuple[str, str]:
    """A date and the token that books it."""
    slot, token = flow.first_slot(order, visit=visit, nth=nth)
    return slot.date.isoformat(), token


def booked(order: Order) -> str:
    date, token = choose(order)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    return date


def live(order: Order) -> list[str]:
    return [row.date.isoformat() for row in order.appointments.live()]


def test_it_can_be_reached(system):
    remote.scheduler("theirs").check()


def test_who_cannot_be_reached_is_said_in_words(system):
    with pytest.raises(Unavailable) as caught:
        remote.scheduler("nobody").check()
    assert len(caught.value.reason) > 10


def test_an_order_is_raised_once_under_our_number(system):
    order = raised()
    assert system.orders().count(order.number) == 1
    found = remote.scheduler("theirs").read_order(order.number)
    assert (found.number, found.cancelled) == (order.number, False)


def test_an_order_that_nobody_raised_is_not_there(system):
    assert remote.scheduler("theirs").read_order("TP-NEVER-WAS") is None


def test_slots_are_offered_once_each_in_their_order_and_never_in_the_past(system):
    slots = appointments.offer(raised()).slots
    keys = [(slot.date, slot.window.start, slot.window.id) for slot in slots]
    assert len(keys) > 10
    assert len(set(keys)) == len(keys)
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys)
    assert slots[0].date > flow.day(0)


def test_a_slot_becomes_one_visit_and_our_appointment(system):
    order = raised()
    date = booked(order)
    assert live(order) == [date] == system.visits(order.number)


def test_a_visit_moves_and_stays_one(system):
    order = raised()
    booked(order)
    appointment = order.appointments.live().get()
    date, token = choose(order, visit=appointment.visit, nth=60)
    appointments.move(appointment, token=token, by="person:1")
    flow.drain()
    assert live(order) == [date] == system.visits(order.number)


def test_reading_again_changes_nothing_that_is_true(system, told):
    order = raised()
    date = booked(order)
    before = len(told)
    assert flow.reread(order)
    assert (live(order), len(told)) == ([date], before)


def test_an_order_is_cancelled_with_its_visit(system):
    order = raised()
    booked(order)
    orders.cancel(order, reason="It is fixed", key="cancel:1", by="person:1")
    flow.drain()
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert live(order) == [] == system.visits(order.number)
    assert remote.scheduler("theirs").read_order(order.number).cancelled


def test_a_refused_order_stays_with_us_and_with_a_person(system):
    system.fault("raise", "status", status=400)
    order = flow.raise_order(scheduler="theirs")
    flow.drain()
    order.refresh_from_db()
    assert order.state == OrderState.REFUSED
    assert order in Order.objects.for_staff()


def test_a_slot_that_somebody_takes_first_is_not_booked_and_others_are_offered(system, told):
    order = raised()
    _, token = choose(order)
    system.fault("book", "slot_taken")
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    assert live(order) == [] == system.visits(order.number)
    assert told[-1][0] == Event.APPOINTMENT_NOT_BOOKED
    assert appointments.offer(order).slots


@pytest.mark.parametrize("fault", [*ARRIVED, *LOST])
def test_an_order_whose_answer_is_lost_stands_once(system, fault):
    system.fault("raise", fault)
    order = raised()
    assert system.orders().count(order.number) == 1
    assert system.count("raise", order.number) == (1 if fault in ARRIVED else 2)


@pytest.mark.parametrize("fault", [*ARRIVED, *LOST])
def test_a_booking_whose_answer_is_lost_stands_once(system, fault):
    order = raised()
    date, token = choose(order)
    system.fault("book", fault)
    command = appointments.book(order, token=token, by="person:1")
    flow.drain(rounds=60)
    command.refresh_from_db()
    assert command.state == State.CONFIRMED
    assert live(order) == [date] == system.visits(order.number)


@pytest.mark.parametrize("fault", [*ARRIVED, *LOST])
def test_a_cancellation_whose_answer_is_lost_ends_cancelled(system, fault):
    order = raised()
    booked(order)
    system.fault("cancel", fault)
    orders.cancel(order, reason="It is fixed", key="cancel:1", by="person:1")
    flow.drain(rounds=60)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert system.visits(order.number) == []


def test_while_it_is_away_nothing_is_lost_and_afterwards_all_is_delivered(system):
    system.fault("*", "status", status=503, times=None)
    order = flow.raise_order(scheduler="theirs")
    for _ in range(3):
        flow.deliver_due()
    command = flow.only(order)
    assert command.live
    system.heal()
    cache.clear()
    flow.drain(rounds=60)
    order.refresh_from_db()
    assert order.is_open
    assert system.orders().count(order.number) == 1


def test_a_grid_that_cannot_be_read_leaves_the_order_as_it_is(system):
    order = raised()
    system.fault("*", "html", times=None)
    times = appointments.offer(order)
    assert (times.slots, times.failed) == ((), True)
    system.heal()
    cache.clear()
    flow.pass_time(minutes=1)
    assert appointments.offer(order).slots


@pytest.mark.parametrize("running", ROWS[1:], ids=lambda row: row.kind, indirect=True)
def test_a_contractor_s_system_passes_nothing_on_and_says_so(system):
    with pytest.raises(Refused):
        remote.scheduler("theirs").hand_over("TP-1", supplier="FENCE01")
