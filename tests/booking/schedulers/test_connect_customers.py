"""A property's record: read out of the order, sent back whole with a newer contact."""

from dataclasses import replace

import pytest

from booking.schedulers.abilities import CustomerRecord
from booking.schedulers.base import Contact, Refused, Unavailable, Unknown
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import Remote, answer, page, sending
from tests.contracts import document

READ, SEND = "GET /api/SalesOrder", "POST /api/Customer"
CUSTOMER = {
    "ExternalId": "PROP-1",
    "OrganisationExternalId": "RIVER",
    "Name": "Ada Byron",
    "PrimaryContact": {
        "ExternalId": "C-1",
        "FirstName": "Ada",
        "LastName": "Byron",
        "HomePhone": "01632960001",
        "WorkPhone": "01632960002",
        "MobilePhone": None,
        "EmailAddress": "old@example.org",
    },
    "PrimaryAddress": {
        "ExternalId": "A-1",
        "Line1": "1 Mill Lane",
        "Line2": None,
        "Line3": "Mill End",
        "City": "Riverside",
        "PostCode": "RV2 4AB",
        "Region": "Shire",
    },
}
NEWER = Contact(name="Countess Lovelace", mobile="07700900123", email="new@example.org", texts=True)


def shows(remote: Remote, customer: object) -> None:
    remote.on(READ, answer(samples.SALES_ORDER | {"Customer": customer}))


@pytest.fixture
def record(remote, connect) -> CustomerRecord:
    shows(remote, CUSTOMER)
    remote.on(SEND, answer(None, 201))
    found = connect.read_customer(samples.NUMBER)
    assert found is not None
    return found


def test_a_record_has_the_property_its_address_and_its_contact(record) -> None:
    assert record == CustomerRecord(
        customer="PROP-1",
        name="Ada Byron",
        address=("1 Mill Lane", "", "Riverside", "RV2 4AB"),
        contact=Contact(name="Ada Byron", home_phone="01632960001", email="old@example.org"),
    )


@pytest.mark.parametrize(
    "less",
    [
        {"PrimaryContact": None},
        {"PrimaryAddress": None},
        {"Name": None},
        {"PrimaryContact": {}, "PrimaryAddress": {}},
        {"PrimaryContact": "Ada", "PrimaryAddress": ["1 Mill Lane"]},
        {"PrimaryContact": {"FirstName": None, "LastName": "Byron", "Address": 3}},
    ],
)
def test_a_record_with_gaps_is_a_record(less, remote, connect) -> None:
    shows(remote, CUSTOMER | less)
    found = connect.read_customer(samples.NUMBER)
    assert found is not None
    assert found.customer == "PROP-1"
    assert all(isinstance(text, str) for text in (found.name, *found.address, found.contact.name))


@pytest.mark.parametrize("customer", [None, {}, "PROP-1", {"ExternalId": None}, {"ExternalId": " "}])
def test_where_no_property_is_shown_there_is_no_record(customer, remote, connect) -> None:
    shows(remote, customer)
    assert connect.read_customer(samples.NUMBER) is None


def test_where_there_is_no_order_there_is_no_record(remote, connect) -> None:
    remote.on(READ, answer(None, 404))
    assert connect.read_customer(samples.NUMBER) is None


@pytest.mark.parametrize("reply", [page(), answer({}, 500), answer({"PrimaryOrderNumber": "TP-9"})])
def test_no_answer_is_not_taken_for_no_record(reply, remote, connect) -> None:
    remote.on(READ, reply)
    with pytest.raises(Unavailable):
        connect.read_customer(samples.NUMBER)


