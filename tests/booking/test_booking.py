"""A slot becomes one appointment, or the tenant chooses again; never two."""

import pytest

from booking import appointments, grid, orders
from booking.models import Command
from booking.models.outbox import Kind, State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(connect):
    return flow.open_order()


def book(order, *, nth=30):
    slot, token = flow.first_slot(order, nth=nth)
    return slot, appointments.book(order, token=token, by="person:1")


def test_a_chosen_slot_becomes_an_appointment_in_connect(connect, order, told):
    slot, _ = book(order)
    flow.drain()
    standing = order.appointments.get()
    assert (standing.date, standing.window_name, standing.live) == (slot.date, slot.window.name, True)
    assert [(visit["id"], visit["date"]) for visit in connect.visits()] == [
        (standing.visit, slot.date.isoformat())
    ]
    assert told == [("appointment.booked", slot.date.isoformat())]


def test_from_the_order_to_the_appointment_connect_is_called_three_times(connect, order):
    book(order)
    flow.drain()
    calls = [entry["call"] for entry in connect.ledger() if "oken" not in entry["call"]]
    assert calls == ["POST SalesOrder", "GET Availability", "POST Booking"]


def test_a_grid_older_than_a_minute_is_read_once_more_before_booking(connect, order):
    slot, token = flow.first_slot(order, nth=30)
    aged = grid.unsign(token, order=order)
    older = grid.sign(order, slot, offered_at=flow.minutes_before(aged["offered_at"], 2))
    appointments.book(order, token=older, by="person:1")
    flow.drain()
    assert len(connect.calls("GET Availability")) == 2
    assert len(connect.visits()) == 1


def test_an_order_that_staff_cancelled_meanwhile_is_not_tried_for_ever(connect, order, told):
    slot, token = flow.first_slot(order, nth=30)
    aged = grid.unsign(token, order=order)
    older = grid.sign(order, slot, offered_at=flow.minutes_before(aged["offered_at"], 2))
    connect.staff("cancel_order", order.number)
    command = appointments.book(order, token=older, by="person:1")
    flow.drain()
    command.refresh_from_db()
    assert command.state == State.REFUSED
    assert flow.reread(order)
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_a_slot_that_went_meanwhile_is_refused_without_trying(connect, order, told):
    slot, token = flow.first_slot(order, nth=30)
    aged = grid.unsign(token, order=order)
    older = grid.sign(order, slot, offered_at=flow.minutes_before(aged["offered_at"], 2))
    connect.fill(slot.date)
    appointments.book(order, token=older, by="person:1")
    flow.drain()
    assert flow.only(order).state == State.REFUSED
    assert connect.calls("POST Booking") == []
    assert told == [("appointment.not_booked", slot.date.isoformat())]


def test_a_taken_slot_is_refused_and_the_next_grid_is_fresh(connect, order):
    connect.fault("POST Booking", "slot_taken")
    book(order)
    flow.drain()
    assert flow.only(order).state == State.REFUSED
    assert appointments.known_times(order).as_of is None
    flow.first_slot(order)
    assert len(connect.calls("GET Availability")) == 2


def test_after_a_refusal_the_tenant_can_book_another_slot(connect, order):
    connect.fault("POST Booking", "slot_taken")
    book(order)
    flow.drain()
    book(order, nth=31)
    flow.drain()
    assert len(connect.visits()) == 1


@pytest.mark.parametrize(
    "fault", ["timeout_after", "error_after", "truncated", "empty", "reset_after", "wrong_order"]
)
def test_a_booking_that_arrived_is_adopted_and_not_posted_again(connect, order, told, fault):
    connect.fault("POST Booking", fault)
    slot, _ = book(order)
    flow.drain()
    assert len(connect.calls("POST Booking")) == 1
    assert [visit["id"] for visit in connect.visits()] == [order.appointments.get().visit]
    assert told == [("appointment.booked", slot.date.isoformat())]


@pytest.mark.parametrize("fault", ["timeout_before", "error_before", "html", "login_page", "reset_before"])
def test_a_booking_that_never_arrived_is_posted_again_after_reading(connect, order, fault):
    connect.fault("POST Booking", fault)
    book(order)
    flow.drain()
    calls = [entry["call"] for entry in connect.ledger()]
    first, second = [place for place, call in enumerate(calls) if call == "POST Booking"]
    assert calls[first:second].count("GET BookingSummary") >= 3
    assert len(connect.visits()) == 1


def test_a_refusal_is_read_back_because_a_proxy_may_have_sent_it_twice(script, told):
    order, slot = flow.scripted_order(script)
    script.then("book", lambda: _arrive_and_refuse(script, order, slot))
    _intend(order, slot)
    flow.drain()
    assert flow.only(order).state == State.CONFIRMED
    assert script.count("book") == 1


def _arrive_and_refuse(script, order, slot):
    script.put(order.number, slot.date, slot.window)
    raise flow.taken()


def _intend(order, slot):
    token = grid.sign(order, slot, offered_at=flow.now())
    return appointments.book(order, token=token, by="person:1")


