"""Afterwards: moving an appointment, cancelling a repair, and when it is too near for either."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]
AMIRA = "amira@riverside.example"


def test_an_appointment_moves_and_its_old_time_is_free_again(
    visit: Visit, remote: Remote, given: Given
) -> None:
    repair = given.booked("amira", days=7)
    (before,) = remote.live_visits()
    remote.fill(before["date"])
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("Your appointment is booked")
    amira.follow("Move the appointment to another time")
    amira.times(days=14)
    amira.is_at("Move your appointment")
    amira.choose_time(days=14)
    amira.is_at("Move your appointment to this time?")
    amira.press("Move my appointment")
    amira.is_at("Your appointment is booked")

    (after,) = remote.live_visits()
    assert dt.date.fromisoformat(after["date"]) >= dt.date.fromisoformat(before["date"]) + dt.timedelta(7)
    assert amira.letter(AMIRA, "Moved:")
    amira.follow("Move the appointment to another time")
    amira.times(days=7)
    expect(amira.page.locator(f"#day-{before['date']}")).to_be_attached()


def test_an_appointment_that_is_near_is_changed_on_the_telephone(
    visit: Visit, given: Given, settings: Any
) -> None:
    repair = given.booked("amira", days=7)
    settings.CHANGE_NOTICE_DAYS = 30
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("Your appointment is booked")
    amira.sees("Your appointment is too near to be changed here")
    amira.sees(settings.LANDLORD_PHONE)
    amira.does_not_see("Move the appointment")
    amira.does_not_see("Cancel this repair")


def test_a_repair_is_cancelled_with_a_reason(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.booked("amira", days=7)
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.follow("Cancel this repair")
    amira.press("Cancel this repair")
    amira.sees("Select why you want to cancel")
    amira.is_at("Cancel this repair?")
    amira.pick("It is fixed")
    amira.press("Cancel this repair")
    amira.is_at("This repair is cancelled")

    (patch,) = remote.ledger("PATCH SalesOrder")
    assert patch["body"]["OrderStatus"] == 11
    assert "It is fixed" in str(patch["body"])
    assert remote.live_visits() == []
    assert repair.order.number in amira.letter(AMIRA, "Cancelled:")
    amira.go("/repairs/")
    amira.sees("Cancelled")


def test_a_time_that_has_gone_leaves_the_appointment_where_it_was(
    visit: Visit, remote: Remote, given: Given
) -> None:
    repair = given.booked("amira", days=7)
    (before,) = remote.live_visits()
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.follow("Move the appointment to another time")
    amira.choose_time(days=14)
    remote.fail("POST Booking", "slot_taken")
    amira.press("Move my appointment")
    amira.sees("Your appointment has not moved")
    amira.is_at("Your appointment is booked")
    expect(amira.page.get_by_text("Move the appointment to another time")).to_be_visible()
    assert remote.live_visits() == [before]
