"""Codes and traits of an order: read whole before anything is added, and added once."""

from decimal import Decimal

import pytest

from booking.schedulers.abilities import CodeLine, Detailed, Details, Trait
from booking.schedulers.base import Refused, SchedulerError, Unavailable, Unknown
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import Remote, answer, page, sending

LOOKUP = "GET /api/IdLookup/OrderId"
CODES = "/api/SalesOrder/77/Code"
ATTRIBUTES = "/api/SalesOrder/77/Attribute"
ASBESTOS, LADDERS = Trait(name="ASBESTOS", value="Yes"), Trait(name="LADDERS", value="Yes")
WANTED = Details(codes=(CodeLine(code="TAPS001"), CodeLine(code="TAPS002")), traits=(ASBESTOS, LADDERS))


@pytest.fixture(autouse=True)
def empty(remote: Remote) -> None:
    """An order of Connect's own number 77 that has nothing yet."""
    holds(remote)
    remote.on(LOOKUP, answer(77))
    for call in (f"POST {CODES}", f"PUT {CODES}", f"POST {ATTRIBUTES}"):
        remote.on(call, answer({}))


def holds(remote: Remote, *codes: dict, traits: dict[str, str] | None = None) -> None:
    items = [{"AttributeName": name, "Value": value} for name, value in (traits or {}).items()]
    remote.on(f"GET {CODES}", answer(list(codes)))
    remote.on(f"GET {ATTRIBUTES}", answer({"OrderId": 77, "Attribute": items}))


def code(name: str, quantity: float | None = 1, location: str | None = None) -> dict:
    return {"CodeExternalId": name, "Quantity": quantity, "LocationExternalId": location}


def written(remote: Remote) -> list[tuple[str, object]]:
    return [(r.name, r.json) for r in remote.calls() if r.method != "GET"]


def fails(connect: Detailed, details: Details = WANTED) -> SchedulerError:
    with pytest.raises(SchedulerError) as error:
        connect.set_details(samples.NUMBER, details)
    return error.value


def test_an_order_gets_its_traits_first_and_then_its_codes(remote, connect) -> None:
    connect.set_details(samples.NUMBER, WANTED)
    assert written(remote) == [
        (
            f"POST {ATTRIBUTES}",
            [{"AttributeName": "ASBESTOS", "Value": "Yes"}, {"AttributeName": "LADDERS", "Value": "Yes"}],
        ),
        (f"POST {CODES}", {"CodeExternalId": "TAPS001", "Quantity": 1}),
        (f"POST {CODES}", {"CodeExternalId": "TAPS002", "Quantity": 1}),
    ]


def test_the_order_is_looked_up_under_our_contract(remote, connect) -> None:
    connect.read_details(samples.NUMBER)
    [lookup] = remote.calls(LOOKUP)
    assert lookup.query == {"PrimaryOrderNumber": samples.NUMBER, "ContractExternalId": "DLO"}


def test_what_the_order_has_already_is_left_alone(remote, connect) -> None:
    holds(remote, code("TAPS001", 9), code("TAPS002"), traits={"ASBESTOS": "Yes", "LADDERS": "Yes"})
    connect.set_details(samples.NUMBER, WANTED)
    assert written(remote) == []


def test_attributes_that_others_have_set_go_along_and_keep_their_values(remote, connect) -> None:
    holds(remote, traits={"DOG": "Savage", "LADDERS": "No"})
    connect.set_details(samples.NUMBER, Details(traits=(LADDERS,)))
    [(call, items)] = written(remote)
    assert call == f"POST {ATTRIBUTES}"
    assert items == [
        {"AttributeName": "DOG", "Value": "Savage"},
        {"AttributeName": "LADDERS", "Value": "Yes"},
    ]


def test_a_smaller_quantity_is_raised_and_to_the_last_digit(remote, connect) -> None:
    holds(remote, code("TAPS001", 1))
    connect.set_details(samples.NUMBER, Details(codes=(CodeLine(code="TAPS001", quantity=Decimal("2.35")),)))
    assert written(remote) == [(f"PUT {CODES}", {"CodeExternalId": "TAPS001", "Quantity": 2.35})]


