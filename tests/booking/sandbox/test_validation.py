"""What the sandbox says to a request that is not as the document has it."""

import pytest

from . import contract
from .caller import order_for


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("PrimaryOrderNumber", None),
        ("PrimaryOrderNumber", ""),
        ("PrimaryOrderNumber", "X" * 33),
        ("PrimaryOrderNumber", 12),
        ("Customer", None),
        ("Customer", "P-1"),
        ("TargetDateUTC", "16/12/2026"),
        ("TargetDateUTC", "2026-02-30"),
        ("PriorityExternalId", None),
        ("JobDescription", None),
        ("JobCodes", {"CodeExternalId": "TAPS001"}),
        ("OrderSource", 7),
        ("ContractorType", "Somebody"),
        ("CodeTemplateId", "many"),
        ("CodeTemplateId", 2**31),
        ("CodeTemplateId", True),
        ("NeverMessage", 1),
        ("PropertyWarningDescription", "x" * 4001),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(connect, field, value):
    answer = connect.post("SalesOrder", order_for(**{field: value}))
    assert answer.status_code == 400
    contract.check(answer.json(), "Error")
    assert [key.split(".")[1] for key in answer.json()["ModelState"]] == [field]
    assert len(connect.state()["orders"]) == 1


def test_what_is_wrong_inside_an_object_or_array_is_named_with_its_path(connect):
    answer = connect.raise_order(OrderContact={"ContactPreference": 9}, JobCodes=[{}])
    assert set(answer.json()["ModelState"]) == {
        "order.OrderContact.ContactPreference",
        "order.JobCodes[0].CodeExternalId",
    }


@pytest.mark.parametrize("sent", ["{", "NaN", "[]", '"text"', "", "[" * 5000])
def test_a_body_that_is_no_object_is_a_400(connect, sent):
    answer = connect.session.post(
        f"{connect.url}/WS-API/api/Booking",
        data=sent,
        headers={
            "Authorization": f"Bearer {connect.fetch_token().json()['access_token']}",
            "Content-Type": "application/json",
        },
        timeout=10,
    )
    assert answer.status_code == 400
    assert list(answer.json()["ModelState"]) == ["booking"]


def test_a_form_is_no_json(connect):
    answer = connect.call("POST", "Booking", data={"PrimaryOrderNumber": "TP-1"})
    assert answer.status_code == 415


def test_a_resource_that_does_not_exist_is_a_404_with_a_message(connect):
    answer = connect.get("Bookings")
    assert answer.status_code == 404
    assert set(answer.json()) == {"Message", "MessageDetail"}


def test_a_resource_newer_than_the_version_does_not_exist(connect):
    assert connect.post("AvailabilityByTrade", {}, version=2).status_code == 404


def test_a_method_that_a_resource_has_not_is_a_405(connect):
    answer = connect.call("DELETE", "Booking")
    assert answer.status_code == 405
    assert "DELETE" in answer.json()["Message"]


def test_paths_and_names_may_be_in_any_case(connect):
    connect.raise_order()
    answer = connect.get("availability", primaryordernumber="TP-1")
    assert answer.status_code == 200


def test_an_integer_may_come_as_text(connect):
    connect.raise_order()
    day, window = connect.find_free()[0]
    body = {"PrimaryOrderNumber": "TP-1", "Date": day, "PlanningWindowId": str(connect.windows()[window])}
    assert connect.post("Booking", body).status_code == 200


def test_unknown_properties_are_ignored_but_stand_in_the_ledger(connect):
    assert connect.raise_order(Colour="red", Customer=order_for()["Customer"] | {"Dog": 1}).ok
    assert connect.ledger(order="TP-1")[0]["unknown_fields"] == ["order.Colour", "order.Customer.Dog"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("NumberOfWeeks", "6"), ("NumberOfWeeks", "0"), ("IgnoreWeekends", "1"), ("Date", "tomorrow")],
)
def test_a_wrong_query_is_named(connect, field, value):
    connect.raise_order()
    answer = connect.get("Availability", PrimaryOrderNumber="TP-1", **{field: value})
    assert answer.status_code == 400
    assert list(answer.json()["ModelState"]) == [field]
