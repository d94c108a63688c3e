"""Times and appointments by the API, with Connect behind it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from booking import grid, outbox
from booking.models import Command
from booking.sandbox import Sandbox
from portal.models import Repair, Tenancy
from tests.booking.webhooks import horizon
from tests.portal import review_cast
from tests.portal.api import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connect")]


def deliver() -> None:
    for pk in Command.objects.due().values_list("pk", flat=True):
        outbox.deliver(str(pk))


@pytest.fixture
def order(household: Tenancy) -> str:
    """The path of an order that stands in Connect."""
    path = cast.caller().post("/orders", cast.ORDER).json()["look"].removeprefix("/api/v1")
    deliver()
    return path


def late(slots: dict[str, Any], *, nth: int = 0) -> dict[str, Any]:
    """A time more than a week ahead."""
    first = str(timezone.localdate() + dt.timedelta(days=8))
    return [slot for slot in slots["slots"] if slot["date"] >= first][nth]


def state(order: str) -> str:
    return cast.caller().get(order).json()["state"]


def test_a_time_is_booked_and_moved_and_never_said_to_be_before_it_is(order: str) -> None:
    caller = cast.caller("orders")
    assert state(order) == "choose_time"
    slot = late(caller.get(f"{order}/slots").json())
    assert caller.post(f"{order}/appointments", {"slot": slot["token"]}).json()["state"] == "booking"
    deliver()
    seen = caller.get(order).json()
    assert seen["state"] == "booked"
    assert [(row["date"], row["start"]) for row in seen["appointments"]] == [(slot["date"], slot["start"])]

    visit = seen["appointments"][0]["id"]
    other = late(caller.get(f"{order}/slots", appointment=visit).json(), nth=9)
    moved = caller.post(f"{order}/appointments/{visit}/move", {"slot": other["token"]})
    assert (moved.status_code, moved.json()["state"]) == (202, "moving")
    deliver()
    assert state(order) == "booked"
    diary = caller.get("/appointments").json()["appointments"]
    assert [row["date"] for row in diary if row["state"] == "booked"] == [other["date"]]


def test_times_are_shown_without_a_way_to_book_them_where_the_right_is_slots_only(order: str) -> None:
    slots = cast.caller("slots").get(f"{order}/slots").json()["slots"]
    assert slots
    assert all(set(slot) == {"date", "window", "start", "end", "preferred"} for slot in slots)


def test_the_first_times_are_known_before_there_is_an_order(household: Tenancy) -> None:
    caller = cast.caller("slots")
    slots = caller.get("/slots", problem="dripping-tap", postcode="RV1 1AA").json()["slots"]
    assert slots
    assert all("token" not in slot for slot in slots)
    assert caller.get("/slots", problem="fence", postcode="RV1 1AA").json()["code"] == "not_possible"
    assert caller.get("/slots", problem="nothing", postcode="RV1 1AA").json()["code"] == "not_found"
    assert caller.get("/slots", problem="dripping-tap", postcode="here").json()["code"] == "invalid"


def test_no_time_is_offered_or_booked_twice_for_one_order(order: str) -> None:
    caller = cast.caller()
    slots = caller.get(f"{order}/slots").json()
    caller.post(f"{order}/appointments", {"slot": late(slots)["token"]})
    assert caller.get(f"{order}/slots").json()["code"] == "busy"
    again = caller.post(f"{order}/appointments", {"slot": late(slots, nth=3)["token"]})
    assert (again.status_code, again.json()["code"]) == (409, "busy")
    deliver()
    assert caller.get(f"{order}/slots").json()["code"] == "not_possible"
    again = caller.post(f"{order}/appointments", {"slot": late(slots, nth=3)["token"]})
    assert (again.status_code, again.json()["code"]) == (409, "not_possible")


def test_a_token_of_another_order_books_nothing(order: str, household: Tenancy) -> None:
    token = late(cast.caller().get(f"{order}/slots").json())["token"]
    other = cast.add_repair(household)
    response = cast.caller().post(f"/orders/{other.order_id}/appointments", {"slot": token})
    assert response.json()["code"] == "slot_gone"


def test_a_token_for_a_first_time_moves_nothing(order: str) -> None:
    repair = Repair.objects.get()
    row = cast.add_appointment(repair)
    slot = grid.load_slot(
        {"date": "2030-01-07", "window": "22", "name": "AM", "start": "08:00", "end": "12:59"}
    )
    token = grid.sign(repair.order, slot, offered_at=timezone.now())
    response = cast.caller().post(f"{order}/appointments/{row.visit}/move", {"slot": token})
    assert response.json()["code"] == "slot_gone"


def test_a_scheduling_system_that_is_down_is_said_with_when_to_ask_again(order: str, settings: Any) -> None:
    review_cast.point_at(settings, None)
    response = cast.caller().get(f"{order}/slots")
    assert (response.status_code, response.json()["code"]) == (503, "slots_unavailable")
    assert response["Retry-After"] == "20"


def test_cancelled_is_said_when_it_is(order: str) -> None:
    assert cast.caller().post(f"{order}/cancel", {"reason": "It is fixed"}).json()["state"] == "cancelling"
    deliver()
    assert state(order) == "cancelled"


def test_what_has_happened_is_read_in_order_and_once(order: str) -> None:
    caller = cast.caller("slots")
    horizon.pass_by()
    first = caller.get("/events").json()
    assert [(event["type"], event["data"]["order_state"]) for event in first["events"]] == [
        ("order.raised", "open")
    ]
    assert f"/orders/{first['events'][0]['data']['order_id']}" == order
    cast.caller().post(f"{order}/cancel", {"reason": "It is fixed"})
    deliver()
    horizon.pass_by()
    rest = caller.get("/events", cursor=first["next"]).json()
    assert [event["type"] for event in rest["events"]] == ["order.cancelled"]
    assert caller.get("/events", cursor=rest["next"]).json()["events"] == []
    assert cast.caller("slots", suppliers=["FENCE01"]).get("/events").json()["events"] == []


def test_the_sandbox_has_what_we_said(order: str, connect: Sandbox) -> None:
    assert cast.caller().get(order).json()["number"] in connect.connect.state.orders