def test_a_code_at_another_location_is_another_line(remote, connect) -> None:
    holds(remote, code("TAPS001", 1, "KITCHEN"))
    lines = (CodeLine(code="TAPS001", location="BATHROOM"), CodeLine(code="TAPS001", location="KITCHEN"))
    connect.set_details(samples.NUMBER, Details(codes=lines))
    sent = {"CodeExternalId": "TAPS001", "LocationExternalId": "BATHROOM", "Quantity": 1}
    assert written(remote) == [(f"POST {CODES}", sent)]


def test_a_code_that_stands_at_some_location_is_not_added_without_one(remote, connect) -> None:
    holds(remote, code("TAPS001", 1, "KITCHEN"))
    connect.set_details(samples.NUMBER, Details(codes=(CodeLine(code="TAPS001"),)))
    assert written(remote) == []


def test_details_are_read_with_exact_quantities(remote, connect) -> None:
    remote.on(f"GET {CODES}", answer(b'[{"CodeExternalId": "A", "Quantity": 0.1000000000000000055}]'))
    [line] = connect.read_details(samples.NUMBER).codes
    assert line.quantity == Decimal("0.1000000000000000055")


def test_a_code_without_a_quantity_counts_as_one(remote, connect) -> None:
    holds(remote, code("A", None))
    assert connect.read_details(samples.NUMBER).codes == (CodeLine(code="A"),)


@pytest.mark.parametrize(
    ("body", "traits"),
    [
        ([{"AttributeName": "ASBESTOS", "Value": "Yes"}], (ASBESTOS,)),
        ({"OrderId": 77, "Attribute": [{"AttributeName": "ASBESTOS", "Value": "Yes"}]}, (ASBESTOS,)),
        ({"Attribute": [{"AttributeName": "ASBESTOS", "Value": "Yes"}]}, (ASBESTOS,)),
        ({"OrderId": 77, "Attribute": None}, ()),
        ([{"AttributeName": "ASBESTOS", "Value": None}], (Trait(name="ASBESTOS", value=""),)),
        ([], ()),
    ],
)
def test_attributes_come_as_a_list_or_in_an_object(body, traits, remote, connect) -> None:
    remote.on(f"GET {ATTRIBUTES}", answer(body))
    assert connect.read_details(samples.NUMBER).traits == traits


HOLES = [None, {}, "x", 3, [None], [3], [{}], [{"Else": 1}]]


@pytest.mark.parametrize(
    "body", [*HOLES, [code("")], [code("A"), code("B", "many")], {"CodeExternalId": "A"}]
)
def test_a_list_of_codes_with_a_hole_adds_nothing(body, remote, connect) -> None:
    remote.on(f"GET {CODES}", answer(body))
    assert type(fails(connect)) is Unavailable
    assert written(remote) == []


@pytest.mark.parametrize(
    "body",
    [
        *HOLES,
        [{"AttributeName": "", "Value": "Yes"}],
        [{"AttributeName": "A", "Value": []}],
        {"OrderId": 78, "Attribute": []},
        {"OrderId": 77},
        {"OrderId": 77, "Attribute": {"AttributeName": "A"}},
        {"OrderId": 77, "Attribute": [None]},
    ],
)
def test_a_list_of_attributes_with_a_hole_adds_nothing(body, remote, connect) -> None:
    remote.on(f"GET {ATTRIBUTES}", answer(body))
    assert type(fails(connect)) is Unavailable
    assert written(remote) == []


@pytest.mark.parametrize("body", [b"77", b'"77"', b"\xef\xbb\xbf 77\r\n"])
def test_the_order_s_own_number_is_a_whole_number(body, remote, connect) -> None:
    remote.on(LOOKUP, answer(body))
    assert connect.read_details(samples.NUMBER) == Details()


@pytest.mark.parametrize(
    "reply",
    [
        answer(None),
        answer(True),
        answer(0),
        answer(-7),
        answer(7.5),
        answer("7/../8"),
        answer([77]),
        answer({"OrderId": 77}),
        answer(""),
        page(),
        answer({"Message": "The order could not be found."}, 400),
        answer(None, 404),
        answer({}, 503),
    ],
)
def test_any_other_number_is_no_order_and_nothing_is_asked_of_it(reply, remote, connect) -> None:
    remote.on(LOOKUP, reply)
    error = fails(connect)
    assert type(error) is Unavailable
    assert not error.misconfigured
    assert {r.path for r in remote.calls()} == {"/api/IdLookup/OrderId"}


