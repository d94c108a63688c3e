"""What each answer comes to: yes, no, not now, or nobody knows."""

from dataclasses import replace

import pytest

from booking.schedulers.base import (
    Contact,
    Refused,
    RemoteOrder,
    Scheduler,
    SchedulerError,
    SlotTaken,
    Unavailable,
    Unknown,
)
from booking.schedulers.connect import objects
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import Answer, Remote, answer, page, sending

CODE, TRAIT = objects.Code(code_external_id="A"), objects.AttributeItem(attribute_name="LADDERS")
JOB = objects.JobCode(code_external_id="A")
RATE = objects.RateBook(code_external_id="A", contract_external_id="DLO")
CALLS = {
    "POST /api/SalesOrder": lambda c: c.raise_order(samples.ORDER),
    "PATCH /api/SalesOrder": lambda c: c.cancel_order(samples.NUMBER, reason="It is fixed"),
    "POST /api/Booking": lambda c: c.book(samples.BOOKING),
    "POST /api/BookSubContractorOrder": lambda c: c.hand_over(samples.NUMBER, supplier="S1"),
    "POST /api/SalesOrder/7/Code": lambda c: c.client.details.post_code(7, CODE),
    "PUT /api/SalesOrder/7/Code": lambda c: c.client.details.put_code(7, CODE),
    "DELETE /api/SalesOrder/7/Code/A": lambda c: c.client.details.delete_code(7, "A"),
    "DELETE /api/SalesOrder/7/Code/A/Location/B": lambda c: c.client.details.delete_code_at(
        7, "A", location="B"
    ),
    "POST /api/SalesOrder/7/Attribute": lambda c: c.client.details.post_attributes(7, (TRAIT,)),
    "PUT /api/JobCode/A": lambda c: c.client.catalogue.put_job_code("A", JOB),
    "PUT /api/RateBook": lambda c: c.client.catalogue.put_rate_book(RATE),
    "GET /api/SalesOrder": lambda c: c.read_order(samples.NUMBER),
    "GET /api/Availability": lambda c: c.offer(samples.NUMBER, since=samples.DAY),
    "GET /api/BookingSummary": lambda c: c.visits(number=samples.NUMBER),
    "GET /api/SalesOrder/7/Code": lambda c: c.client.details.get_codes(7),
    "GET /api/SalesOrder/7/Attribute": lambda c: c.client.details.get_attributes(7),
    "GET /api/PlanningWindow": lambda c: c.windows(),
}
WRITES = [name for name in CALLS if not name.startswith("GET")]
READS = [name for name in CALLS if name.startswith("GET")]
DENIED = {"Message": "The request is invalid.", "ModelState": {"b.Date": ["The value 'x' is not valid."]}}
ROUTE = {"Message": "No HTTP resource was found.", "MessageDetail": "No type was found."}
OTHER = "TP-9999"


def outcome(name: str, reply: Answer, remote: Remote, connect: Scheduler) -> SchedulerError | None:
    remote.on(name, reply)
    try:
        CALLS[name](connect)
    except SchedulerError as error:
        return error
    return None


def deep(depth: int) -> bytes:
    return b'{"A":' * depth + b"1" + b"}" * depth


