"""An appointment moves to another slot; the old time is given up only for the new one."""

import pytest
from django.utils import timezone

from booking import appointments, grid, orders
from booking.models import Appointment
from booking.models.outbox import State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def move(standing, *, to):
    token = grid.sign(standing.order, to, offered_at=flow.now(), visit=standing.visit)
    return appointments.move(standing, token=token, by="person:1")


def later_slot(number=12, window=flow.MORNING):
    return flow.Slot(date=flow.day(number), window=window)


def move_in_connect(order, *, nth=40):
    standing = order.appointments.live().get()
    slot, token = flow.first_slot(order, visit=standing.visit, nth=nth)
    appointments.move(standing, token=token, by="person:1")
    return slot


@pytest.mark.parametrize("fresh_ids", [False, True])
def test_a_moved_appointment_stands_once_in_connect_under_whatever_id(connect, fresh_ids):
    connect.habits(fresh_visit_ids=fresh_ids)
    order = flow.booked_order()
    slot = move_in_connect(order)
    flow.drain()
    standing = order.appointments.live().get()
    assert (standing.date, standing.start) == (slot.date, slot.window.start)
    assert [visit["id"] for visit in connect.visits()] == [standing.visit]


@pytest.mark.parametrize("fault", ["timeout_after", "error_after", "empty", "reset_after"])
def test_a_move_that_arrived_is_adopted_and_not_sent_again(connect, fault):
    connect.habits(fresh_visit_ids=True)
    order = flow.booked_order()
    connect.fault("POST Booking", fault)
    slot = move_in_connect(order)
    flow.drain()
    assert len(connect.calls("POST Booking")) == 2
    assert order.appointments.live().get().date == slot.date


@pytest.mark.parametrize("fault", ["timeout_before", "error_before", "reset_before"])
def test_a_move_that_never_arrived_is_sent_again_after_reading(connect, fault):
    order = flow.booked_order()
    connect.fault("POST Booking", fault)
    slot = move_in_connect(order)
    flow.drain()
    assert order.appointments.live().get().date == slot.date
    assert len(connect.visits()) == 1


def test_a_new_id_is_adopted_and_the_old_appointment_points_to_it(script, told):
    order, standing = flow.scripted_visit(script)
    script.new_ids = True
    slot = later_slot()
    move(standing, to=slot)
    flow.drain()
    new = order.appointments.live().get()
    standing.refresh_from_db()
    assert new.pk != standing.pk
    assert (standing.live, standing.replaced_by) == (False, new)
    assert told[-1] == ("appointment.moved", slot.date.isoformat())


def test_an_appointment_is_not_moved_to_where_it_stands(script):
    _, standing = flow.scripted_visit(script)
    with pytest.raises(orders.NotPossible):
        move(standing, to=later_slot(10))
    move(standing, to=later_slot(10, flow.AFTERNOON))


def test_where_the_remote_named_no_window_the_times_say_where_it_stands(script):
    _, standing = flow.scripted_visit(script)
    Appointment.objects.update(window="", start=flow.MORNING.start, end=flow.MORNING.end)
    with pytest.raises(orders.NotPossible):
        move(standing, to=later_slot(10))
    Appointment.objects.update(end=flow.AFTERNOON.end)
    move(standing, to=later_slot(10))


def test_an_appointment_that_is_due_soon_is_not_moved(script, settings):
    _, standing = flow.scripted_visit(script)
    settings.CHANGE_NOTICE_DAYS = 10
    with pytest.raises(orders.NotPossible):
        move(standing, to=later_slot())


def test_a_visit_that_staff_brought_nearer_is_not_moved_either(script):
    _, standing = flow.scripted_visit(script)
    move(standing, to=later_slot())
    script.change(standing.visit, date=flow.day(1))
    flow.drain()
    assert flow.only(standing.order).state == State.REFUSED
    assert script.count("book") == 1


@pytest.mark.parametrize(
    "state", [flow.VisitState.STARTED, flow.VisitState.COMPLETED, flow.VisitState.UNKNOWN]
)
def test_a_visit_that_has_begun_is_not_moved(script, state):
    _, standing = flow.scripted_visit(script)
    move(standing, to=later_slot())
    script.change(standing.visit, state=state)
    flow.drain()
    assert flow.only(standing.order).state == State.REFUSED
    assert script.count("book") == 1


def test_a_stale_row_does_not_decide_whether_it_may_still_move(script):
    _, standing = flow.scripted_visit(script)
    Appointment.objects.filter(pk=standing.pk).update(date=timezone.localdate())
    with pytest.raises(orders.NotPossible):
        move(standing, to=later_slot())


def test_without_times_of_day_a_move_on_the_same_date_goes_to_staff(script):
    _, standing = flow.scripted_visit(script)
    script.then("book", flow.unknown())
    move(standing, to=later_slot(10, flow.AFTERNOON))
    flow.deliver_due()
    script.change(standing.visit, start=None, end=None)
    flow.drain(rounds=60)
    assert flow.only(standing.order).state == State.NEEDS_STAFF
    assert script.count("book") == 2


def test_an_unmoved_visit_with_the_same_start_is_not_taken_for_the_moved_one(script):
    _, standing = flow.scripted_visit(script)
    script.then("book", flow.unknown())
    move(standing, to=later_slot(10, flow.ALL_DAY))
    flow.deliver_due()
    flow.deliver_due()
    assert flow.only(standing.order).state == State.UNKNOWN


def test_a_visit_that_vanished_cannot_be_moved(script):
    _, standing = flow.scripted_visit(script)
    script.then("book", flow.unknown())
    move(standing, to=later_slot())
    flow.deliver_due()
    script.visits.clear()
    flow.deliver_due()
    assert flow.only(standing.order).state == State.REFUSED


def test_an_old_visit_that_stays_beside_the_new_one_calls_staff(script, told):
    order, standing = flow.scripted_visit(script)
    script.then("book", flow.unknown())
    move(standing, to=later_slot())
    flow.deliver_due()
    script.put(order.number, flow.day(12), id="NEW")
    flow.drain()
    flow.pass_time(minutes=11)
    flow.reread_due()
    assert ("staff.needed", "two_live_visits") in told


def test_the_same_move_again_is_the_same_command_after_it_was_done(script):
    _, standing = flow.scripted_visit(script)
    token = grid.sign(standing.order, later_slot(), offered_at=flow.now(), visit=standing.visit)
    first = appointments.move(standing, token=token, by="person:1")
    flow.drain()
    assert appointments.move(standing, token=token, by="person:1") == first
