"""Who sees what: joint tenants the same, those who have left nothing, and nobody another household's."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from portal.models import Home, Tenancy
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]
OF_A_FORMER_TENANT = "P-1003"
"""A property of which Connect still knows what somebody before had done, with warnings for its staff."""


def test_a_joint_tenant_sees_the_same_repair(visit: Visit, given: Given) -> None:
    repair = given.booked("daniel")
    grace = visit("grace")
    grace.go("/repairs/")
    grace.sees(repair.reference)
    grace.is_at("Your repairs")
    grace.follow("Taps and sinks › Tap › Dripping tap")
    grace.is_at("Your appointment is booked")


def test_a_joint_tenants_unfinished_report_is_their_own(visit: Visit, given: Given) -> None:
    draft = given.draft("daniel")
    grace = visit("grace")
    grace.go(f"/repairs/{draft.pk}/describe/")
    grace.is_at("We cannot find this page")


def test_somebody_who_has_left_gets_a_friendly_page(visit: Visit) -> None:
    peter = visit("peter")
    peter.go("/repairs/")
    peter.is_at("We cannot find a home for you")


def test_another_households_repair_does_not_exist(visit: Visit, given: Given) -> None:
    repair = given.booked("daniel")
    amira = visit("amira")
    for page in ("", "times/", "cancel/", "progress/"):
        amira.go(f"/repairs/{repair.pk}/{page}")
        amira.is_at("We cannot find this page")


def test_nobody_sees_what_a_tenant_before_had_or_what_is_for_staff(
    visit: Visit, remote: Remote, given: Given
) -> None:
    Home.objects.filter(reference="RIV-1001").update(reference=OF_A_FORMER_TENANT)
    last_year = timezone.localdate() - dt.timedelta(days=365)
    Tenancy.objects.filter(home__reference=OF_A_FORMER_TENANT).update(started=last_year)
    repair = given.booked("amira")
    remote.act("complete", order=repair.order.number, comments="CANARY comments: a dog in the yard")
    given.read_again(repair)
    amira = visit("amira")
    for page in ("/repairs/", f"/repairs/{repair.pk}/", "/repairs/home-visits/"):
        with amira.page.expect_response(lambda answer: "repairs" in answer.url):
            amira.go(page)
        amira.page.wait_for_load_state("networkidle")
        amira.does_not_see("RV-OLD-1003")
        assert "CANARY" not in amira.page.content()
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("This repair is done")
    assert "GET BookingSummary" in remote.calls()


def test_an_appointment_made_on_the_telephone_is_shown(visit: Visit, remote: Remote, given: Given) -> None:
    repair = given.booked("amira")
    type(repair).objects.filter(pk=repair.pk).delete()
    amira = visit("amira")
    amira.go("/repairs/")
    amira.sees("Other appointments at your home")
    amira.sees(repair.order.number)
    amira.is_at("Your repairs")
    assert remote.calls("GET BookingSummary") == ["GET BookingSummary"]


SHOW_ALL = "Show all appointments of your home"


def test_where_no_script_arrives_a_link_shows_it(visit: Visit, given: Given) -> None:
    repair = given.booked("amira")
    type(repair).objects.filter(pk=repair.pk).delete()
    amira = visit("amira", reduced_motion="reduce")
    amira.gets_no_scripts()
    amira.go("/repairs/")
    amira.looks_again_until(repair.order.number, by=SHOW_ALL)


def test_without_javascript_the_link_is_there_at_once(visit: Visit, given: Given) -> None:
    repair = given.booked("amira")
    type(repair).objects.filter(pk=repair.pk).delete()
    amira = visit("amira", java_script_enabled=False)
    amira.go("/repairs/")
    late = amira.page.locator(".late")
    assert late.evaluate("late => getComputedStyle(late).animationName") == "none"
    amira.follow(SHOW_ALL)
    amira.sees(repair.order.number)
