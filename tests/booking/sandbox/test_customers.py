"""Customer records of version 4, and how they show in the older shape."""

import pytest

from . import contract

RECORD = {
    "ExternalId": "P-2001",
    "Name": "Ms Jo Newton",
    "OrganisationExternalId": "RIVERSIDE",
    "CustomerAddress": {
        "ExternalId": "P-2001",
        "Address1": "8 Weir Street",
        "City": "Riverside",
        "PostCode": "RV3 2CD",
        "PropertyWarningDescription": "Low ceiling",
    },
    "CustomerContact": {
        "ExternalId": "C-1",
        "FirstName": "Jo",
        "LastName": "Newton",
        "MobilePhone": "07700 900123",
        "HomeEmail": "jo@example.com",
    },
}


def send(connect, **more):
    return connect.post("Customer", RECORD | more, version=4)


def test_a_record_is_answered_as_it_was_taken(connect):
    answer = send(connect)
    assert answer.status_code == 201
    contract.check(answer.json(), "CustomerModel")
    assert answer.json()["CustomerContact"]["MobilePhone"] == "07700 900123"


def test_the_summary_and_the_order_show_the_new_contact(connect):
    connect.raise_order()
    send(connect)
    customer = connect.get("BookingSummary", PrimaryOrderNumber="TP-1").json()["Customer"]
    contract.check(customer, "Customer")
    assert customer["PrimaryContact"]["EmailAddress"] == "jo@example.com"
    assert customer["PrimaryAddress"]["Line1"] == "8 Weir Street"
    key = {"PrimaryOrderNumber": "TP-1", "ContractExternalId": "RIVERSIDE-R&M"}
    assert connect.get("SalesOrder", **key).json()["Customer"] == customer


def test_a_later_record_replaces_the_earlier_one(connect):
    send(connect)
    send(connect, CustomerContact=RECORD["CustomerContact"] | {"MobilePhone": "07700 900999"})
    customer = connect.get("BookingSummary", PropertyId="P-2001").json()["Customer"]
    assert customer["PrimaryContact"]["MobilePhone"] == "07700 900999"


def test_what_a_later_record_does_not_say_stays(connect):
    send(connect)
    address = RECORD["CustomerAddress"] | {"PropertyWarningDescription": None}
    contact = RECORD["CustomerContact"] | {"HomeEmail": ""}
    answer = send(connect, CustomerAddress=address, CustomerContact=contact).json()
    assert answer["CustomerAddress"]["PropertyWarningDescription"] == "Low ceiling"
    assert answer["CustomerContact"]["HomeEmail"] == ""


def test_a_known_propertys_warnings_outlive_a_new_record(connect):
    address = RECORD["CustomerAddress"] | {"PropertyWarningDescription": None}
    answer = send(connect, ExternalId="P-1003", CustomerAddress=address).json()
    assert "dog" in answer["CustomerAddress"]["PropertyWarningDescription"]
    assert "alone" in answer["CustomerContact"]["ContactWarningDescription"]


def test_any_property_has_a_record_that_could_be_sent_back(connect):
    connect.raise_order()
    key = {"PrimaryOrderNumber": "TP-1", "ContractExternalId": "RIVERSIDE-R&M"}
    customer = connect.get("SalesOrder", **key).json()["Customer"]
    for name in ("Name", "ExternalId"):
        assert customer[name]
    for name in ("ExternalId", "FirstName", "LastName"):
        assert customer["PrimaryContact"][name]
    for name in ("ExternalId", "Line1", "City", "PostCode"):
        assert customer["PrimaryAddress"][name]


def test_the_warnings_of_a_record_come_back_with_its_orders(connect):
    send(connect)
    connect.raise_order()
    key = {"PrimaryOrderNumber": "TP-1", "ContractExternalId": "RIVERSIDE-R&M"}
    assert connect.get("SalesOrder", **key).json()["PropertyWarningDescription"] == "Low ceiling"


def test_where_nobody_goes_alone_two_come(connect):
    send(connect, PairedWorkingRequired=True)
    connect.raise_order()
    assert connect.book(connect.find_free()[0]).json()["TwoToAttend"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"OrganisationExternalId": "OTHER"},
        {"ParentExternalId": "P-NOBODY"},
        {"CustomerContact": None},
        {"CustomerAddress": {"ExternalId": "P-2001"}},
        {"TenancyCommencementDate": "soon"},
    ],
)
def test_a_record_that_is_not_whole_or_not_ours_is_refused(connect, wrong):
    answer = send(connect, **wrong)
    assert answer.status_code == 400
    contract.check(answer.json(), "Error")


def test_before_version_4_there_are_no_records(connect):
    assert connect.post("Customer", RECORD, version=3).status_code == 404
