"""Orders by the API: raised for a household, read page by page, refused in words."""

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from booking import events
from booking.models import Command, Order
from portal.models import Message, Repair, Tenancy
from tests.portal.api import cast

pytestmark = pytest.mark.django_db


def flaws(response: Any) -> list[tuple[str, str]]:
    return [(flaw["field"], flaw["code"]) for flaw in response.json().get("errors", [])]


def test_an_order_is_accepted_and_stands_in_the_tenants_own_list(household: Tenancy) -> None:
    caller = cast.caller("orders")
    response = caller.post("/orders", cast.ORDER)
    assert response.status_code == 202
    said, repair = response.json(), Repair.objects.get()
    assert said == {
        "order": str(repair.order_id),
        "number": repair.order.number,
        "state": "sending",
        "look": f"/api/v1/orders/{repair.order_id}",
    }
    assert repair.tenancy == household
    assert repair.reported_by == household.people.get()
    assert repair.title == "Home › Fittings › Dripping tap"
    assert repair.reported_at is not None
    assert repair.contact["mobile"] == "07700 900123"
    assert Command.objects.get().by == f"access:{caller.access.pk}"
    assert caller.client.get(said["look"], headers=caller.headers()).json()["state"] == "sending"


def test_the_tenant_sees_it_among_their_own(household: Tenancy) -> None:
    cast.caller().post("/orders", cast.ORDER)
    tenant = Client()
    tenant.force_login(household.people.get())
    assert b"Dripping tap" in tenant.get("/repairs/").content
    assert b"It drips." in tenant.get(f"/repairs/{Repair.objects.get().pk}/").content


def test_the_tenant_is_told_as_if_they_had_reported_it(household: Tenancy) -> None:
    cast.caller().post("/orders", cast.ORDER)
    events.record(events.Event.ORDER_RAISED, Order.objects.get())
    assert Message.objects.get().to == "tess@riverside.example"
    assert mail.outbox == []


def test_a_contact_of_ones_own_is_taken_and_leads_to_whoever_has_that_address(household: Tenancy) -> None:
    other = cast.add_household("P-2", email="tom@riverside.example").people.get()
    household.people.add(other)
    contact = {"name": "Tom", "mobile": "07700 900999", "email": "Tom@riverside.example", "texts": True}
    cast.caller().post("/orders", cast.ORDER | {"contact": contact})
    repair = Repair.objects.get()
    assert repair.reported_by == other
    assert repair.order.contact["mobile"] == "07700 900999"


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"home": "P-404"}, 409, "no_tenancy", ""),
        ({"problem": "nothing"}, 404, "not_found", "body.problem"),
        ({"problem": "burst-pipe"}, 409, "danger_unanswered", ""),
        ({"problem": "burst-pipe", "danger": True}, 409, "emergency", ""),
        ({"danger": True}, 409, "emergency", ""),
        ({"shared": True}, 409, "not_possible", "body.shared"),
        ({"description": ""}, 422, "invalid", "body.description"),
        ({"description": "nul\0"}, 422, "invalid", "body.description"),
        ({"description": "\ud800"}, 422, "invalid", "body.description"),
        ({"contact": {"name": "T", "email": "no"}}, 422, "invalid", "body.contact.email"),
        ({"contact": {"name": "T", "texts": True}}, 422, "invalid", "body.contact.mobile"),
        ({"home": 7}, 422, "invalid", "body.home"),
    ],
)
def test_what_cannot_be_ordered_is_refused_in_words(
    household: Tenancy, change: dict[str, Any], status: int, code: str, field: str
) -> None:
    response = cast.caller().post("/orders", cast.ORDER | change)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not field or [found for found, _ in flaws(response)] == [field]
    assert not Order.objects.exists()


def test_a_danger_that_is_none_is_written_down(household: Tenancy) -> None:
    assert (
        cast.caller().post("/orders", cast.ORDER | {"problem": "burst-pipe", "danger": False}).status_code
        == 202
    )
    assert Repair.objects.get().answers["danger"] == "no"


def test_a_household_that_has_left_gets_no_order(household: Tenancy) -> None:
    Tenancy.objects.update(ended=timezone.localdate())
    assert cast.caller().post("/orders", cast.ORDER).json()["code"] == "no_tenancy"


def test_a_household_that_we_cannot_call_needs_a_contact(household: Tenancy) -> None:
    household.people.get().contact_details.delete()
    assert flaws(cast.caller().post("/orders", cast.ORDER)) == [("body.contact", "missing")]


def test_pages_hold_each_order_once_though_new_ones_come_meanwhile(household: Tenancy) -> None:
    first = [str(cast.add_repair(household).order_id) for _ in range(7)]
    Order.objects.update(raised_at=timezone.now())  # equal moments are told apart too
    caller, seen, cursor = cast.caller("slots"), [], ""
    while True:
        page = caller.get("/orders", limit=3, cursor=cursor).json()
        seen += [order["id"] for order in page["orders"]]
        cast.add_repair(household)
        if page["next"] is None:
            break
        cursor = page["next"]
    assert sorted(seen) == sorted(first)


def test_a_cursor_is_for_its_access_and_its_list_alone(household: Tenancy) -> None:
    for _ in range(2):
        cast.add_appointment(cast.add_repair(household))
    caller = cast.caller()
    cursor = caller.get("/orders", limit=1).json()["next"]
    assert caller.get("/orders", cursor=cursor).status_code == 200
    for asker, path, said in [
        (cast.caller(), "/orders", cursor),
        (caller, "/appointments", cursor),
        (caller, "/orders", cursor[:-2]),
        (caller, "/events", "nonsense"),
    ]:
        assert asker.get(path, cursor=said).json()["code"] == "bad_cursor"


