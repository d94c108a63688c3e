"""Repair codes and their prices: as told, to the penny, and absent only where Connect says so."""

from decimal import Decimal

import pytest

from booking.schedulers.abilities import JobCode
from booking.schedulers.base import Refused, Unavailable
from tests.booking.schedulers.remote import Remote, answer, page

CODE, RATE = "GET /api/JobCode/TAPS001", "GET /api/RateBook"
TAPS = {"CodeExternalId": "TAPS001", "Description": "Renew tap", "SkillExternalId": "Plumber"}
MISSING = {"no words": answer(None, 404), "a message alone": answer({"Message": "Not found."}, 400)}
NOT_SAID = {
    "a parameter that it cannot read": answer(
        {"Message": "x", "ModelState": {"id": ["'A' is no Int32"]}}, 400
    ),
    "a wrong address": answer({"Message": "No HTTP resource was found."}, 404),
    "a page": page(status=404),
    "a login page": page(),
    "null": answer(None),
    "nothing": answer(b""),
    "an empty 400": answer({}, 400),
    "no right": answer({"Message": "no"}, 403),
    "down": answer({"Message": "An error has occurred."}, 500),
}


def book(price: object = 12.5, contract: object = "DLO", code: object = "TAPS001") -> dict:
    return {"CodeExternalId": code, "ContractExternalId": contract, "Price": price}


def test_a_code_is_read_with_its_trade_minutes_and_unit(remote, connect) -> None:
    more = {"StandardMinuteValue": 45, "UnitOfMeasure": "EA", "TradeCode": "PLU", "StandardPrice": 9.99}
    remote.on(CODE, answer(TAPS | more))
    assert connect.job_code("TAPS001") == JobCode(
        code="TAPS001", description="Renew tap", trade="Plumber", minutes=45, unit="EA"
    )


def test_a_code_that_says_little_is_a_code(remote, connect) -> None:
    remote.on(CODE, answer({"CodeExternalId": "TAPS001", "ShortDescription": "Tap", "TradeCode": "PLU"}))
    assert connect.job_code("TAPS001") == JobCode(code="TAPS001", description="Tap", trade="PLU")


@pytest.mark.parametrize("what", MISSING)
def test_a_code_is_missing_only_where_connect_says_so(what, remote, connect) -> None:
    remote.on(CODE, MISSING[what])
    assert connect.job_code("TAPS001") is None


@pytest.mark.parametrize("what", NOT_SAID)
def test_any_other_answer_does_not_say_that_a_code_is_missing(what, remote, connect) -> None:
    remote.on(CODE, NOT_SAID[what])
    with pytest.raises(Unavailable):
        connect.job_code("TAPS001")


@pytest.mark.parametrize("name", ["ROOF001", None, "taps001"])
def test_another_code_is_not_taken_for_it(name, remote, connect) -> None:
    remote.on(CODE, answer(TAPS | {"CodeExternalId": name}))
    with pytest.raises(Unavailable):
        connect.job_code("TAPS001")


def test_a_code_s_name_is_one_step_of_the_address(remote: Remote, connect) -> None:
    remote.on("GET /api/JobCode/A%2FB%3F%20%26", answer({"CodeExternalId": "A/B? &"}))
    assert connect.job_code("A/B? &") == JobCode(code="A/B? &")


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_that_would_climb_to_another_call_is_refused(name, remote, connect) -> None:
    with pytest.raises(Refused):
        connect.job_code(name)
    assert not remote.requests


@pytest.mark.parametrize("price", ["12.50", "0.1", "19.99", "0.30000000000000004", "1234567.89", "7"])
@pytest.mark.parametrize("form", ["[%s]", "%s"])
def test_a_price_is_read_to_the_last_digit(price, form, remote, connect) -> None:
    entry = f'{{"CodeExternalId": "TAPS001", "ContractExternalId": "DLO", "Price": {price}}}'
    remote.on(RATE, answer((form % entry).encode()))
    found = connect.price("TAPS001")
    assert isinstance(found, Decimal)
    assert str(found) == price


def test_the_price_under_our_contract_is_asked_for_and_no_other_counts(remote, connect) -> None:
    remote.on(RATE, answer([book(99, "VOIDS"), book(12.5), book(98, "HEATING")]))
    assert connect.price("TAPS001") == Decimal("12.5")
    [request] = remote.calls(RATE)
    assert request.query == {"CodeExternalId": "TAPS001", "ContractExternalId": "DLO"}


@pytest.mark.parametrize("body", [[], [book(99, "VOIDS")], [book(None)], book(None)])
def test_where_no_price_is_named_there_is_none(body, remote, connect) -> None:
    remote.on(RATE, answer(body))
    assert connect.price("TAPS001") is None


@pytest.mark.parametrize("what", MISSING)
def test_a_code_without_a_rate_has_no_price(what, remote, connect) -> None:
    remote.on(RATE, MISSING[what])
    assert connect.price("TAPS001") is None


@pytest.mark.parametrize("what", NOT_SAID)
def test_any_other_answer_does_not_say_that_there_is_no_price(what, remote, connect) -> None:
    remote.on(RATE, NOT_SAID[what])
    with pytest.raises(Unavailable):
        connect.price("TAPS001")


@pytest.mark.parametrize(
    "body",
    [
        {},
        [{}],
        [None],
        "12.50",
        12.5,
        [12.5],
        book("dear"),
        book(True),
        book(12.5, "VOIDS"),
        book(12.5, code="ROOF001"),
        [book(12.5), book(code="ROOF001")],
        [book(12.5), book(13)],
    ],
)
def test_a_price_that_is_not_certain_is_none_of_ours(body, remote, connect) -> None:
    remote.on(RATE, answer(body))
    with pytest.raises(Unavailable):
        connect.price("TAPS001")


def test_a_number_beyond_reason_does_no_harm(remote, connect) -> None:
    remote.on(CODE, answer(b'{"CodeExternalId": "TAPS001", "StandardMinuteValue": 1E+400}'))
    found = connect.job_code("TAPS001")
    assert found is not None
    assert found.minutes is None
