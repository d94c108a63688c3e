"""Booking, moving, and the visits that come of it."""

import pytest

from . import contract
from .caller import CONTRACT, order_for


@pytest.fixture
def slot(connect):
    connect.raise_order()
    return connect.find_free()[0]


def test_a_booking_answers_what_was_asked_and_a_visit(connect, slot):
    answer = connect.book(slot, VisitInstructions="Ring twice")
    contract.check(answer.json(), "BookingResponse")
    booked = answer.json()
    assert booked["PrimaryOrderNumber"] == "TP-1"
    assert (booked["Date"], booked["PlanningWindow"]["Name"]) == (f"{slot[0]}T00:00:00", slot[1])
    assert booked["VisitExternalId"]
    assert booked["VisitInstructions"] == "Ring twice"


def test_the_visit_stands_in_the_summary_of_its_order_and_its_property(connect, slot):
    visit = connect.book(slot).json()["VisitExternalId"]
    for query in ({"PrimaryOrderNumber": "TP-1"}, {"PropertyId": "P-2001"}):
        answer = connect.get("BookingSummary", **query).json()
        contract.check(answer, "BookingSummaryResponse")
        assert [each["VisitExternalId"] for each in answer["Appointments"]] == [visit]
        assert answer["Appointments"][0]["VisitStatusName"] == "Booked"
        assert answer["Customer"]["ExternalId"] == "P-2001"


def test_a_visit_can_be_told_by_day_and_time_or_by_day_alone(connect, slot):
    connect.book(slot)
    assert connect.visits()[0]["PlanningWindowStart"] > f"{slot[0]}T00:00:00"
    connect.control("habits", dates_only=True)
    assert connect.visits()[0]["PlanningWindowStart"] == f"{slot[0]}T00:00:00"


def test_a_second_booking_is_a_second_visit(connect, slot):
    connect.book(slot)
    connect.book(connect.find_free()[-1])
    assert len(connect.visits()) == 2


def test_moving_frees_the_old_time_and_keeps_the_visit(connect):
    connect.raise_order()
    connect.control("fill", date="2026-11-25", window="MORNING", trade="plumbing", leave=1)
    old, new = ("2026-11-25", "MORNING"), ("2026-12-02", "AFTERNOON")
    visit = connect.book(old).json()["VisitExternalId"]
    assert old not in connect.find_free()
    assert old in connect.find_free(VisitExternalId=visit)
    moved = connect.book(new, VisitExternalId=visit).json()
    assert moved["VisitExternalId"] == visit
    assert old in connect.find_free()
    assert [each["PlanningWindowStart"][:10] for each in connect.visits()] == ["2026-12-02"]


def test_a_move_may_give_the_visit_a_new_id(connect, slot):
    connect.control("habits", fresh_visit_ids=True)
    visit = connect.book(slot).json()["VisitExternalId"]
    moved = connect.book(connect.find_free()[-1], VisitExternalId=visit).json()["VisitExternalId"]
    assert moved != visit
    assert [each["VisitExternalId"] for each in connect.visits()] == [moved]


def test_a_move_to_a_time_that_is_gone_leaves_the_visit_where_it_was(connect, slot):
    visit = connect.book(slot).json()["VisitExternalId"]
    connect.control("fill", date="2026-12-02")
    answer = connect.book(("2026-12-02", "MORNING"), VisitExternalId=visit)
    assert (answer.status_code, set(answer.json())) == (400, {"Message"})
    assert connect.visits()[0]["PlanningWindowStart"][:10] == slot[0]


def test_cancelling_the_order_frees_every_time(connect):
    connect.control("fill", date="2026-11-25", window="MORNING", trade="plumbing", leave=1)
    connect.raise_order()
    connect.raise_order("TP-2")
    slot = ("2026-11-25", "MORNING")
    connect.book(slot)
    assert slot not in connect.find_free("TP-2")
    cancel = {"PrimaryOrderNumber": "TP-1", "ContractExternalId": CONTRACT}
    connect.patch("SalesOrder", cancel | {"OrderStatus": 11, "CancelReason": "NOLONGER"})
    assert slot in connect.find_free("TP-2")
    assert [each["VisitStatusName"] for each in connect.visits()] == ["PendingDeletion"]


@pytest.mark.parametrize("day", ["2026-11-18", "2026-11-17", "2020-01-01"])
def test_today_and_the_past_cannot_be_booked(connect, slot, day):
    assert connect.book((day, "MORNING")).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"PrimaryOrderNumber": "TP-9"},
        {"PlanningWindowId": 1},
        {"VisitExternalId": "0000"},
        {"ResourceExternalId": "OP-99"},
    ],
)
def test_what_does_not_exist_is_refused_with_a_message_alone(connect, slot, wrong):
    answer = connect.book(slot, **wrong)
    assert (answer.status_code, set(answer.json())) == (400, {"Message"})
    assert connect.visits() == []


def test_the_visit_of_another_order_cannot_be_moved(connect, slot):
    visit = connect.book(slot).json()["VisitExternalId"]
    connect.raise_order("TP-2")
    assert connect.book(slot, "TP-2", VisitExternalId=visit).status_code == 400


def test_a_cancelled_order_cannot_be_booked(connect, slot):
    connect.control("staff", action="cancel_order", order="TP-1")
    assert connect.book(slot).status_code == 400


def test_a_named_resource_comes_where_they_are_free(connect, slot):
    connect.book(connect.find_free(ResourceExternalId="OP-01")[0], ResourceExternalId="OP-01")
    assert connect.visits()[0]["Resource"] == "Asha Patel"


def test_a_visit_can_be_put_on_the_shelf(connect, slot):
    assert connect.book(slot, ShelveAppointment=True).json()["Date"] is None
    assert connect.visits()[0]["VisitStatusName"] == "Shelved"


def test_the_summary_keeps_to_its_window_of_time(connect, slot):
    connect.book(slot)
    day = slot[0]
    inside = {"WindowStart": f"{day} 00:00:00", "WindowEnd": f"{day} 23:59:59"}
    assert len(connect.visits(PropertyId="P-2001", **inside)) == 1
    assert connect.visits(PropertyId="P-2001", WindowEnd=f"{day} 00:00:00") == []
    assert connect.visits(PropertyId="P-2001", WindowStart="2027-06-01 00:00:00") == []


def test_a_summary_needs_an_order_or_a_property(connect):
    assert connect.get("BookingSummary").status_code == 400
    assert connect.get("BookingSummary", PrimaryOrderNumber="TP-9").status_code == 400


def test_a_property_without_anything_is_an_empty_summary(connect):
    assert connect.get("BookingSummary", PropertyId="P-9").json() == {"Customer": None, "Appointments": []}


def test_a_property_still_shows_what_a_former_tenant_had(connect):
    answer = connect.get("BookingSummary", PropertyId="P-1003").json()
    contract.check(answer, "BookingSummaryResponse")
    assert answer["Customer"]["Name"] == "Mr Former Occupant"
    assert answer["Appointments"][0]["OrderRaisedDate"] == "2024-11-18T00:00:00"
    assert "CANARY" in answer["Appointments"][0]["OperativeComments"]


def test_the_warnings_of_a_property_come_back_with_each_of_its_orders(connect):
    customer = order_for()["Customer"] | {"ExternalId": "P-1003"}
    assert "CANARY" in connect.raise_order(Customer=customer).json()["PropertyWarningDescription"]
