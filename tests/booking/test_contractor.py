"""A contractor's order is sent once: nothing can be read back, so whatever is unclear is a person's."""

import pytest

from booking.models.outbox import State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def raise_external(**more):
    order = flow.raise_order(fulfilment="handed_over", supplier="FENCE01", supplier_name="", **more)
    flow.drain(rounds=60)
    order.refresh_from_db()
    return order


def test_the_contractor_has_the_order_and_a_name(connect, told):
    order = raise_external()
    assert order.supplier_name == "Hartley Fencing Ltd"
    assert [event for event, _ in told] == ["order.raised", "order.handed_over"]


@pytest.mark.parametrize("fault", ["timeout_after", "timeout_before", "error_after", "empty", "reset_after"])
def test_an_unclear_hand_over_goes_to_staff_and_is_never_repeated(connect, told, fault):
    connect.fault("POST BookSubContractorOrder", fault)
    order = raise_external()
    assert flow.only(order).state == State.NEEDS_STAFF
    assert len(connect.calls("POST BookSubContractorOrder")) == 1
    assert told[-1] == ("staff.needed", "hand_over")


def test_a_refused_hand_over_goes_to_staff(connect, told):
    connect.fault("POST BookSubContractorOrder", "status", status=400)
    order = raise_external()
    assert flow.only(order).state == State.REFUSED
    assert told[-1] == ("staff.needed", "hand_over")


def test_a_hand_over_that_never_left_is_sent_when_the_remote_is_back(script):
    script.then("hand_over", flow.unavailable())
    order = raise_external()
    assert (flow.only(order).state, script.count("hand_over")) == (State.CONFIRMED, 2)


def test_a_raised_order_without_an_answer_is_handed_over_all_the_same(script):
    script.then("raise_order", flow.unknown())
    order = raise_external()
    assert script.count("hand_over") == 1
    assert order.supplier_name == "Fencing & Co"


def test_nobody_fetches_slots_for_a_contractors_order(script, nudges):
    raise_external()
    assert "booking.fetch_offer" not in [task for task, _ in nudges]


def test_no_time_is_booked_for_a_contractors_order(script):
    order = raise_external()
    token = flow.grid.sign(order, flow.Slot(date=flow.day(10), window=flow.MORNING), offered_at=flow.now())
    with pytest.raises(flow.orders.NotPossible):
        flow.appointments.book(order, token=token, by="x")
