"""SalesOrder: raise, read, amend, cancel; and the calls that need an order."""

import pytest

from . import contract
from .caller import CONTRACT, order_for

KEY = {"PrimaryOrderNumber": "TP-1", "ContractExternalId": CONTRACT}
CANCEL = KEY | {"OrderStatus": 11, "CancelReason": "NOLONGER"}


def test_a_new_order_answers_201_and_itself(connect):
    answer = connect.raise_order(CrmId="77")
    assert answer.status_code == 201
    contract.check(answer.json(), "SalesOrder")
    assert (answer.json()["PrimaryOrderNumber"], answer.json()["CrmId"]) == ("TP-1", "77")


def test_version_2_answers_nothing_but_a_pair_of_braces(connect):
    contact = {"FirstName": "Ann"}
    whole = {"ExternalId": "P-1", "OrganisationExternalId": "RIVERSIDE"}
    whole |= {"PrimaryContact": contact, "PrimaryAddress": {"Line1": "1 Mill Lane"}}
    answer = connect.post("SalesOrder", order_for(Customer=whole), version=2)
    assert (answer.status_code, answer.json()) == (201, {})


def test_fields_newer_than_the_version_vanish_in_silence_but_not_from_the_ledger(connect):
    answer = connect.post("SalesOrder", order_for(), version=2)
    assert "order.Customer.PrimaryContact" in answer.json()["ModelState"]
    dropped = connect.ledger(order="TP-1")[0]["unknown_fields"]
    assert dropped == ["order.UseExistingCustomerDetails (version 3)"]


def test_a_number_is_used_once(connect):
    connect.raise_order()
    answer = connect.raise_order()
    assert answer.status_code == 400
    assert set(answer.json()) == {"Message"}


def test_reading_back_writes_out_nulls_and_dates_with_a_time(connect):
    connect.raise_order()
    found = connect.get("SalesOrder", **KEY).json()
    contract.check(found, "SalesOrder")
    assert found["TargetDateUTC"] == "2026-12-16T00:00:00"
    assert found["WorkStream"] is None
    assert found["OrderStatus"] == 0


def test_an_older_version_does_not_show_newer_fields(connect):
    connect.raise_order(CrmId="77")
    assert "CrmId" not in connect.get("SalesOrder", version=2, **KEY).json()


@pytest.mark.parametrize("key", [{"PrimaryOrderNumber": "TP-2"}, {"ContractExternalId": "OTHER"}])
def test_an_order_that_is_not_there_is_a_404_with_null(connect, key):
    connect.raise_order()
    answer = connect.get("SalesOrder", **KEY | key)
    assert (answer.status_code, answer.text) == (404, "null")


def test_a_cancelled_order_says_so_and_why(connect):
    connect.raise_order()
    answer = connect.patch("SalesOrder", CANCEL)
    assert (answer.status_code, answer.json()) == (200, {})
    found = connect.get("SalesOrder", **KEY).json()
    assert (found["OrderStatus"], found["CancelReason"]) == (11, "NOLONGER")


def test_cancelling_needs_a_reason(connect):
    connect.raise_order()
    answer = connect.patch("SalesOrder", {key: CANCEL[key] for key in CANCEL if key != "CancelReason"})
    assert answer.json()["ModelState"] == {"order.CancelReason": ["The CancelReason field is required."]}


def test_a_new_priority_needs_a_new_target_date(connect):
    connect.raise_order()
    answer = connect.patch("SalesOrder", KEY | {"PriorityExternalId": "URGENT"})
    assert "order.TargetDateUTC" in answer.json()["ModelState"]


def test_an_order_is_amended(connect):
    connect.raise_order()
    connect.patch("SalesOrder", KEY | {"JobDescription": "Both taps drip"})
    assert connect.get("SalesOrder", **KEY).json()["JobDescription"] == "Both taps drip"


def test_an_order_that_is_not_there_cannot_be_cancelled(connect):
    assert connect.patch("SalesOrder", CANCEL).status_code == 400


def test_amending_came_with_version_2(connect):
    connect.raise_order()
    assert connect.call("PATCH", "SalesOrder", version=1, json=CANCEL).status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        {"ContractExternalId": "OTHER"},
        {"Customer": {"ExternalId": "P-1", "OrganisationExternalId": "OTHER"}},
        {"InvokeDiagnosis": True},
    ],
)
def test_orders_of_another_landlord_or_without_their_template_are_refused(connect, wrong):
    answer = connect.raise_order(**wrong)
    assert answer.status_code == 400
    contract.check(answer.json(), "Error")
    assert connect.get("SalesOrder", **KEY).status_code == 404


def test_a_customer_with_existing_details_comes_by_its_ids_alone(connect):
    known = order_for()["Customer"] | {"Name": "Somebody"}
    assert "order.Customer.Name" in connect.raise_order(Customer=known).json()["ModelState"]


def test_the_internal_number_is_a_bare_integer(connect):
    connect.raise_order()
    assert isinstance(connect.get("IdLookup/OrderId", **KEY).json(), int)
    assert connect.get("IdLookup/OrderId", **KEY | {"PrimaryOrderNumber": "TP-2"}).status_code == 400


def test_a_known_supplier_is_answered_by_name(connect):
    connect.raise_order()
    body = {"PrimaryOrderNumber": "TP-1", "SupplierExternalId": "FENCE01"}
    answer = connect.post("BookSubContractorOrder", body)
    contract.check(answer.json(), "BookSubContractorOrderResponse")
    assert answer.json()["SupplierName"] == "Hartley Fencing Ltd"


def test_an_unknown_supplier_is_refused(connect):
    connect.raise_order()
    body = {"PrimaryOrderNumber": "TP-1", "SupplierExternalId": "NOBODY"}
    assert connect.post("BookSubContractorOrder", body).status_code == 400


def test_what_a_supplier_has_takes_no_slot_of_ours(connect):
    connect.raise_order()
    slot = connect.find_free()[0]
    connect.post("BookSubContractorOrder", {"PrimaryOrderNumber": "TP-1", "SupplierExternalId": "FENCE01"})
    assert connect.find_free() == []
    assert connect.book(slot).status_code == 400
