"""Connect's own screen within the portal, and what officers see."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from booking.models import Order
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]


def test_a_time_chosen_on_connects_own_screen_is_shown_by_the_repair(
    visit: Visit, remote: Remote, given: Given
) -> None:
    remote.fail("GET Availability", "status", times=None, status=404)
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.press("Choose a time on our booking screen")
    amira.is_at("Choose a time")
    screen = amira.page.frame_locator("iframe")
    screen.locator("button.slot").first.click()
    screen.get_by_text("The appointment has been booked.").wait_for()
    amira.press("I have finished")
    amira.sees("Your appointment is booked")
    amira.is_at("Your appointment is booked")
    (booked,) = remote.live_visits()
    assert booked["order"] == repair.order.number
    assert remote.calls("POST Booking") == []


def test_connects_screen_that_cannot_be_opened_is_said(visit: Visit, remote: Remote, given: Given) -> None:
    remote.fail("GET Availability", "status", times=None, status=404)
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    with remote.unplugged():
        amira.press("Choose a time on our booking screen")
        amira.is_at("We cannot open that screen just now")


def test_an_officer_reviews_a_home(visit: Visit, given: Given) -> None:
    repair = given.booked("amira", days=7)
    olivia = visit("olivia", viewport={"width": 1280, "height": 900})
    olivia.go("/officers/")
    olivia.is_at("Review a home or an order")
    olivia.press("Look")
    olivia.sees("Enter a home or an order number")
    olivia.can_use_the_page()
    olivia.page.get_by_label("Home", exact=True).fill("4 Mill Lane")
    olivia.press("Look")
    olivia.sees(repair.order.number)
    olivia.sees("Booked")
    olivia.is_at("Review a home or an order")


def test_an_officer_sees_an_order_within_a_window_of_dates(
    visit: Visit, remote: Remote, given: Given
) -> None:
    repair = given.booked("amira", days=7)
    olivia = visit("olivia")
    olivia.go("/officers/")
    olivia.page.get_by_label("Order number").fill(repair.order.number)
    olivia.press("Look")
    olivia.sees("Booked")
    olivia.is_at("Review a home or an order")
    olivia.page.get_by_label("Appointments from").fill(timezone.localdate().isoformat())
    olivia.page.get_by_label("To", exact=True).fill(timezone.localdate().isoformat())
    olivia.press("Look")
    olivia.sees("No appointment between these dates")


def test_what_needs_a_person_is_listed_for_officers(visit: Visit, remote: Remote, given: Given) -> None:
    remote.fail("POST SalesOrder", "status", status=400)
    repair = given.reported("amira")
    olivia = visit("olivia")
    olivia.go("/officers/waiting/")
    olivia.sees(repair.order.number)
    olivia.is_at("Needs a person")


def test_a_report_without_a_time_is_on_the_officers_list_from_the_second_day(
    visit: Visit, given: Given
) -> None:
    repair = given.reported("amira")
    olivia = visit("olivia")
    olivia.go("/officers/waiting/")
    olivia.sees("Nothing needs a person now")
    Order.objects.update(raised_at=timezone.now() - dt.timedelta(hours=25))
    olivia.go("/officers/waiting/")
    olivia.sees("No time has been chosen")
    olivia.sees(repair.order.number)
    olivia.sees("Call Amira Khan")
    olivia.can_use_the_page()
    olivia.press("I have seen to it: take it off this list")
    olivia.sees("Nothing needs a person now")


def test_officers_pages_do_not_exist_for_tenants(visit: Visit) -> None:
    amira = visit("amira")
    amira.go("/officers/")
    amira.is_at("We cannot find this page")
