"""What an answer to a write means: done, certainly not done, or unknown; and what is sent at all."""

from dataclasses import replace

import pytest

from booking.schedulers.base import (
    BookingRequest,
    Contact,
    Refused,
    SchedulerError,
    SlotTaken,
    Unavailable,
    Unknown,
)
from tests.booking.schedulers import samples
from tests.booking.schedulers.cadulis.script import (
    CREATE,
    DISCOVERY,
    LIST,
    NUMBER,
    READ,
    UPDATE,
    WIZARD,
    discover,
    job,
    listed,
    one,
    proposed,
    start,
)
from tests.booking.schedulers.remote import answer, page, sending

PLANNED = {"scheduled_start_at": "2026-11-20T09:00:00+00:00", "scheduled_end_at": "2026-11-20T11:00:00+00:00"}
WISH = BookingRequest(number=NUMBER, date=samples.DAY.replace(month=11, day=20), window="0900-1100")


def outcome(attempt) -> SchedulerError | None:
    try:
        attempt()
    except SchedulerError as error:
        return error
    return None


@pytest.fixture
def ready(scripted, remote):
    """An intervention that waits, at a time that is free."""
    remote.on(READ, answer(one()))
    remote.on(LIST, answer(listed()))
    remote.on(WIZARD, answer(proposed(start())))
    return scripted


def raising(one):
    return outcome(lambda: one.raise_order(samples.ORDER))


def cancelling(one):
    return outcome(lambda: one.cancel_order(NUMBER, reason="It is fixed"))


def booking(one):
    return outcome(lambda: one.book(WISH))


WRITES = {CREATE: raising, UPDATE: cancelling, f"{UPDATE} ": booking}

HOSTILE = {
    "HTML": page(),
    "HTML that says JSON": answer(b"<html></html>"),
    "JSON that says HTML": answer(b"{}", Content_Type="text/html"),
    "null": answer(None),
    "a list": answer([[]]),
    "an object of nothing": answer({}),
    "an error": answer({"error": "An error has occurred."}),
    "nothing in it": answer({"intervention": None}),
    "a list in it": answer({"intervention": []}),
    "another's": answer(one(cref="TP-9999")),
    "nobody's": answer(one(cref=None)),
    "cut off": answer(b'{"intervention": {"cref": "TP-00'),
    "empty": answer(b""),
    "the same name twice": answer(b'{"intervention": 1, "intervention": 2}'),
    "bottomless": answer(b'{"a":' * 10_000),
    "half a body": sending(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
    "408": answer({"error": "x"}, 408),
    "429": answer({"error": "x"}, 429),
    "500": answer({"error": "x"}, 500),
    "503 page": page(status=503),
    "400 page": page(status=400),
    "400 of nothing": answer({}, 400),
    "302": answer({}, 302, Location="/elsewhere"),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("write", WRITES)
def test_a_write_with_a_hostile_answer_is_unknown_and_sent_once(write, what, ready, remote):
    remote.on(write.strip(), HOSTILE[what])
    assert type(WRITES[write](ready)) is Unknown
    assert len(remote.calls(write.strip())) == 1


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("status", [401, 403, 404, 405, 410, 415])
def test_who_is_turned_away_has_done_nothing(write, status, ready, remote):
    remote.on(write.strip(), answer({"message": "Forbidden"}, status))
    error = WRITES[write](ready)
    assert type(error) is Unavailable
    assert error.misconfigured
    assert error.evidence["status"] == status


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer({"error": "no"}, 409), SlotTaken),
        (answer({"message": "no"}, 400), SlotTaken),
        (answer({"error": "no", "errors": {"duration": "odd"}}, 400), Refused),
        (answer({"message": "no"}, 422), Refused),
    ],
)
def test_a_definite_no_to_a_booking_is_about_the_time_or_about_what_we_sent(reply, kind, ready, remote):
    remote.on(UPDATE, reply)
    error = booking(ready)
    assert type(error) is kind
    assert "no" in error.reason


@pytest.mark.parametrize("write", [CREATE, UPDATE])
def test_a_definite_no_to_anything_else_is_a_refusal_with_its_words(write, ready, remote):
    remote.on(write, answer({"message": "Not", "error": "so", "details": ["at", "all"]}, 400))
    error = WRITES[write](ready)
    assert type(error) is Refused
    assert error.reason == 'Not so ["at", "all"]'


@pytest.mark.parametrize(
    "after",
    [
        one(),
        one(**PLANNED | {"scheduled_start_at": "2026-11-20T10:00:00+00:00"}),
        one(**PLANNED | {"scheduled_end_at": "2026-11-20T12:00:00+00:00"}),
        one(status="canceled", **PLANNED),
        one(status="terminated", **PLANNED),
    ],
)
def test_a_yes_counts_only_if_it_is_read_back(after, ready, remote):
    remote.on(READ, answer(one()), answer(after))
    remote.on(UPDATE, answer(one(**PLANNED)))
    assert type(booking(ready)) is Unknown