@pytest.mark.parametrize(
    "echo", [{"number": "TP-OTHER"}, {"date": flow.day(40)}, {"window": flow.AFTERNOON}, {"visit": ""}]
)
def test_a_weak_echo_is_never_a_confirmation(script, told, echo):
    order, slot = flow.scripted_order(script)
    script.echo = echo
    _intend(order, slot)
    flow.deliver_due()
    assert flow.only(order).state == State.UNKNOWN
    assert not order.appointments.exists()
    assert told == [("order.raised", "")]


def test_a_visit_in_another_window_with_the_same_start_is_not_the_one_we_asked_for(script):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown())
    _intend(order, slot)
    flow.deliver_due()
    script.put(order.number, slot.date, flow.ALL_DAY)
    flow.deliver_due()
    assert flow.only(order).state == State.REFUSED


def test_a_visit_that_somebody_else_booked_meanwhile_ends_the_matter(script, told):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown())
    _intend(order, slot)
    flow.deliver_due()
    script.put(order.number, flow.day(20))
    flow.drain()
    assert flow.only(order).state == State.REFUSED
    assert script.count("book") == 1


def test_a_visit_in_a_state_that_nobody_knows_stops_every_further_send(script):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown())
    _intend(order, slot)
    flow.deliver_due()
    script.put(order.number, slot.date, state=flow.VisitState.UNKNOWN)
    flow.drain(rounds=60)
    assert flow.only(order).state == State.NEEDS_STAFF
    assert script.count("book") == 1


def test_a_second_send_that_cannot_tell_sends_nothing_and_goes_on_looking(script):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown())
    _intend(order, slot)
    while flow.only(order).absences < 2:
        flow.deliver_due()
        flow.pass_time(minutes=5)
    script.put(order.number, slot.date, state=flow.VisitState.UNKNOWN)
    flow.deliver_due()
    assert flow.only(order).state == State.UNKNOWN
    assert script.count("book") == 1


def test_a_remote_without_times_of_day_is_matched_by_order_and_date(connect, order):
    connect.habits(dates_only=True)
    connect.fault("POST Booking", "timeout_after")
    slot, _ = book(order)
    flow.drain()
    assert order.appointments.get().window_name == slot.window.name


def test_an_order_that_was_read_again_is_looked_at_before_booking(script):
    order, slot = flow.scripted_order(script)
    flow.reread(order)
    script.put(order.number, flow.day(20))
    _intend(order, slot)
    flow.drain()
    assert script.count("book") == 0
    assert flow.only(order).state == State.REFUSED
    flow.reread_due()
    assert order.appointments.live().get().date == flow.day(20)


def test_a_late_first_send_is_found_before_the_second_one_leaves(script):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown(), flow.unavailable())
    _intend(order, slot)
    while flow.only(order).sends < 2 and flow.only(order).delays < 1:
        flow.deliver_due()
        flow.pass_time(minutes=1)
    script.put(order.number, slot.date, slot.window)
    flow.drain()
    assert script.count("book") == 2
    assert [visit.id for visit in script.visits] == [order.appointments.get().visit]


def test_after_an_unknown_booking_the_order_is_read_again_for_a_straggler(script, told):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown())
    _intend(order, slot)
    flow.drain()
    assert flow.only(order).sends == 2
    script.put(order.number, slot.date, slot.window)
    flow.pass_time(minutes=11)
    flow.reread_due()
    assert ("staff.needed", "two_live_visits") in told


def test_a_second_tab_hears_that_the_order_is_busy(order):
    _, first = book(order)
    _, token = flow.first_slot(order, nth=31)
    with pytest.raises(orders.Busy) as busy:
        appointments.book(order, token=token, by="person:1")
    assert busy.value.command == first


def test_an_order_with_an_appointment_takes_no_second_one(order):
    book(order)
    flow.drain()
    _, token = flow.first_slot(order, nth=31)
    with pytest.raises(orders.NotPossible):
        appointments.book(order, token=token, by="person:1")
    assert Command.objects.filter(kind=Kind.BOOK).count() == 1


def test_the_same_click_again_is_the_same_command_even_after_it_was_booked(order):
    _, token = flow.first_slot(order, nth=30)
    first = appointments.book(order, token=token, by="person:1")
    flow.drain()
    assert appointments.book(order, token=token, by="person:1") == first


def test_while_staff_have_an_unclear_booking_nothing_else_is_sent(script):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown())
    command = _intend(order, slot)
    Command.objects.filter(pk=command.pk).update(state=State.NEEDS_STAFF)
    with pytest.raises(orders.Busy):
        _intend(order, flow.Slot(date=flow.day(12), window=flow.MORNING))


def test_summaries_of_another_order_are_no_proof_that_ours_has_no_visit(connect, order):
    connect.fault("POST Booking", "timeout_after")
    book(order)
    flow.deliver_due()
    connect.fault("GET BookingSummary", "wrong_order", times=None)
    flow.drain(rounds=60)
    assert flow.only(order).state == State.NEEDS_STAFF
    assert len(connect.calls("POST Booking")) == 1