def test_everything_goes_back_as_read_but_the_numbers_and_the_address_for_mail(
    remote, connect, record
) -> None:
    connect.send_contact(record, NEWER)
    [request] = remote.calls(SEND)
    assert request.headers["accept"] == "application/json; version=4"
    assert document.faults(document.body_schema("POST", "/api/Customer"), request.json) == []
    assert request.json == {
        "ExternalId": "PROP-1",
        "Name": "Ada Byron",
        "OrganisationExternalId": "RIVER",
        "CustomerAddress": {
            "ExternalId": "A-1",
            "Address1": "1 Mill Lane",
            "Address3": "Mill End",
            "City": "Riverside",
            "PostCode": "RV2 4AB",
            "Region": "Shire",
        },
        "CustomerContact": {
            "ExternalId": "C-1",
            "FirstName": "Ada",
            "LastName": "Byron",
            "HomePhone": "",  # the contact has none any more, and a field left out might stay
            "WorkPhone": "01632960002",
            "MobilePhone": "07700900123",
            "HomeEmail": "new@example.org",
        },
    }


def test_an_order_that_names_no_organisation_means_ours(remote, connect) -> None:
    shows(remote, CUSTOMER | {"OrganisationExternalId": None})
    remote.on(SEND, answer(None, 201))
    connect.send_contact(connect.read_customer(samples.NUMBER), NEWER)
    assert remote.calls(SEND)[0].json["OrganisationExternalId"] == "RIVER"


GAPS = [
    ("Name", None),
    ("PrimaryContact", None),
    ("PrimaryAddress", None),
    *(("PrimaryContact", field) for field in ("ExternalId", "FirstName", "LastName")),
    *(("PrimaryAddress", field) for field in ("ExternalId", "Line1", "City", "PostCode")),
]


@pytest.mark.parametrize(("part", "field"), GAPS)
def test_what_connect_requires_and_did_not_show_is_not_made_up(part, field, remote, connect) -> None:
    shows(remote, CUSTOMER | {part: CUSTOMER[part] | {field: None} if field else None})
    found = connect.read_customer(samples.NUMBER)
    with pytest.raises(Refused, match="requires"):
        connect.send_contact(found, NEWER)
    assert not remote.calls(SEND)


def test_a_record_that_nobody_read_is_not_sent(remote, connect, record) -> None:
    with pytest.raises(Refused, match="read from Connect"):
        connect.send_contact(replace(record, origin=None), NEWER)
    assert not remote.calls(SEND)


@pytest.mark.parametrize(
    ("longer", "limit"),
    [({"mobile": "0" * 33}, "32"), ({"home_phone": "0" * 33}, "32"), ({"email": "x" * 65}, "64")],
)
def test_what_is_longer_than_connect_takes_is_refused_in_words_and_never_cut(
    longer, limit, remote, connect, record
) -> None:
    with pytest.raises(Refused) as error:
        connect.send_contact(record, replace(NEWER, **longer))
    assert f"at most {limit} characters" in error.value.reason
    assert "xxx" not in error.value.reason
    assert "000" not in error.value.reason
    assert not remote.calls(SEND)


def test_a_record_s_origin_is_no_part_of_what_is_shown(record) -> None:
    assert "01632960002" not in repr(record)


@pytest.mark.parametrize("body", [b"", b"null", b"<html>", b"{}", b'{"ExternalId": "PROP-1"}'])
def test_created_is_created_whatever_the_body(body, remote, connect, record) -> None:
    remote.on(SEND, answer(body, 201))
    connect.send_contact(record, NEWER)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer({"ExternalId": "PROP-2"}, 201), Unknown),
        (page(), Unknown),
        (answer({}, 500), Unknown),
        (sending(b""), Unknown),
        (answer({"Message": "The organisation could not be found."}, 400), Refused),
        (answer(None, 404), Unavailable),
        (answer({"Message": "no"}, 403), Unavailable),
    ],
)
def test_what_an_answer_means(reply, kind, remote, connect, record) -> None:
    remote.on(SEND, reply)
    with pytest.raises(kind) as error:
        connect.send_contact(record, NEWER)
    assert type(error.value) is kind