def test_orders_of_one_home_or_one_firm(household: Tenancy) -> None:
    other = cast.add_household("P-2", email="other@riverside.example")
    ours, theirs = cast.add_repair(household, supplier="FENCE01"), cast.add_repair(other)
    caller = cast.caller()
    assert [one["id"] for one in caller.get("/orders", home="P-2").json()["orders"]] == [str(theirs.order_id)]
    found = caller.get("/orders", supplier="FENCE01").json()["orders"]
    assert [one["id"] for one in found] == [str(ours.order_id)]


def test_the_diary_is_read_between_two_days(household: Tenancy) -> None:
    rows = [cast.add_appointment(cast.add_repair(household), days=days) for days in (0, 3, 3, 9, 50)]
    caller, today = cast.caller(), timezone.localdate()
    ids = [row.visit for row in rows]
    assert [one["id"] for one in caller.get("/appointments").json()["appointments"]] == ids[:4]
    until = today + (rows[3].date - today) / 2
    first = caller.get("/appointments", since=today, until=until, limit=2).json()
    assert [one["id"] for one in first["appointments"]] == ids[:2]
    rest = caller.get("/appointments", since=today, until=until, limit=2, cursor=first["next"]).json()
    assert [one["id"] for one in rest["appointments"]] == ids[2:3]
    assert caller.get("/appointments", since=until, until=today).json()["appointments"] == []


def test_cancelling_says_why_and_waits_for_the_scheduling_system(household: Tenancy) -> None:
    repair = cast.add_repair(household)
    path = f"/orders/{repair.order_id}/cancel"
    caller = cast.caller("orders")
    assert caller.post(path, {"reason": "Because"}).status_code == 422
    response = caller.post(path, {"reason": "It is fixed", "description": "They mended it."})
    assert (response.status_code, response.json()["state"]) == (202, "cancelling")
    assert Command.objects.get().payload == {"reason": "It is fixed", "description": "They mended it."}
    assert caller.post(path, {"reason": "It is fixed"}).json()["code"] == "busy"
    assert Command.objects.count() == 1


def test_an_order_is_not_cancelled_just_before_a_visit(household: Tenancy) -> None:
    repair = cast.add_repair(household)
    cast.add_appointment(repair, days=1)
    response = cast.caller().post(f"/orders/{repair.order_id}/cancel", {"reason": "It is fixed"})
    assert (response.status_code, response.json()["code"]) == (409, "not_possible")


@pytest.mark.parametrize("said", ["0", "86400", "20261130", "2.2e-313", "-0e-5", "tomorrow"])
def test_a_number_is_no_date(household: Tenancy, said: str) -> None:
    for name in ("since", "until"):
        response = cast.caller().get("/appointments", **{name: said})
        assert (response.status_code, response.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("token", ["nonsense", "a:b:c"])
def test_a_slot_that_is_not_ours_books_nothing(household: Tenancy, token: str) -> None:
    repair = cast.add_repair(household)
    response = cast.caller().post(f"/orders/{repair.order_id}/appointments", {"slot": token})
    assert (response.status_code, response.json()["code"]) == (409, "slot_gone")
    assert not Command.objects.exists()


def test_a_repair_without_an_order_is_none_of_their_business(household: Tenancy) -> None:
    Repair.objects.create(tenancy=household, reported_by=household.people.get(), description=cast.CANARY)
    assert cast.caller().get("/orders").json()["orders"] == []


@pytest.mark.parametrize("what", ["/orders", "/slots", "/appointments", "/events", "/tree"])
def test_a_character_that_no_database_keeps_harms_nothing(household: Tenancy, what: str) -> None:
    names = ("home", "supplier", "fields", "cursor", "problem", "postcode", "since", "limit")
    for name in names:
        assert cast.caller().get(what, **{name: "\0"}).status_code in {200, 404, 422}
    order = cast.add_repair(household).order_id
    caller = cast.caller()
    assert caller.get(f"/orders/{order}/slots", appointment="\0").status_code == 422
    assert caller.post(f"/orders/{order}/appointments/%00/move", {"slot": "x"}).status_code == 422
    caller.key = "rp_\x00"
    assert caller.get(what).status_code == 401


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nowhere", 404, "not_found"),
        ("/orders/not-an-id", 404, "not_found"),
        ("/orders?limit=0", 422, "invalid"),
    ],
)
def test_every_error_is_a_problem(household: Tenancy, path: str, status: int, code: str) -> None:
    response = cast.caller().get(path)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"


def test_a_method_that_an_address_does_not_take_is_a_problem_that_names_those_it_does(
    household: Tenancy,
) -> None:
    caller = cast.caller()
    response = caller.client.delete("/api/v1/orders", headers=caller.headers())
    assert (response.status_code, response.json()["code"]) == (405, "wrong_method")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}


def test_a_body_that_is_no_json_or_too_large_is_a_problem(household: Tenancy) -> None:
    caller = cast.caller()
    headers = caller.headers() | {"Idempotency-Key": "k"}
    for body, code in (("{", "bad_request"), (json.dumps({"x": "x" * 70_000}), "too_large")):
        response = caller.client.post("/api/v1/orders", body, "application/json", headers=headers)
        assert response.json()["code"] == code
