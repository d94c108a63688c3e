"""When Connect is down, slow or full: nothing is lost, nothing happens twice, and the page is honest."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from playwright.sync_api import expect

from portal.models import Repair
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import PATIENCE, Tenant

Visit = Callable[..., Tenant]
AMIRA = "amira@riverside.example"


def test_connect_is_down_at_the_order_and_the_report_goes_on_by_itself(
    visit: Visit, remote: Remote, given: Given
) -> None:
    draft = given.draft("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{draft.pk}/check/")
    with remote.unplugged():
        amira.press("Report this repair")
        amira.sees("We are getting the free times for you")
        amira.sees(Repair.objects.get().reference)
        amira.sees("It takes longer than usual to show times")
        amira.is_at("When are you free?")
    amira.sees("An adult must be at home")
    amira.book()
    assert remote.calls("POST SalesOrder") == ["POST SalesOrder"]


def test_connect_is_down_at_the_order_and_the_repair_says_so(
    visit: Visit, remote: Remote, given: Given
) -> None:
    with remote.unplugged():
        repair = given.reported("amira")
        amira = visit("amira")
        amira.go(f"/repairs/{repair.pk}/")
        amira.is_at("We have your report")
        amira.sees(repair.reference)
        amira.sees("Our booking system does not answer yet")
    amira.is_at("Choose a time for your repair")
    assert repair.reference in amira.letter(AMIRA, "We have your repair")


def test_connect_is_down_at_the_grid_and_there_are_other_ways(
    visit: Visit, remote: Remote, given: Given
) -> None:
    remote.fail("GET Availability", "status", times=None, status=404)
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.sees("We cannot show times just now")
    amira.sees(repair.reference)
    amira.sees(settings.LANDLORD_PHONE)
    expect(amira.button("Choose a time on our booking screen")).to_be_visible()
    amira.is_at("When are you free?")
    remote.heal()
    amira.follow("Try again")
    amira.sees("An adult must be at home")


def test_without_javascript_the_grid_is_tried_again_too(visit: Visit, remote: Remote, given: Given) -> None:
    remote.fail("GET Availability", "status", times=None, status=404)
    repair = given.reported("amira")
    amira = visit("amira", java_script_enabled=False)
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.sees("We cannot show times just now")
    remote.heal()
    amira.follow("Try again")
    amira.sees("An adult must be at home")


def test_an_answer_that_never_comes_after_the_booking_is_found_again(
    visit: Visit, remote: Remote, given: Given
) -> None:
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.choose_time()
    remote.fail("POST Booking", "timeout_after")
    remote.fail("GET *", "status", times=None, status=404)
    amira.press("Book this appointment")
    amira.sees("Our booking system has not answered yet, so we cannot say that the time is yours.")
    amira.is_at("We are confirming your appointment")
    remote.heal()
    amira.is_at("Your appointment is booked")
    assert remote.calls("POST Booking") == ["POST Booking"]
    assert len(remote.live_visits()) == 1


def test_a_time_that_has_gone_costs_nothing_but_another_choice(
    visit: Visit, remote: Remote, given: Given
) -> None:
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    gone = amira.choose_time(days=7)
    remote.fail("POST Booking", "slot_taken")
    amira.press("Book this appointment")
    amira.sees("That time has gone")
    amira.is_at("Choose a time for your repair")
    amira.sees("It drips day and night.")
    amira.follow("Choose a time")
    amira.sees("The time that you chose has gone to somebody else")
    amira.is_at("When are you free?")
    assert amira.book(days=7) != gone
    assert len(remote.live_visits()) == 1


def test_when_no_time_is_free_the_page_says_who_calls(visit: Visit, remote: Remote, given: Given) -> None:
    remote.fill_everything()
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.sees("There is no free time in the next five weeks")
    amira.is_at("When are you free?")


def test_an_order_that_connect_refuses_is_with_the_team(
    visit: Visit, remote: Remote, given: Given, settings: Any
) -> None:
    remote.fail("POST SalesOrder", "status", status=400)
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("We have your report")
    amira.sees("will call you to arrange it")
    assert repair.reference in amira.letter(settings.LANDLORD_REPAIRS_EMAIL, "Not taken")


def test_a_page_that_waits_shows_what_has_become_of_it(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.choose_time()
    remote.fail("POST Booking", "latency", seconds=1)
    amira.press("Book this appointment")
    expect(amira.page.locator("h1")).to_have_text("We are confirming your appointment")
    expect(amira.page.locator("h1")).to_have_text("Your appointment is booked", timeout=PATIENCE)
    expect(amira.page.locator("h1")).to_be_focused()


def test_no_page_waits_for_connect_before_it_is_here(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.booked("amira", days=7)
    appointment = repair.order.appointments.get()
    remote.fail("GET *", "latency", times=None, seconds=30)
    amira = visit("amira")
    amira.go("/repairs/")
    amira.sees("Looking for other appointments at your home")
    amira.go(f"/repairs/{repair.pk}/appointments/{appointment.pk}/times/")
    amira.sees("We are getting the free times for you")
    amira.is_at("Move your appointment")
