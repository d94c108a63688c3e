"""The booking heart over Synchroteam: what the outbox makes of lost answers and of faster dispatchers."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from booking import appointments, orders, remote
from booking.models.outbox import State
from booking.sandbox import synchroteam as sandboxes
from booking.sandbox.synchroteam import Options
from booking.schedulers.base import VisitState
from tests.booking import flow
from tests.booking.schedulers.memory import Now
from tests.booking.schedulers.synchroteam.account import Account


@pytest.fixture
def hartley(settings, transactional_db) -> Iterator[Account]:
    """A contractor's Synchroteam that lives today, with more calls a minute than minutes pass here."""
    sandbox = sandboxes.start(options=Options(busy=0, minute_limit=2000))
    options = {
        "url": sandbox.api_url,
        "domain": Options().domain,
        "key": Options().key,
        "job_type": "Plumbing",
        "read_seconds": 2,
        "write_seconds": 0.6,
        "crews": "alone",
    }
    settings.SCHEDULERS = {"hartley": {"factory": "booking.schedulers.synchroteam.build", "options": options}}
    cache.clear()
    yield Account(sandbox, Now())
    sandbox.stop()
    remote._build.cache_clear()


def test_an_order_is_raised_booked_moved_and_cancelled_through_the_outbox(hartley) -> None:
    order = flow.open_order(scheduler="hartley")
    slot, token = flow.first_slot(order, nth=20)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    appointment = order.appointments.get()
    assert (appointment.date, appointment.start, appointment.end) == (
        slot.date,
        slot.window.start,
        slot.window.end,
    )
    flow.reread(order)
    appointment.refresh_from_db()
    assert (appointment.start, appointment.window_name) == (slot.window.start, slot.window.name)

    other, token = flow.first_slot(order, visit=appointment.visit, nth=40)
    appointments.move(appointment, token=token, by="person:1")
    flow.drain()
    appointment.refresh_from_db()
    assert (appointment.date, appointment.window) == (other.date, other.window.id)
    orders.cancel(order, reason="done", key="cancel:1", by="person:1")
    flow.drain()
    assert hartley.job(order.number)["status"] == "cancelled"
    appointment.refresh_from_db()
    assert appointment.state == VisitState.CANCELLED.value


@pytest.mark.parametrize(
    "kind", ["timeout_after", "timeout_before", "reset_after", "truncated", "error_before"]
)
@pytest.mark.parametrize("call", ["POST job/send", "POST job/schedule"])
def test_a_booking_without_an_answer_is_found_or_made_once(hartley, call, kind) -> None:
    order = flow.open_order(scheduler="hartley")
    slot, token = flow.first_slot(order, nth=20)
    hartley.fault(call, kind, seconds=1)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    command = flow.only(order)
    assert command.was_unknown
    assert command.state == State.CONFIRMED
    appointment = order.appointments.get()
    assert (appointment.date, appointment.window) == (slot.date, slot.window.id)
    [visit] = hartley.state()["visits"]
    assert (visit["id"], visit["date"]) == (appointment.visit, slot.date.isoformat())


def test_a_faster_dispatcher_is_a_refusal_and_the_tenant_chooses_again(hartley) -> None:
    order = flow.open_order(scheduler="hartley")
    _, token = flow.first_slot(order, nth=20)
    hartley.fault("POST job/schedule", "slot_taken")
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    assert flow.only(order).state == State.REFUSED
    assert not order.appointments.exists()
    slot, token = flow.first_slot(order, nth=24)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    assert order.appointments.get().date == slot.date


def test_a_visit_that_a_dispatcher_moves_or_takes_away_is_seen(hartley, told) -> None:
    order = flow.open_order(scheduler="hartley")
    slot, token = flow.first_slot(order, nth=20)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    later = slot.date + dt.timedelta(days=7)
    hartley.staff("move", order.number, start=f"{later}T10:15")
    flow.reread(order)
    appointment = order.appointments.get()
    assert (appointment.date, appointment.start) == (later, dt.time(10, 15))
    hartley.staff("unschedule", order.number)
    flow.reread(order)
    appointment.refresh_from_db()
    assert appointment.state == VisitState.CANCELLED.value
    assert [event for event, _ in told][-2:] == ["appointment.moved", "appointment.cancelled"]
    _, token = flow.first_slot(order, nth=20)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    appointment.refresh_from_db()
    assert appointment.state == VisitState.BOOKED.value