def test_a_booking_that_is_read_back_counts(ready, remote):
    remote.on(READ, answer(one()), answer(one(**PLANNED)))
    remote.on(UPDATE, answer(one()))
    assert booking(ready) is None
    form = remote.calls(UPDATE)[0].body.decode()
    assert form == (
        "intervention%5Bcref%5D=TP-0001"
        "&intervention%5Bscheduled_start_at%5D=2026-11-20T09%3A00%3A00%2B00%3A00"
        "&intervention%5Bscheduled_end_at%5D=2026-11-20T11%3A00%3A00%2B00%3A00"
        "&intervention%5Bduration%5D=7200"
    )
    assert remote.calls(UPDATE)[0].headers["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("status", ["canceled", "terminated", "in_progress", "who_knows"])
def test_only_what_waits_is_booked(status, ready, remote):
    remote.on(READ, answer(one(status=status)))
    assert type(booking(ready)) is Refused
    assert remote.calls(UPDATE) == []


def test_a_cancellation_counts_only_if_it_shows(ready, remote):
    remote.on(UPDATE, answer(one()))
    assert type(cancelling(ready)) is Unknown
    remote.on(UPDATE, answer(one(status="cancelled")))
    assert cancelling(ready) is None


def test_an_order_made_that_is_cancelled_already_is_unknown(ready, remote):
    remote.on(CREATE, answer(one(status="canceled")))
    assert type(raising(ready)) is Unknown


@pytest.mark.parametrize(
    "request_",
    [
        replace(WISH, window="MORNING"),
        replace(WISH, number="tp"),
        replace(WISH, date=WISH.date.replace(year=2027, month=3, day=28), window="0130-0230"),
    ],
)
def test_what_makes_no_sense_never_leaves(request_, ready, remote):
    with pytest.raises(Refused):
        ready.book(request_)
    assert remote.requests == []


@pytest.mark.parametrize(
    "change", [{"customer": ""}, {"description": " \n "}, {"description": "x" * 4001}, {"number": "tp-1"}]
)
def test_an_order_that_lacks_something_never_leaves(change, ready, remote):
    with pytest.raises(Refused):
        ready.raise_order(replace(samples.ORDER, **change))
    assert remote.requests == []


def test_what_we_do_not_know_is_not_sent(ready, remote):
    remote.on(CREATE, answer(one()))
    ready.raise_order(replace(samples.ORDER, contact=Contact(name="Ada")))
    form = remote.calls(CREATE)[0].body.decode()
    assert "mobile" not in form
    assert "address" not in form
    assert "status%5D=pending" in form


@pytest.mark.parametrize(
    "reply",
    [
        answer({}),
        answer({"routes": []}),
        answer({"routes": {}}),
        answer({"routes": {"intervention.create": {"method": "POST"}}}),
        answer({"routes": {"intervention.create": {"method": "BREW", "url": "http://127.0.0.1/"}}}),
        answer({"routes": {"intervention.create": {"method": "POST", "url": "  "}}}),
        answer({"routes": {"intervention.create": "http://127.0.0.1/"}}),
    ],
)
def test_a_discovery_of_nothing_permits_nothing(reply, scripted, remote):
    remote.on(DISCOVERY, reply)
    error = raising(scripted)
    assert type(error) is Unavailable
    assert error.misconfigured


@pytest.mark.parametrize(
    "reply", [page(), answer(b""), answer({"routes": 3}), answer([]), answer({"error": "x"}, 500)]
)
def test_a_discovery_that_cannot_be_read_is_unavailable(reply, scripted, remote):
    remote.on(DISCOVERY, reply)
    error = raising(scripted)
    assert type(error) is Unavailable
    assert not error.misconfigured


def test_a_route_elsewhere_is_not_called(scripted, remote):
    discover(remote, **{"intervention.create": {"method": "POST", "url": "http://169.254.169.254/x"}})
    for attempt in (lambda: raising(scripted), lambda: outcome(scripted.check)):
        error = attempt()
        assert type(error) is Unavailable
        assert error.misconfigured
        assert "do not know (169.254.169.254)" in error.reason


def test_a_list_by_post_is_still_a_read(scripted, remote):
    discover(remote, **{"intervention.read": {"method": "POST", "url": f"{remote.url}/read"}})
    remote.on("POST /read", sending(b""))
    assert type(outcome(lambda: scripted.read_order(NUMBER))) is Unavailable


def test_pages_go_on_until_the_last(scripted, remote):
    remote.on(LIST, answer(listed(job(), pages=2)), answer(listed(job(cref="TP-0002"), pages="2")))
    found = scripted.visits(customer="P-1001")
    assert found.visits == ()
    assert [call.query["pagination[page]"] for call in remote.calls(LIST)] == ["1", "2"]


def test_a_list_without_end_is_not_read_for_ever(scripted, remote):
    remote.on(LIST, answer(listed(job(), pages=10**6)))
    assert type(outcome(lambda: scripted.visits(customer="P-1001"))) is Unavailable
    assert len(remote.calls(LIST)) == 50


def test_changes_go_on_from_what_was_seen_last(scripted, remote, now):
    first = listed(job(updated_at="2026-11-18T08:30:00Z"), pages=2)
    second = listed(job(cref="TP-0002", updated_at="2026-11-18T08:40:00Z"))
    remote.on(LIST, answer(first), answer(second))
    found = scripted.changes(since=now().replace(hour=8, minute=0))
    assert found.numbers == {NUMBER, "TP-0002"}
    asked = [(call.query["updated_at_min"], call.query["pagination[page]"]) for call in remote.calls(LIST)]
    assert asked == [("2026-11-18T08:00:00+00:00", "1"), ("2026-11-18T08:30:00+00:00", "1")]
