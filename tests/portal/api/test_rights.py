"""What each right includes: every operation, every part of an answer."""

import json
from typing import Any

import pytest

from booking import switches
from diagnosis.models import Supplier
from portal.models import Access, Tenancy
from tests.portal.api import cast

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-0000-0000-000000000000"
# The lowest right that each operation needs.
NEEDS = {
    "GET /tree": "slots",
    "GET /orders": "slots",
    "GET /orders/{order}": "slots",
    "GET /orders/{order}/slots": "slots",
    "GET /slots": "slots",
    "GET /appointments": "slots",
    "GET /events": "slots",
    "POST /orders": "orders",
    "POST /orders/{order}/cancel": "orders",
    "POST /orders/{order}/appointments": "orders",
    "POST /orders/{order}/appointments/{appointment}/move": "orders",
}
LADDER = ["slots", "orders", "diary"]


def call(caller: cast.Caller, operation: str) -> Any:
    method, path = operation.split(" ")
    path = path.replace("{order}", NOBODY).replace("{appointment}", "V-1")
    return caller.get(path) if method == "GET" else caller.post(path, {})


def code(response: Any) -> str:
    return response.json().get("code", "") if response.status_code >= 400 else ""


def test_the_table_holds_every_operation(household: Tenancy) -> None:
    paths = cast.caller().get("/openapi.json").json()["paths"]
    found = {f"{method.upper()} {path.removeprefix('/api/v1')}" for path in paths for method in paths[path]}
    assert found == set(NEEDS)


@pytest.mark.parametrize("rights", LADDER)
@pytest.mark.parametrize("operation", NEEDS)
def test_an_operation_is_open_from_its_right_on(household: Tenancy, operation: str, rights: str) -> None:
    refused = LADDER.index(rights) < LADDER.index(NEEDS[operation])
    response = call(cast.caller(rights), operation)
    assert (code(response) == "right_missing") is refused
    assert (response.status_code == 403) is refused


@pytest.mark.parametrize("operation", NEEDS)
def test_without_a_key_nothing_is_open(household: Tenancy, operation: str) -> None:
    caller = cast.caller()
    caller.key = "rp_00000000_nothing"
    response = call(caller, operation)
    assert (response.status_code, code(response)) == (401, "key_unknown")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("operation", [*NEEDS, "GET /docs", "GET /openapi.json", "GET /nowhere"])
def test_switched_off_every_call_is_turned_away_before_its_key_is_looked_at(
    household: Tenancy, operation: str, django_assert_num_queries: Any
) -> None:
    caller = cast.caller()
    switches.turn("api", on=False, by="person:1")
    with django_assert_num_queries(1):
        response = call(caller, operation)
    assert (response.status_code, code(response)) == (403, "api_off")
    assert response["Content-Type"] == "application/problem+json"


def test_the_webhooks_switch_opens_no_api(household: Tenancy) -> None:
    switches.turn("api", on=False, by="person:1")
    switches.turn("webhooks", on=True, by="person:1")
    assert code(cast.caller().get("/tree")) == "api_off"


def test_a_right_that_nobody_knows_includes_nothing(household: Tenancy) -> None:
    from portal.api import guard

    assert not any(guard.has(Access(rights="everything"), right) for right in guard.LADDER)


def test_slots_only_shows_ids_and_states(household: Tenancy) -> None:
    repair = cast.add_repair(household)
    row = cast.add_appointment(repair)
    caller = cast.caller("slots")
    order = caller.get(f"/orders/{repair.order_id}").json()
    assert order == {"id": str(repair.order_id), "number": repair.order.number, "state": "booked"}
    assert caller.get("/orders").json()["orders"] == [order]
    assert caller.get("/appointments").json()["appointments"] == [
        {"id": row.visit, "order": order["id"], "state": "booked"}
    ]
    leaf = caller.get("/tree").json()["categories"][0]["sub_areas"][0]["problems"][0]
    assert set(leaf) == {"id", "title", "hint", "trade", "danger_question"}


def test_only_the_full_diary_shows_a_tenants_words_and_how_to_reach_them(household: Tenancy) -> None:
    repair = cast.add_repair(household)
    cast.add_appointment(repair)
    for rights in ("slots", "orders"):
        caller = cast.caller(rights)
        for path in ("/orders", f"/orders/{repair.order_id}", "/appointments", "/tree", "/events"):
            answer = caller.get(path)
            assert answer.status_code == 200
            assert cast.CANARY not in answer.content.decode()
            assert "07700" not in answer.content.decode()
    order = cast.caller("diary").get(f"/orders/{repair.order_id}").json()
    assert order["contact"]["mobile"] == "07700 900123"
    assert order["description"] == f"{cast.CANARY} words"
    assert order["address"].startswith(cast.CANARY)


def test_a_request_that_names_what_it_may_not_see_is_answered_without_it(household: Tenancy) -> None:
    repair = cast.add_repair(household)
    path = f"/orders/{repair.order_id}"
    asked = {"fields": "state,contact,description,nonsense,home"}
    assert set(cast.caller("orders").get(path, **asked).json()) == {"id", "state", "home"}
    assert set(cast.caller("diary").get(path, **asked).json()) == {
        "id",
        "state",
        "contact",
        "description",
        "home",
    }


def test_an_access_for_one_firm_sees_and_orders_nothing_else(household: Tenancy) -> None:
    ours, theirs = cast.add_repair(household), cast.add_repair(household, supplier="FENCE01")
    cast.add_appointment(ours)
    caller = cast.caller("diary", suppliers=["FENCE01"])
    assert [order["id"] for order in caller.get("/orders").json()["orders"]] == [str(theirs.order_id)]
    assert caller.get(f"/orders/{ours.order_id}").status_code == 404
    assert caller.get(f"/orders/{ours.order_id}/slots").status_code == 404
    assert caller.get("/appointments").json()["appointments"] == []
    assert caller.get("/orders", supplier="OTHER").json()["orders"] == []
    problems = caller.get("/tree").json()["categories"][0]["sub_areas"][0]["problems"]
    assert [leaf["id"] for leaf in problems] == ["fence"]
    assert caller.post("/orders", cast.ORDER).json()["errors"][0]["field"] == "body.problem"
    assert caller.post(f"/orders/{ours.order_id}/cancel", {"reason": "It is fixed"}).status_code == 404


def test_a_firm_that_is_gone_leaves_an_access_that_sees_nothing(household: Tenancy) -> None:
    cast.add_repair(household)
    caller = cast.caller("diary", suppliers=["GONE"])
    Supplier.objects.exclude(external_id="FENCE01").delete()
    assert caller.get("/orders").json() == {"orders": [], "next": None}


def test_what_is_not_named_cannot_be_sent(household: Tenancy) -> None:
    response = cast.caller().post("/orders", cast.ORDER | {"state": "open", "number": "X", "supplier": "S"})
    assert response.status_code == 422
    assert {flaw["field"] for flaw in response.json()["errors"]} == {
        "body.state",
        "body.number",
        "body.supplier",
    }
    assert json.loads(response.content)["type"] == "urn:repairs-portal:problem:invalid"
