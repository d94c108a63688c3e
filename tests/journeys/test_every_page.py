"""Pages that no story passes: each stage of a repair, what goes wrong, what anybody may read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import Route

from booking.models import Command
from booking.models.outbox import State
from portal import errors
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]


@pytest.mark.parametrize("width", [375, 1280])
def test_what_anybody_may_read(visit: Visit, width: int) -> None:
    anybody = visit(viewport={"width": width, "height": 800})
    for address, heading in {
        "/accessibility/": "Accessibility statement",
        "/privacy/": "Privacy",
        "/emergency/?danger=": "Is it one of these emergencies?",
        "/emergency/?danger=gas": "Call 0800 111 999 now",
        "/nowhere/": "We cannot find this page",
    }.items():
        anybody.go(address)
        anybody.is_at(heading)


def test_signing_in_with_a_wrong_address_and_a_wrong_code(visit: Visit) -> None:
    amira = visit()
    amira.go("/repairs/")
    amira.can_use_the_page()
    amira.press("Send me a code")
    amira.sees("There is a problem")
    amira.can_use_the_page()
    amira.page.get_by_label("e-mail").fill("amira@riverside.example")
    amira.press("Send me a code")
    amira.is_at("Enter the 6-digit code")
    amira.page.get_by_label("code").fill("12")
    amira.press("Sign in")
    amira.sees("There is a problem")
    amira.can_use_the_page()


def test_contact_details_that_are_wrong(visit: Visit) -> None:
    amira = visit("amira")
    amira.go("/contact/")
    amira.page.get_by_role("textbox", name="Mobile number").fill("12")
    amira.press("Keep these details")
    amira.sees("There is a problem")
    amira.is_at("Are these details right?")


def test_an_error_on_the_page_that_describes_the_problem(visit: Visit, given: Given) -> None:
    draft = given.draft("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{draft.pk}/describe/")
    amira.page.get_by_label("What should we know about it?").fill("")
    amira.press("Continue")
    amira.sees("Describe the problem in a few words")
    amira.is_at("Describe the problem")


ERRORS = {
    "400": errors.bad_request,
    "403": errors.forbidden,
    "500": errors.broken,
    "503": errors.unavailable,
    "csrf": errors.csrf_failed,
}


@pytest.mark.parametrize("name", ERRORS)
def test_a_page_about_something_that_went_wrong(visit: Visit, name: str) -> None:
    answer: HttpResponse = ERRORS[name](
        RequestFactory().post("/", {"description": "It drips day and night."})
    )

    def respond(route: Route) -> None:
        route.fulfill(status=answer.status_code, body=answer.content, content_type="text/html")

    anybody = visit()
    anybody.page.route("**/broken/", respond)
    anybody.go("/broken/")
    anybody.can_use_the_page()


def test_a_repair_that_is_being_handed_over(visit: Visit, remote: Remote, given: Given) -> None:
    remote.fail("POST BookSubContractorOrder", "latency", seconds=30)
    draft = given.draft("amira", leaf="fence-panel-broken-or-missing")
    amira = visit("amira")
    amira.go(f"/repairs/{draft.pk}/check/")
    amira.press("Report this repair")
    amira.is_at("We have your report")
    remote.heal()


def test_an_appointment_that_is_being_moved(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.booked("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.follow("Move the appointment")
    amira.choose_time(days=14)
    remote.fail("POST Booking", "latency", seconds=30)
    amira.press("Move my appointment")
    amira.is_at("We are moving your appointment")
    remote.heal()


def test_a_repair_that_is_being_cancelled(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.booked("amira")
    remote.fail("PATCH SalesOrder", "latency", seconds=30)
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/cancel/")
    amira.pick("Another reason")
    amira.press("Cancel this repair")
    amira.is_at("We are cancelling this repair")
    remote.heal()


@pytest.mark.parametrize(
    ("result", "heading"),
    [(0, "This repair is done"), (1, "We could not get in"), (2, "We came, and there is more to do")],
)
def test_a_repair_that_somebody_came_for(
    visit: Visit, remote: Remote, given: Given, result: int, heading: str
) -> None:
    repair = given.booked("amira")
    remote.act("complete", order=repair.order.number, result=result)
    given.read_again(repair)
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at(heading)


def test_a_repair_that_only_a_person_can_judge(visit: Visit, given: Given) -> None:
    repair = given.booked("amira")
    last: Any = repair.order.commands.order_by("-created_at").first()
    Command.objects.filter(pk=last.pk).update(state=State.NEEDS_STAFF, settled_at=timezone.now())
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("Our team is looking into it")
