"""An order is raised once, whatever the network does."""

import pytest

from booking import orders
from booking.models import Command, Order
from booking.models.order import OrderState
from booking.models.outbox import Kind, State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_order_is_raised_and_stands_in_connect(connect, told):
    order = flow.open_order()
    assert [found["number"] for found in connect.orders()] == [order.number]
    assert told == [("order.raised", "")]


def test_nothing_has_been_sent_while_the_intent_is_merely_planned(connect):
    order = flow.raise_order()
    assert order.state == OrderState.RAISING
    assert flow.only(order).state == State.PLANNED
    assert connect.ledger() == []


@pytest.mark.parametrize(
    "fault", ["timeout_after", "error_after", "truncated", "empty", "reset_after", "wrong_order"]
)
def test_an_order_that_arrived_is_adopted_and_not_posted_again(connect, fault):
    connect.fault("POST SalesOrder", fault)
    flow.open_order()
    assert len(connect.calls("POST SalesOrder")) == 1
    assert len(connect.orders()) == 1


@pytest.mark.parametrize("fault", ["timeout_before", "error_before", "html", "login_page", "reset_before"])
def test_an_order_that_never_arrived_is_posted_again_under_its_own_number(connect, fault):
    connect.fault("POST SalesOrder", fault)
    order = flow.open_order()
    posts = connect.calls("POST SalesOrder")
    assert [post["body"]["PrimaryOrderNumber"] for post in posts] == [order.number] * 2
    assert len(connect.orders()) == 1


def test_two_reads_after_the_quarantine_come_before_a_second_post(connect):
    connect.fault("POST SalesOrder", "error_before")
    flow.open_order()
    calls = [entry["call"] for entry in connect.ledger()]
    first, second = [place for place, call in enumerate(calls) if call == "POST SalesOrder"]
    assert calls[first + 1 : second].count("GET SalesOrder") >= 2


def test_the_same_key_is_the_same_order_for_ever(connect):
    first = flow.open_order()
    assert flow.raise_order() == first
    assert Order.objects.count() == 1


def test_an_external_order_goes_on_to_its_contractor(connect, told):
    order = flow.open_order(fulfilment="handed_over", supplier="FENCE01", supplier_name="")
    assert [event for event, _ in told] == ["order.raised", "order.handed_over"]
    assert [command.kind for command in order.commands.all()] == [Kind.RAISE, Kind.HAND_OVER]
    assert order.supplier_name


def test_a_refused_order_is_kept_with_its_reason(connect, told):
    connect.fault("POST SalesOrder", "status", status=400)
    order = flow.raise_order()
    flow.drain()
    order.refresh_from_db()
    assert order.state == OrderState.REFUSED
    assert "400" in flow.only(order).reason
    assert told == [("order.refused", "")]


def test_a_number_is_plain_short_and_never_twice_the_same():
    numbers = {orders.new_number() for _ in range(200)}
    assert len(numbers) == 200
    assert all(len(number) <= 32 for number in numbers)


def test_an_order_that_the_database_refuses_is_an_error_and_no_order(connect):
    with pytest.raises(Exception, match="order_has_codes_or_template"):
        flow.raise_order(codes=())
    assert not Command.objects.exists()
