"""A person finds that it did happen: taken over as the remote shows it, or else by their word."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from booking import appointments, orders, outbox, remote
from booking.commands.visit import CannotTell
from booking.events import Event
from booking.models import Command, Order
from booking.models.order import Concern, Fulfilment, OrderState
from booking.models.outbox import Kind, State
from tests.booking import flow
from tests.booking.pretend import Pretend

pytestmark = pytest.mark.django_db(transaction=True)
OFFICER = "person:7"


def leave_to_staff(command: Command) -> Command:
    """Half an hour of looking has shown nothing."""
    Command.objects.filter(pk=command.pk).update(state=State.NEEDS_STAFF, sends=3, unknown_since=flow.now())
    command.refresh_from_db()
    return command


def unclear_booking() -> tuple[Order, Command, flow.Slot]:
    order = flow.open_order()
    slot, token = flow.first_slot(order, nth=30)
    return order, leave_to_staff(appointments.book(order, token=token, by="person:1")), slot


def unclear_move() -> tuple[Order, Command, flow.Slot]:
    order = flow.booked_order()
    appointment = order.appointments.get()
    slot, token = flow.first_slot(order, visit=appointment.visit, nth=60)
    return order, leave_to_staff(appointments.move(appointment, token=token, by="person:1")), slot


def stands(order: Order) -> list[dt.date | None]:
    return [row.date for row in order.appointments.live()]


def book_there(connect: Pretend, order: Order, slot: flow.Slot) -> None:
    """The landlord's staff see it in Connect's own screen."""
    connect.staff("book", order.number, date=slot.date.isoformat(), window=slot.window.id)


def test_a_booking_that_connect_shows_is_taken_over_with_who_said_so(connect, told):
    order, command, slot = unclear_booking()
    book_there(connect, order, slot)
    outbox.adopt(command, by=OFFICER)
    command.refresh_from_db()
    assert (command.state, command.evidence["judged_by"]) == (State.CONFIRMED, OFFICER)
    assert stands(order) == [slot.date]
    assert order.appointments.get().window == slot.window.id
    assert told[-1] == (Event.APPOINTMENT_BOOKED, slot.date.isoformat())
    assert len(connect.calls("POST Booking")) == 0


def test_a_booking_that_stands_at_another_time_is_told_as_it_stands(connect, told):
    order, command, slot = unclear_booking()
    elsewhere = flow.replace(slot, date=connect.other_day(slot.date))
    book_there(connect, order, elsewhere)
    outbox.adopt(command, by=OFFICER)
    assert stands(order) == [elsewhere.date]
    assert told[-1] == (Event.APPOINTMENT_BOOKED, elsewhere.date.isoformat())


def test_what_connect_does_not_show_nobody_can_claim(connect):
    _, command, _ = unclear_booking()
    with pytest.raises(outbox.NotShown):
        outbox.adopt(command, by=OFFICER)
    command.refresh_from_db()
    assert (command.state, command.evidence) == (State.NEEDS_STAFF, {})


def test_of_two_visits_none_is_taken_over(connect):
    order, command, slot = unclear_booking()
    for day in (slot.date, connect.other_day(slot.date)):
        book_there(connect, order, flow.replace(slot, date=day))
    with pytest.raises(CannotTell):
        outbox.adopt(command, by=OFFICER)
    command.refresh_from_db()
    assert command.state == State.NEEDS_STAFF


def test_a_move_that_did_not_happen_is_not_taken_over(connect):
    order, command, _ = unclear_move()
    before = stands(order)
    with pytest.raises(outbox.NotShown):
        outbox.adopt(command, by=OFFICER)
    assert stands(order) == before


def test_a_move_that_connect_shows_is_taken_over(connect, told):
    order, command, slot = unclear_move()
    connect.staff("move", order.number, date=slot.date.isoformat(), window=slot.window.id)
    outbox.adopt(command, by=OFFICER)
    assert stands(order) == [slot.date]
    assert told[-1] == (Event.APPOINTMENT_MOVED, slot.date.isoformat())


def test_a_cancellation_that_connect_shows_is_taken_over(connect):
    order = flow.booked_order()
    command = leave_to_staff(orders.cancel(order, reason="It is fixed", key="cancel:1", by="person:1"))
    with pytest.raises(outbox.NotShown):
        outbox.adopt(command, by=OFFICER)
    connect.staff("cancel_order", order.number)
    outbox.adopt(command, by=OFFICER)
    order.refresh_from_db()
    assert (order.state, stands(order)) == (OrderState.CANCELLED, [])


def test_a_hand_over_cannot_be_read_so_that_the_word_counts(script, told):
    script.then("hand_over", flow.unknown())
    order = flow.open_order(
        fulfilment=Fulfilment.HANDED_OVER, supplier="FENCE01", supplier_name="Hartley Fencing Ltd"
    )
    command = flow.only(order)
    assert (command.kind, command.state) == (Kind.HAND_OVER, State.NEEDS_STAFF)
    outbox.adopt(command, by=OFFICER)
    command.refresh_from_db()
    assert (command.state, command.evidence["judged_by"]) == (State.CONFIRMED, OFFICER)
    assert told[-1][0] == Event.ORDER_HANDED_OVER
    assert script.count("hand_over") == 1


@pytest.mark.parametrize("kind", [Kind.AMEND, Kind.INVOICE])
def test_what_a_contractor_was_sent_counts_by_the_word_too(script, kind):
    order = flow.open_order()
    command = Command.objects.create(
        order=order, kind=kind, key="aside:1", by="person:1", state="needs_staff"
    )
    outbox.adopt(command, by=OFFICER)
    command.refresh_from_db()
    assert command.state == State.CONFIRMED


def test_an_order_that_was_refused_and_is_there_after_all_is_taken_over(script, told):
    script.then("raise_order", flow.refused())
    order = flow.raise_order()
    flow.drain()
    command = flow.only(order)
    with pytest.raises(outbox.NotWithStaff):
        outbox.adopt(command, by=OFFICER)
    script.orders[order.number] = flow.foreign(number=order.number, crm_id="")
    assert flow.reread(order)
    order.refresh_from_db()
    assert order.concern == Concern.STANDS
    outbox.adopt(command, by=OFFICER)
    flow.reread(order)
    order.refresh_from_db()
    assert (order.state, order.concern) == (OrderState.OPEN, "")
    assert (Event.ORDER_RAISED, "") in told


def test_what_is_settled_already_is_nobodys_to_judge(script):
    order = flow.open_order()
    with pytest.raises(outbox.NotWithStaff):
        outbox.adopt(flow.only(order), by=OFFICER)


def test_nothing_is_read_while_a_transaction_is_open(script):
    command = leave_to_staff(flow.only(flow.raise_order()))
    with pytest.raises(remote.InsideTransaction), transaction.atomic():
        outbox.adopt(command, by=OFFICER)


def test_of_two_officers_who_judge_at_once_one_is_told_that_it_is_settled(connect):
    order, command, slot = unclear_booking()
    book_there(connect, order, slot)
    barrier = threading.Barrier(2)

    def judge(verb):
        try:
            barrier.wait(30)
            verb()
        except outbox.NotWithStaff:
            return "settled already"
        finally:
            connection.close()
        return "done"

    verbs = [
        lambda: outbox.adopt(command, by=OFFICER),
        lambda: outbox.write_off(command, by="person:8", reason="not there"),
    ]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(judge, verbs)) == ["done", "settled already"]
    command.refresh_from_db()
    by = {State.CONFIRMED: OFFICER, State.REFUSED: "person:8"}[State(command.state)]
    assert command.evidence["judged_by"] == by
