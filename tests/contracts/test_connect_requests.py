"""Every request that the client can send is one that the document describes, field by field."""

import datetime as dt
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest

from booking.schedulers.base import Contact, Scheduler, SchedulerError, Screen
from tests.booking.schedulers import samples
from tests.booking.schedulers.conftest import _impatient, build, now, remote, store  # noqa: F401 - fixtures
from tests.booking.schedulers.remote import Remote, Request, answer
from tests.contracts import document

LEAST = replace(samples.ORDER, contact=Contact(name=""), codes=(), two_to_attend=False, crm_id="")
SINCE, UNTIL = dt.datetime.fromisoformat("2026-05-01T08:30:00"), dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
CALLS: dict[str, Callable[[Scheduler], Any]] = {
    "order by codes": lambda c: c.raise_order(samples.ORDER),
    "order by diagnosis": lambda c: c.raise_order(samples.DIAGNOSED),
    "least order": lambda c: c.raise_order(LEAST),
    "longest order": lambda c: c.raise_order(replace(samples.ORDER, number="A" * 32, description="x" * 2000)),
    "read order": lambda c: c.read_order(samples.NUMBER),
    "cancel": lambda c: c.cancel_order(samples.NUMBER, reason="It is fixed", description="By myself"),
    "windows": lambda c: c.windows(),
    "offer": lambda c: c.offer(samples.NUMBER, since=samples.DAY),
    "offer for a move": lambda c: c.offer(samples.NUMBER, since=samples.DAY, weeks=1, visit="V/9 &"),
    "book": lambda c: c.book(samples.BOOKING),
    "move": lambda c: c.book(replace(samples.BOOKING, visit="V-9", texts=False, instructions="")),
    "visits of an order": lambda c: c.visits(number=samples.NUMBER),
    "visits of a home": lambda c: c.visits(customer="PROP-1", since=SINCE, until=UNTIL),
    "hand over": lambda c: c.hand_over(samples.NUMBER, supplier="S1"),
    "jump": lambda c: c.jump(samples.USER, screen=Screen.BOOK),
}
RESERVED = {
    "Duration",
    "LimitByPreferredSkills",
    "LimitByPreferredZones",
    "LimitByValidZoneDays",
    "OverrideTargetDate",
    "OverrideTargetDateReason",
    "ShelveAppointment",
    "ResourceExternalId",
    "Url",
    "Token",
    "NeverMessage",
}


@pytest.fixture
def connect(build: Callable[..., Scheduler]) -> Scheduler:  # noqa: F811
    return build(jump_url="https://jump.example/{token}", jump_profile="Tenant", ignore_weekends="true")


def ask(call: str, connect: Scheduler, remote: Remote) -> Request:  # noqa: F811
    with suppress(SchedulerError):  # the remote here knows no route: only what was asked matters
        CALLS[call](connect)
    return remote.calls()[-1]


@pytest.mark.parametrize("call", CALLS)
def test_every_request_is_as_documented(call: str, connect: Scheduler, remote: Remote) -> None:  # noqa: F811
    request = ask(call, connect, remote)
    if request.method == "GET":
        known = document.parameters("GET", request.path)
        assert not request.body
        assert set(request.query) <= known.keys()
        assert {name for name, p in known.items() if p["required"]} <= set(request.query)
        for name, value in request.query.items():
            _check_parameter(known[name]["schema"], value)
    else:
        assert document.faults(document.body_schema(request.method, request.path), request.json) == []
        assert not request.raw_query


@pytest.mark.parametrize("call", CALLS)
def test_every_request_says_its_version_and_carries_the_token(call, connect, remote) -> None:  # noqa: F811
    headers = ask(call, connect, remote).headers
    assert headers["accept"] == "application/json; version=3"
    assert headers["content-type"] == "application/json"
    assert headers["authorization"] == "Bearer T1"


@pytest.mark.parametrize("call", CALLS)
def test_only_fields_with_a_value_and_nothing_reserved(call, connect, remote) -> None:  # noqa: F811
    request = ask(call, connect, remote)
    sent = request.query if request.method == "GET" else request.json
    assert not RESERVED & set(sent)
    assert "null" not in json.dumps(sent)
    assert '""' not in json.dumps(sent)
    assert '"TwoToAttend": false' not in json.dumps(sent)


