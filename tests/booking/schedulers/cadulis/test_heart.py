"""The outbox over Cadulis: what it does about lost answers, and that it knows its own booking again."""

import pytest
from django.core.cache import cache

from booking import appointments, events
from booking.models import Command
from booking.models.outbox import State
from booking.schedulers.base import VisitState
from tests.booking import flow

LOST = [
    "reset_after",
    "error_after",
    "truncated",
    "empty",
    "wrong_order",
    "reset_before",
    "error_before",
    "html",
]


@pytest.fixture
def skyline(contractor, settings, transactional_db):
    """A contractor's system by that name, on today's date."""
    contractor.control("clock")
    cache.clear()
    options = {"url": contractor.api_url, "intervention_type": "1", "planning_lines": 2}
    options |= {"read_seconds": 2, "write_seconds": 0.5}
    line = {"factory": "booking.schedulers.cadulis.build", "kind": "cadulis", "options": options}
    settings.SCHEDULERS = {**settings.SCHEDULERS, "skyline": line}
    yield contractor
    contractor.heal()


@pytest.fixture
def order(skyline):
    return flow.open_order(scheduler="skyline")


@pytest.mark.parametrize("fault", LOST)
def test_an_order_is_raised_once_whatever_gets_lost(fault, skyline):
    skyline.spoil("intervention.create", fault)
    order = flow.open_order(scheduler="skyline")
    assert [job["cref"] for job in skyline.jobs()] == [order.number]


@pytest.mark.parametrize("fault", LOST)
def test_a_booking_is_known_again_whatever_gets_lost(fault, order, skyline):
    slot, token = flow.first_slot(order, nth=10)
    skyline.spoil("intervention.update", fault)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    [appointment] = order.appointments.live()
    assert (appointment.date, appointment.window) == (slot.date, slot.window.id)
    assert flow.only(order).state == State.CONFIRMED
    updates = 1 if fault in LOST[:5] else 2
    assert len(skyline.calls("intervention.update", order=order.number)) == updates


def test_a_booking_stands_and_moves_and_is_read_again(order, skyline):
    _, token = flow.first_slot(order, nth=30)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    appointment = order.appointments.get()
    slot, token = flow.first_slot(order, visit=appointment.visit, nth=40)
    appointments.move(appointment, token=token, by="person:1")
    flow.drain()
    flow.reread(order)
    [appointment] = order.appointments.live()
    assert (appointment.date, appointment.window) == (slot.date, slot.window.id)
    skyline.planner("cancel", order.number)
    flow.reread(order)
    assert order.appointments.get().state == VisitState.CANCELLED.value


def test_somebody_faster_means_other_times(order, skyline, told):
    _, token = flow.first_slot(order, nth=10)
    skyline.spoil("intervention.update", "slot_taken")
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    assert not order.appointments.live().exists()
    assert told[-1][0] == str(events.Event.APPOINTMENT_NOT_BOOKED)
    assert appointments.offer(order).slots


def test_a_missing_right_holds_everything_and_loses_nothing(skyline):
    skyline.control("withhold", routes=["intervention.create"])
    order = flow.raise_order(scheduler="skyline")
    flow.deliver_due()
    held = Command.objects.get(order=order)
    assert held.state == State.PLANNED
    assert "not permitted to create interventions" in held.reason
    skyline.control("withhold", routes=[])
    cache.clear()
    flow.drain()
    order.refresh_from_db()
    assert order.is_open


def test_nothing_that_is_kept_of_a_failure_names_the_address(order, skyline):
    _, token = flow.first_slot(order, nth=10)
    skyline.spoil("*", "html", times=None)
    appointments.book(order, token=token, by="person:1")
    flow.deliver_due()
    kept = Command.objects.get(pk=flow.only(order).pk)
    assert "k3y-7Q2fW9xP" not in f"{kept.reason} {kept.evidence}"
    assert kept.reason
