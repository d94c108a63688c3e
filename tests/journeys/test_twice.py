"""Double clicks, Back, resubmitting and two tabs: one order, one appointment."""

from collections.abc import Callable

from portal.models import Repair
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]


def test_a_double_click_on_report_is_one_order(visit: Visit, remote: Remote, given: Given) -> None:
    draft = given.draft("amira")
    amira = visit("amira", java_script_enabled=False)
    amira.go(f"/repairs/{draft.pk}/check/")
    amira.button("Report this repair").dblclick()
    amira.sees("An adult must be at home")
    assert remote.calls("POST") == ["POST SalesOrder"]
    assert Repair.objects.count() == 1


def test_a_double_click_on_book_is_one_appointment(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.reported("amira")
    amira = visit("amira", java_script_enabled=False)
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.choose_time()
    amira.button("Book this appointment").dblclick()
    amira.sees("Your appointment is booked")
    assert remote.calls("POST Booking") == ["POST Booking"]
    assert len(remote.live_visits()) == 1


def test_going_back_and_reporting_again_finds_the_first_report(
    visit: Visit, remote: Remote, given: Given
) -> None:
    draft = given.draft("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{draft.pk}/check/")
    amira.press("Report this repair")
    amira.sees("An adult must be at home")
    amira.page.go_back()
    amira.press_if_still_there("Report this repair")
    amira.go(f"/repairs/{draft.pk}/check/")
    amira.is_at("Choose a time for your repair")
    assert remote.calls("POST") == ["POST SalesOrder"]


def test_going_back_and_booking_again_finds_the_first_appointment(
    visit: Visit, remote: Remote, given: Given
) -> None:
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.book()
    amira.page.go_back()
    amira.press_if_still_there("Book this appointment")
    amira.sees("Your appointment is booked")
    assert remote.calls("POST Booking") == ["POST Booking"]


def test_two_tabs_make_one_order(visit: Visit, remote: Remote, given: Given) -> None:
    draft = given.draft("amira")
    first = visit("amira")
    second = first.in_another_tab()
    for tab in (first, second):
        tab.go(f"/repairs/{draft.pk}/check/")
    first.press("Report this repair")
    first.sees("An adult must be at home")
    second.press("Report this repair")
    second.sees("An adult must be at home")
    assert remote.calls("POST") == ["POST SalesOrder"]


def test_two_tabs_make_one_appointment(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.reported("amira")
    first = visit("amira")
    second = first.in_another_tab()
    for days, tab in enumerate((first, second)):
        tab.go(f"/repairs/{repair.pk}/times/")
        tab.choose_time(days=7 * days)
    first.press("Book this appointment")
    first.sees("Your appointment is booked")
    second.press("Book this appointment")
    second.sees("Your appointment is booked")
    assert remote.calls("POST Booking") == ["POST Booking"]
    assert len(remote.live_visits()) == 1


def test_a_report_that_was_begun_goes_on_where_it_was_left(visit: Visit) -> None:
    amira = visit("amira")
    amira.begin()
    amira.search("dripping tap", choose="Dripping tap")
    elsewhere = visit("amira")
    elsewhere.go("/repairs/")
    elsewhere.sees("You have begun a report")
    elsewhere.is_at("Your repairs")
    elsewhere.follow("Go on where you left it")
    elsewhere.is_at("Try this first")