@pytest.mark.parametrize("call", CALLS)
def test_no_date_has_another_form(call, connect, remote) -> None:  # noqa: F811
    request = ask(call, connect, remote)
    sent = request.query if request.method == "GET" else request.json
    for name in ("Date", "TargetDateUTC"):
        assert name not in sent or re.fullmatch(r"\d{4}-\d\d-\d\d", sent[name])


def test_spaces_in_a_query_are_percent_encoded(connect, remote) -> None:  # noqa: F811
    query = ask("visits of a home", connect, remote).raw_query
    assert "WindowStart=2026-05-01%2008%3A30%3A00" in query
    assert "WindowEnd=2026-06-01%2001%3A00%3A00" in query  # local time
    assert "+" not in query


def test_a_grid_is_asked_for_in_one_call_of_five_weeks(connect, remote) -> None:  # noqa: F811
    assert ask("offer", connect, remote).query == {
        "PrimaryOrderNumber": samples.NUMBER,
        "Date": "2026-05-07",
        "NumberOfWeeks": "5",
        "IgnoreWeekends": "true",
    }


@pytest.mark.parametrize(("option", "sent"), [("", None), ("true", True), ("false", False), ("False", False)])
def test_weekends_are_asked_for_alike_in_grid_and_booking(build, remote, option, sent) -> None:  # noqa: F811
    connect = build(ignore_weekends=option)
    grid = ask("offer", connect, remote).query.get("IgnoreWeekends")
    booking = ask("book", connect, remote).json.get("IgnoreWeekends")
    assert booking is sent
    assert grid == (None if sent is None else str(sent).lower())


def test_an_order_names_the_customer_by_two_ids_alone(connect, remote) -> None:  # noqa: F811
    order = ask("order by codes", connect, remote).json
    assert order["UseExistingCustomerDetails"] is True
    assert order["Customer"] == {"ExternalId": "PROP-1", "OrganisationExternalId": "RIVER"}
    assert order["OrderSource"] == 1
    assert order["JobCodes"] == [
        {"CodeExternalId": "BATH001", "Quantity": 2.0},
        {"CodeExternalId": "BATH002"},
    ]
    assert not {"InvokeDiagnosis", "ContractorType", "OutOfHours", "CodeTemplateId"} & set(order)


def test_a_diagnosed_order_says_so(connect, remote) -> None:  # noqa: F811
    order = ask("order by diagnosis", connect, remote).json
    told = {k: order[k] for k in ("InvokeDiagnosis", "CodeTemplateId", "ContractorType", "OutOfHours")}
    assert told == {"InvokeDiagnosis": True, "CodeTemplateId": 42, "ContractorType": 1, "OutOfHours": True}
    assert "JobCodes" not in order


@pytest.mark.parametrize(
    ("texts", "mobile", "email", "messaging", "channel"),
    [
        (True, "07700900123", "a@example.org", 0, 4),
        (True, "07700900123", "", 0, 2),
        (True, "", "a@example.org", 0, 1),
        (False, "07700900123", "a@example.org", 0, 1),
        (False, "07700900123", "", 1, 0),
        (True, "", "", 1, 0),
    ],
)
def test_messages_take_only_channels_that_exist(
    connect,
    remote,  # noqa: F811
    texts,
    mobile,
    email,
    messaging,
    channel,
) -> None:
    contact = Contact(name="Ada", mobile=mobile, email=email, home_phone="01632960001", texts=texts)
    with suppress(SchedulerError):
        connect.raise_order(replace(samples.ORDER, contact=contact))
    sent = remote.calls()[-1].json["OrderContact"]
    assert (sent["MessagingPreference"], sent["ContactPreference"]) == (messaging, channel)


def test_who_wants_no_texts_gets_none_about_a_visit(connect, remote) -> None:  # noqa: F811
    assert ask("book", connect, remote).json["MessagingPreference"] == 0
    assert ask("move", connect, remote).json["MessagingPreference"] == 1


def test_the_sign_in_is_the_documented_form(connect, remote) -> None:  # noqa: F811
    remote.on("GET /api/PlanningWindow", answer([]))
    connect.windows()
    [request] = remote.calls("POST /token")
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in request.headers
    form = {k: v[0] for k, v in parse_qs(request.body.decode(), keep_blank_values=True).items()}
    assert document.faults(document.body_schema("POST", "/token"), form) == []
    assert form["password"] == "swordfish & chips"


def _check_parameter(schema: dict[str, Any], value: str) -> None:
    kind = schema["type"]
    assert kind != "boolean" or value in {"true", "false"}
    assert kind != "integer" or value.isdigit()
