"""A repair is cancelled when Connect shows it cancelled, and not before."""

import pytest

from booking import orders
from booking.models.order import OrderState
from booking.models.outbox import State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def cancel(order, *, key="cancel:1"):
    return orders.cancel(order, reason="It is fixed", key=key, by="person:1")


def test_a_cancelled_order_is_off_with_its_appointment(connect, told):
    order = flow.booked_order()
    cancel(order)
    flow.drain()
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert not order.appointments.live().exists()
    assert connect.visits() == []
    assert told[-1] == ("order.cancelled", "")


def test_the_reason_and_status_eleven_are_what_connect_hears(connect):
    order = flow.open_order()
    cancel(order)
    flow.drain()
    body = connect.calls("PATCH SalesOrder")[0]["body"]
    assert (body["OrderStatus"], body["CancelReason"]) == (11, "It is fixed")


@pytest.mark.parametrize(
    "fault", ["timeout_after", "error_after", "reset_after", "timeout_before", "error_before"]
)
def test_a_cancellation_whose_answer_was_lost_is_read_back(connect, fault):
    order = flow.open_order()
    connect.fault("PATCH SalesOrder", fault)
    cancel(order)
    flow.drain()
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert len(connect.calls("PATCH SalesOrder")) == (1 if fault.endswith("after") else 2)


def test_a_yes_with_the_order_still_open_is_not_believed(script):
    order, _ = flow.scripted_order(script)
    script.then("cancel_order", lambda: _keep_open(script, order))
    cancel(order)
    flow.deliver_due()
    assert flow.only(order).state == State.UNKNOWN


def _keep_open(script, order):
    kept = script.orders[order.number]
    script.then("read_order", lambda: script.orders.update({order.number: kept}))


def test_a_yes_that_cannot_be_read_back_is_unknown_and_not_put_off(script):
    order, _ = flow.scripted_order(script)
    script.then("read_order", lambda: None, flow.unavailable())
    cancel(order)
    flow.deliver_due()
    assert flow.only(order).state == State.UNKNOWN
    flow.drain()
    assert script.count("cancel_order") == 1
    assert flow.only(order).state == State.CONFIRMED


def test_an_order_that_the_remote_has_lost_is_cancelled_without_asking_for_its_visits(script):
    order, _ = flow.scripted_order(script)
    script.orders.clear()
    script.then("visits", *[flow.unavailable(misconfigured=True)] * 9)
    cancel(order)
    flow.deliver_due()
    assert flow.only(order).state == State.CONFIRMED
    assert script.count("cancel_order") == 0


@pytest.mark.parametrize(
    "state", [flow.VisitState.STARTED, flow.VisitState.COMPLETED, flow.VisitState.UNKNOWN]
)
def test_an_order_whose_visit_has_begun_is_not_cancelled(script, told, state):
    order, standing = flow.scripted_visit(script)
    script.change(standing.visit, state=state)
    cancel(order)
    flow.drain()
    order.refresh_from_db()
    assert order.is_open
    assert script.count("cancel_order") == 0
    assert told[-1] == ("order.cancel_refused", "")


def test_visits_that_cannot_be_read_put_the_cancellation_off(script):
    order, _ = flow.scripted_order(script)
    script.then("visits", flow.unknown())
    cancel(order)
    flow.deliver_due()
    assert flow.only(order).state == State.PLANNED
    assert script.count("cancel_order") == 0


def test_another_orders_cancellation_is_not_taken_for_ours(script):
    order, _ = flow.scripted_order(script)
    script.then("cancel_order", flow.unknown())
    cancel(order)
    flow.deliver_due()
    script.orders[order.number] = flow.foreign(number="TP-OTHER", cancelled=True)
    flow.deliver_due()
    assert flow.only(order).state == State.UNKNOWN


def test_an_order_that_the_remote_no_longer_has_is_cancelled(script):
    order, _ = flow.scripted_order(script)
    script.then("cancel_order", flow.unknown())
    cancel(order)
    flow.deliver_due()
    script.orders.clear()
    flow.drain()
    assert flow.only(order).state == State.CONFIRMED


def test_a_cancelled_order_takes_nothing_more(connect):
    order = flow.open_order()
    cancel(order)
    flow.drain()
    with pytest.raises(orders.NotPossible):
        cancel(order, key="cancel:2")


def test_a_key_of_another_order_is_not_answered_with_its_command(script):
    first, _ = flow.scripted_order(script)
    second, _ = flow.scripted_order(script, key="raise:2")
    cancel(first)
    with pytest.raises(orders.NotPossible):
        cancel(second)


def test_an_order_that_is_being_raised_cannot_be_cancelled_yet(script):
    order = flow.raise_order()
    with pytest.raises(orders.Busy):
        cancel(order)