HOSTILE = {
    "HTML": page(),
    "HTML that says JSON": answer(b"<html></html>"),
    "XML": answer(b"<a/>", Content_Type="application/xml"),
    "JSON that says HTML": answer(b"{}", Content_Type="text/html"),
    "null": answer(None),
    "a word": answer("Fine"),
    "a number": answer(1),
    "true": answer(True),
    "a list": answer([[]]),
    "a list of nothing": answer([None, 3, "x"]),
    "an error": answer({"Message": "An error has occurred."}),
    "another shape": answer({"Success": True}),
    "cut off": answer(b'{"PrimaryOrderNumber": "TP-00'),
    "empty": answer(b""),
    "blank": answer(b"  \r\n"),
    "not a number": answer(b'{"PrimaryOrderNumber": NaN}'),
    "the same name twice": answer(b'{"PrimaryOrderNumber": "TP-0001", "PrimaryOrderNumber": "TP-9999"}'),
    "another name and then ours": answer(
        b'{"PrimaryOrderNumber": "TP-9999", "PrimaryOrderNumber": "TP-0001", "OrderStatus": 11}'
    ),
    "bottomless": answer(deep(10_000)),
    "bottomless list": answer(b"[" * 100_000),
    "another charset": answer('{"PrimaryOrderNumber": "é"}'.encode("latin-1")),
    "UTF-16": answer('{"PrimaryOrderNumber": "TP-0001"}'.encode("utf-16")),
    "noughts": answer(b"\0" * 100),
    "two objects": answer(b"{}{}"),
    "a comment": answer(b"{} // fine"),
    "an endless number": answer(b'{"PrimaryOrderNumber": ' + b"9" * 10_000 + b"}"),
    "nothing but its end": sending(b""),
    "half a head": sending(b"HTTP/1.1 200 OK\r\nContent-"),
    "half a body": sending(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
    "created elsewhere": answer({"PrimaryOrderNumber": OTHER, "PlanningWindows": 3}),
    "everything odd": answer(
        {"PrimaryOrderNumber": {"a": 1}, "Date": [], "VisitExternalId": {}, "Availability": 3}
    ),
    "503 page": page(status=503),
    "408": answer({}, 408),
    "504 in Connect's form": answer({"Message": "An error has occurred."}, 504),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", WRITES)
def test_a_write_with_a_hostile_answer_is_unknown(name, what, remote, connect) -> None:
    assert type(outcome(name, HOSTILE[what], remote, connect)) is Unknown
    assert len(remote.calls()) == 1


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", READS)
def test_a_read_with_a_hostile_answer_is_unavailable_or_empty(name, what, remote, connect) -> None:
    error = outcome(name, HOSTILE[what], remote, connect)
    assert error is None or type(error) is Unavailable
    if name == "GET /api/SalesOrder":
        assert type(error) is Unavailable


@pytest.mark.parametrize("what", ["HTML", "null", "an error", "a word", "empty", "503 page", "another shape"])
@pytest.mark.parametrize("name", READS)
def test_no_answer_is_never_taken_for_an_empty_one(name, what, remote, connect) -> None:
    assert type(outcome(name, HOSTILE[what], remote, connect)) is Unavailable


STATUSES = [
    (answer(DENIED, 400), Refused, False),
    (answer({"Message": "no"}, 400), Refused, False),
    (answer({}, 400), Unknown, False),
    (page(status=400), Unknown, False),
    (answer({"Message": "x"}, 401), Unavailable, True),
    (answer({"Message": "x"}, 403), Unavailable, True),
    (answer(ROUTE, 404), Unavailable, True),
    (page(status=404), Unavailable, True),
    (answer({"Message": "x"}, 405), Unavailable, True),
    (answer({"Message": "x"}, 415), Unavailable, True),
    (answer({}, 429, Retry_After="9"), Unknown, False),
    (answer({}, 409), Unknown, False),
    (answer({}, 302, Location="/"), Unknown, False),
    (answer({"Message": "An error has occurred."}, 500), Unknown, False),
]


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize(("reply", "kind", "misconfigured"), STATUSES)
def test_what_a_status_means_for_a_write(name, reply, kind, misconfigured, remote, connect) -> None:
    error = outcome(name, reply, remote, connect)
    assert isinstance(error, kind)
    assert getattr(error, "misconfigured", False) is misconfigured
    assert error.evidence["status"] == reply.status


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("status", [302, 400, 401, 403, 405, 408, 409, 415, 429, 500, 503])
def test_a_read_that_fails_is_never_unknown(name, status, remote, connect) -> None:
    error = outcome(name, answer({"Message": "x"}, status, Retry_After="9"), remote, connect)
    if (name, status) == ("GET /api/Availability", 400):  # an order that has none, such as a cancelled one
        assert type(error) is Refused
        return
    assert type(error) is Unavailable
    assert error.misconfigured is (status in {302, 401, 403, 405, 415})
    assert status == 401 or error.retry_after == 9


@pytest.mark.parametrize("body", [b"null", b"", b" \r\n", b"\xef\xbb\xbfnull"])
def test_a_404_without_words_means_absent(body, remote, connect) -> None:
    remote.on("GET /api/SalesOrder", answer(body, 404))
    assert connect.read_order(samples.NUMBER) is None


@pytest.mark.parametrize("reply", [answer(ROUTE, 404), page("gone", 404), answer({}, 404), answer("", 404)])
def test_any_other_404_is_a_wrong_address(reply, remote, connect) -> None:
    error = outcome("GET /api/SalesOrder", reply, remote, connect)
    assert type(error) is Unavailable
    assert error.misconfigured


@pytest.mark.parametrize("name", ["GET /api/BookingSummary", "GET /api/Availability"])
def test_a_404_without_words_is_no_empty_answer(name, remote, connect) -> None:
    assert type(outcome(name, answer(None, 404), remote, connect)) is Unavailable


def test_a_wrong_address_creates_nothing_and_is_no_refusal(remote, connect) -> None:
    error = outcome("POST /api/SalesOrder", answer(b"", 404), remote, connect)
    assert type(error) is Unavailable
    assert error.misconfigured


@pytest.mark.parametrize(
    "name", ["PATCH /api/SalesOrder", "POST /api/Booking", "POST /api/BookSubContractorOrder"]
)
def test_an_order_that_is_not_there_is_a_refusal(name, remote, connect) -> None:
    assert type(outcome(name, answer(None, 404), remote, connect)) is Refused


def test_a_slot_gone_to_somebody_else(remote, connect) -> None:
    error = outcome("POST /api/Booking", answer({"Message": "The slot is taken."}, 400), remote, connect)
    assert type(error) is SlotTaken
    assert error.reason == "The slot is taken."


def test_a_booking_that_is_not_understood_is_no_taken_slot(remote, connect) -> None:
    error = outcome("POST /api/Booking", answer(DENIED, 400), remote, connect)
    assert type(error) is Refused
    assert "The value 'x' is not valid." in error.reason


@pytest.mark.parametrize(
    "change",
    [
        {"PrimaryOrderNumber": OTHER},
        {"PrimaryOrderNumber": None},
        {"Date": "2026-05-08"},
        {"Date": None},
        {"Date": "0001-01-01T00:00:00"},
        {"Date": "soon"},
        {"PlanningWindow": None},
        {"PlanningWindow": samples.WINDOW | {"Id": 4}},
        {"PlanningWindow": 3},
        {"VisitExternalId": ""},
        {"VisitExternalId": "  "},
        {"VisitExternalId": None},
    ],
)
def test_a_booking_counts_only_if_everything_is_repeated(change, remote, connect) -> None:
    error = outcome("POST /api/Booking", answer(samples.BOOKED | change), remote, connect)
    assert type(error) is Unknown
    assert error.evidence["body"]


@pytest.mark.parametrize(
    "change",
    [
        {"PlanningWindow": samples.WINDOW | {"Id": "3"}},
        {"Date": "2026-05-07"},
        {"Date": "2026-05-06T23:00:00Z"},
        {"Date": "2026-05-07T00:00:00.0000000"},
        {"Extra": {"New": 1}, "MessagingPreference": 99, "Duration": "long"},
        {"VisitExternalId": 12345},
    ],
)
def test_a_booking_told_in_other_words_counts(change, remote, connect) -> None:
    assert outcome("POST /api/Booking", answer(samples.BOOKED | change), remote, connect) is None


def test_a_booking_counts_even_if_its_window_has_no_hours(remote, connect) -> None:
    remote.on("POST /api/Booking", answer(samples.BOOKED | {"PlanningWindow": {"Id": 3, "StartHour": 77}}))
    assert connect.book(samples.BOOKING).window.id == "3"


@pytest.mark.parametrize("body", [b"{}", b"", b"null", b"<html>", b'{"PrimaryOrderNumber": "TP-0001"}'])
def test_created_is_created_whatever_the_body(body, remote, connect) -> None:
    assert outcome("POST /api/SalesOrder", answer(body, 201), remote, connect) is None


def test_created_under_another_number_is_unknown(remote, connect) -> None:
    error = outcome("POST /api/SalesOrder", answer({"PrimaryOrderNumber": OTHER}, 201), remote, connect)
    assert type(error) is Unknown


@pytest.mark.parametrize("number", [OTHER, None, "", "tp-0001", "X" * 40])
def test_an_order_of_another_number_is_not_adopted(number, remote, connect) -> None:
    reply = answer(samples.SALES_ORDER | {"PrimaryOrderNumber": number})
    error = outcome("GET /api/SalesOrder", reply, remote, connect)
    assert type(error) is Unavailable
    assert error.evidence["body"]


def test_a_contractor_of_another_name_is_unknown(remote, connect) -> None:
    reply = answer({"PrimaryOrderNumber": samples.NUMBER, "SupplierExternalId": "S2"})
    assert type(outcome("POST /api/BookSubContractorOrder", reply, remote, connect)) is Unknown


@pytest.mark.parametrize(
    ("status", "cancelled"), [(11, True), ("11", True), ("Cancel", True), (0, False), (7, False)]
)
def test_only_eleven_is_cancelled_and_staff_see_the_number(status, cancelled, remote, connect) -> None:
    remote.on("GET /api/SalesOrder", answer(samples.SALES_ORDER | {"OrderStatus": status}))
    order = connect.read_order(samples.NUMBER)
    assert isinstance(order, RemoteOrder)
    assert (order.cancelled, order.status) == (cancelled, 7 if status == 7 else 11 if cancelled else 0)


TOO_LONG = {
    "number": replace(samples.ORDER, number="A" * 33),
    "small letters": replace(samples.ORDER, number="tp-1"),
    "description": replace(samples.ORDER, description="x" * 2001),
    "no description": replace(samples.ORDER, description=" "),
    "customer": replace(samples.ORDER, customer="x" * 65),
    "no customer": replace(samples.ORDER, customer=""),
    "no priority": replace(samples.ORDER, priority=""),
    "name": replace(samples.ORDER, contact=Contact(name="x" * 65)),
    "mobile": replace(samples.ORDER, contact=Contact(name="Ada", mobile="0" * 33)),
    "telephone": replace(samples.ORDER, contact=Contact(name="Ada", home_phone="0" * 33)),
    "e-mail": replace(samples.ORDER, contact=Contact(name="Ada", email="x" * 65)),
    "codes and template": replace(samples.ORDER, template=1),
}


@pytest.mark.parametrize("what", TOO_LONG)
def test_what_connect_cannot_take_is_refused_before_a_byte_leaves(what, remote, connect) -> None:
    with pytest.raises(Refused) as error:
        connect.raise_order(TOO_LONG[what])
    assert error.value.reason
    assert "xxx" not in error.value.reason
    assert not remote.requests


def test_a_window_that_is_no_number_is_refused_before_a_byte_leaves(remote, connect) -> None:
    with pytest.raises(Refused):
        connect.book(replace(samples.BOOKING, window="MORNING"))
    assert not remote.requests


def test_no_address_is_for_a_person_to_mend(build, remote) -> None:
    with pytest.raises(Unavailable) as error:
        build(url="").windows()
    assert error.value.misconfigured


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("POST /api/SalesOrder/7/Code", {"CodeExternalId": "B"}),
        ("DELETE /api/SalesOrder/7/Code/A", {"CodeExternalId": "B"}),
        ("PUT /api/JobCode/A", {"CodeExternalId": "B"}),
        ("PUT /api/RateBook", {"CodeExternalId": "A", "ContractExternalId": "VOIDS"}),
    ],
)
def test_a_write_that_is_answered_about_something_else_is_unknown(name, other, remote, connect) -> None:
    assert type(outcome(name, answer(other), remote, connect)) is Unknown
    assert outcome(name, answer({}), remote, connect) is None
