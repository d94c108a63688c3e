"""Codes and attributes of an order, and what they change about who can come."""

import pytest

from . import contract
from .caller import CONTRACT

KEY = {"PrimaryOrderNumber": "TP-1", "ContractExternalId": CONTRACT}


@pytest.fixture
def order(connect):
    connect.raise_order()
    return f"SalesOrder/{connect.get('IdLookup/OrderId', **KEY).json()}"


def codes(connect, order):
    return {
        (one["CodeExternalId"], one["LocationExternalId"]): one["Quantity"] for one in read(connect, order)
    }


def read(connect, order):
    found = connect.get(f"{order}/Code").json()
    for one in found:
        contract.check(one, "Code")
    return found


def add(connect, order, code, **more):
    return connect.post(f"{order}/Code", {"CodeExternalId": code, "Quantity": 1} | more)


def test_a_code_is_added_changed_and_taken_away(connect, order):
    assert add(connect, order, "SAFE001", Quantity=2.5).json() == {}
    assert codes(connect, order) == {("TAPS001", None): 1, ("SAFE001", None): 2.5}
    change = {"CodeExternalId": "SAFE001", "Quantity": 3}
    assert connect.call("PUT", f"{order}/Code", json=change).json() == {}
    assert connect.get(f"{order}/Code/SAFE001").json()["Quantity"] == 3
    assert connect.call("DELETE", f"{order}/Code/SAFE001").json() == {}
    assert codes(connect, order) == {("TAPS001", None): 1}


def test_ledger_and_faults_know_whose_codes_they_are(connect, order):
    connect.spoil("POST SalesOrder/*/Code", "error_after", order="TP-1")
    assert add(connect, order, "SAFE001").status_code == 500
    assert ("SAFE001", None) in codes(connect, order)
    assert [entry["fault"] for entry in connect.ledger(order="TP-1", call=f"POST {order}/Code")] == [
        "error_after"
    ]


def test_codes_added_later_stand_on_the_order(connect, order):
    add(connect, order, "SAFE001")
    found = connect.get("SalesOrder", **KEY).json()
    contract.check(found, "SalesOrder")
    assert [code["CodeExternalId"] for code in found["JobCodes"]] == ["TAPS001", "SAFE001"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"CodeExternalId": "NONE999"},
        {"CodeExternalId": "TAPS001"},
        {"Quantity": None},
        {"Quantity": 0},
        {"Quantity": "many"},
        {"CodeExternalId": None},
    ],
)
def test_a_code_that_cannot_be_is_refused(connect, order, wrong):
    answer = add(connect, order, "SAFE001", **wrong)
    assert answer.status_code == 400
    contract.check(answer.json(), "Error")
    assert codes(connect, order) == {("TAPS001", None): 1}


@pytest.mark.parametrize("number", ["1", "x", "99999999999"])
def test_an_order_that_is_not_there_has_no_codes(connect, number):
    assert connect.get(f"SalesOrder/{number}/Code").status_code == 400
    assert connect.get(f"SalesOrder/{number}/Attribute").status_code == 400


def test_an_order_split_by_locations_wants_the_location(connect):
    connect.raise_order(JobCodes=[{"CodeExternalId": "TAPS001", "Location": "KITCHEN"}])
    order = f"SalesOrder/{connect.get('IdLookup/OrderId', **KEY).json()}"
    assert "code.LocationExternalId" in add(connect, order, "TAPS001").json()["ModelState"]
    add(connect, order, "TAPS001", LocationExternalId="BATHROOM", Quantity=4)
    there = f"{order}/Code/TAPS001/Location"
    assert connect.get(f"{there}/BATHROOM").json()["Quantity"] == 4
    assert connect.call("DELETE", f"{there}/KITCHEN").status_code == 200
    assert connect.get(f"{there}/KITCHEN").status_code == 400
    assert codes(connect, order) == {("TAPS001", "BATHROOM"): 4}


def test_a_code_that_takes_longer_leaves_fewer_times(connect, order):
    before = connect.find_free()
    add(connect, order, "SAFE001", Quantity=6)
    assert set(connect.find_free()) < set(before)


def test_a_code_for_a_second_operative_sends_two(connect, order):
    add(connect, order, "ATTE002")
    assert connect.book(connect.find_free()[0]).json()["TwoToAttend"] is True


def test_attributes_are_set_and_read_again(connect, order):
    items = [{"AttributeName": "Asbestos", "Value": "true"}, {"AttributeName": "Dog", "Value": "barks"}]
    assert connect.post(f"{order}/Attribute", items).json() == {}
    connect.post(f"{order}/Attribute", [{"AttributeName": "Dog", "Value": "gone"}])
    found = connect.get(f"{order}/Attribute").json()
    contract.check(found, "Attribute")
    assert {item["AttributeName"]: item["Value"] for item in found["Attribute"]} == {
        "Asbestos": "true",
        "Dog": "gone",
    }


@pytest.mark.parametrize(
    "body", [{"AttributeName": "Dog"}, [{"Value": "x"}], ["Dog"], [{"AttributeName": ""}]]
)
def test_attributes_come_as_a_list_and_by_name(connect, order, body):
    answer = connect.post(f"{order}/Attribute", body)
    assert "ModelState" in answer.json()
    assert connect.get(f"{order}/Attribute").json()["Attribute"] == []


@pytest.mark.parametrize("name", ["Asbestos", "LADDERS"])
def test_an_attribute_leaves_it_to_those_who_are_allowed_to(connect, order, name):
    before = connect.find_free()
    connect.post(f"{order}/Attribute", [{"AttributeName": name, "Value": "Yes"}])
    assert set(connect.find_free()) < set(before)
    connect.post(f"{order}/Attribute", [{"AttributeName": name, "Value": "No"}])
    assert connect.find_free() == before


def test_two_to_attend_can_be_an_attribute(connect, order):
    connect.post(f"{order}/Attribute", [{"AttributeName": "Two to attend", "Value": "true"}])
    assert connect.book(connect.find_free()[0]).json()["TwoToAttend"] is True


def test_attributes_count_before_there_is_an_order(connect):
    def free(attributes):
        body = {"Skills": ["plumbing"], "NumberOfWeeks": 5, "SchedulingAttributes": attributes}
        rows = connect.post("AvailabilityByTrade", body).json()["AvailabilityPlanningWindows"]
        return sum(bool(day["AvailabilityStatus"]) for row in rows for day in row["AvailabilityDays"])

    assert 0 < free([{"AttributeName": "Asbestos", "Value": "true"}]) < free([])


def test_before_version_3_there_are_no_codes(connect, order):
    assert connect.get(f"{order}/Code", version=2).status_code == 404
    assert connect.get(f"{order}/Attribute", version=2).status_code == 404