@pytest.mark.parametrize("call", [f"POST {CODES}", f"POST {ATTRIBUTES}", f"PUT {CODES}"])
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer({"Message": "No such code."}, 400), Refused),
        (answer(None, 404), Refused),
        (answer({"Message": "No route."}, 404), Unavailable),
        (answer({"Message": "no"}, 403), Unavailable),
        (answer({}, 500), Unknown),
        (answer({}, 201), Unknown),
        (page(), Unknown),
        (answer(None), Unknown),
        (answer(b""), Unknown),
        (answer([]), Unknown),
        (answer({"Message": "An error has occurred."}), Unknown),
        (sending(b""), Unknown),
    ],
)
def test_what_an_answer_means_for_what_was_to_be_added(call, reply, kind, remote, connect) -> None:
    holds(remote, code("TAPS001", 1))
    remote.on(call, reply)
    two = Details(
        codes=(CodeLine(code="TAPS001", quantity=Decimal(2)), CodeLine(code="B")), traits=(LADDERS,)
    )
    assert type(fails(connect, two)) is kind


def test_a_code_answered_under_another_name_is_unknown(remote, connect) -> None:
    remote.on(f"POST {CODES}", answer({"CodeExternalId": "ROOF001"}))
    assert type(fails(connect)) is Unknown


@pytest.mark.parametrize("path", ["A", "A/Location/KITCHEN"])
@pytest.mark.parametrize(
    ("reply", "found"),
    [(answer(code("A")), "A"), (answer(None, 404), None), (answer({"Message": "None such."}, 400), None)],
)
def test_one_code_is_read_or_missing(path, reply, found, remote, connect) -> None:
    remote.on(f"GET {CODES}/{path}", reply)
    line = _read_one(connect, path)
    assert (line and line.code_external_id) == found


@pytest.mark.parametrize("path", ["A", "A/Location/KITCHEN"])
@pytest.mark.parametrize("body", [code("B"), {}, None, [code("A")]])
def test_another_code_is_not_taken_for_the_one_asked_for(path, body, remote, connect) -> None:
    remote.on(f"GET {CODES}/{path}", answer(body))
    with pytest.raises(Unavailable):
        _read_one(connect, path)


def _read_one(connect, path: str):
    details = connect.client.details
    return details.get_code(77, "A") if path == "A" else details.get_code_at(77, "A", location="KITCHEN")


def test_after_a_lost_answer_reading_tells_and_repeating_adds_only_what_is_missing(remote, connect) -> None:
    remote.on(f"POST {CODES}", sending(b""))
    assert type(fails(connect)) is Unknown
    holds(remote, code("TAPS001"), traits={"ASBESTOS": "Yes", "LADDERS": "Yes"})
    found = connect.read_details(samples.NUMBER)
    assert CodeLine(code="TAPS001") in found.codes
    remote.on(f"POST {CODES}", answer({}))
    before = len(written(remote))
    connect.set_details(samples.NUMBER, WANTED)
    assert [body["CodeExternalId"] for _, body in written(remote)[before:]] == ["TAPS002"]


WRONG = {
    "no name": Details(codes=(CodeLine(code=" "),)),
    "nothing of it": Details(codes=(CodeLine(code="A", quantity=Decimal(0)),)),
    "less than nothing": Details(codes=(CodeLine(code="A", quantity=Decimal(-1)),)),
    "no number": Details(codes=(CodeLine(code="A", quantity=Decimal("NaN")),)),
    "without end": Details(codes=(CodeLine(code="A", quantity=Decimal("Infinity")),)),
    "too many": Details(codes=(CodeLine(code="A", quantity=Decimal("1E+11")),)),
    "too fine": Details(codes=(CodeLine(code="A", quantity=Decimal("0.00001")),)),
    "twice": Details(codes=(CodeLine(code="A"), CodeLine(code="A"))),
    "a trait without a name": Details(traits=(Trait(name="", value="Yes"),)),
    "two values": Details(traits=(LADDERS, Trait(name="LADDERS", value="No"))),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_could_not_be_sent_as_it_stands_is_refused_before_a_byte_leaves(what, remote, connect) -> None:
    assert type(fails(connect, WRONG[what])) is Refused
    assert not remote.requests
