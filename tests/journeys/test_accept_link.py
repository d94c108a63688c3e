"""A contractor without a system answers by the link in a letter; the tenant reads of it at once."""

import datetime as dt
import re
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from portal.models import Repair
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]
FIRM = "jobs@greencanopy.example"
AMIRA = "amira@riverside.example"
HEDGE = "hedge-overgrown-across-a-path"


def link(anybody: Tenant, containing: str = "New job") -> str:
    """The path of the link in the firm's letter."""
    found = re.search(r"http://testserver(/contractors/\S+)", anybody.letter(FIRM, containing))
    assert found
    return found[1]


def enter(firm: Tenant, title: str, *, days: int) -> dt.date:
    """Types one time into the form: from 8am to midday on that day."""
    date = timezone.localdate() + dt.timedelta(days=days)
    row = firm.page.get_by_role("group", name=title)
    row.get_by_label("Date").fill(date.isoformat())
    row.get_by_label("From").select_option("08:00")
    row.get_by_label("Until").select_option("12:00")
    return date


def words(date: dt.date) -> str:
    return f"{date:%A} {date.day} {date:%B} {date.year}"


def test_a_time_that_the_contractor_names_stands_until_the_tenant_cancels(
    visit: Visit, given: Given, remote: Remote
) -> None:
    draft = given.draft("amira", leaf=HEDGE)
    amira = visit("amira")
    amira.go(f"/repairs/{draft.pk}/check/")
    amira.sees("Green Canopy Tree Care does this work for us")
    amira.press("Report this repair")
    amira.is_at("Your repair is reported")
    amira.sees("We have asked them when they can come")

    firm = visit()
    address = link(firm)
    firm.go(address)
    firm.is_at("Can you do this repair?")
    firm.sees("It drips day and night.")
    firm.follow("Yes: say when you come")
    firm.is_at("Say when you come")
    firm.press("Confirm this time")
    firm.sees("There is a problem")
    firm.can_use_the_page()
    day = enter(firm, "When do you come?", days=7)
    firm.press("Confirm this time")
    firm.is_at("You have agreed to come")
    firm.sees(words(day))

    amira.go(f"/repairs/{draft.pk}/")
    amira.is_at("Your appointment is booked")
    amira.sees(words(day))
    amira.sees("Green Canopy Tree Care")
    amira.sees("Add it to your calendar")
    assert "8am to midday" in amira.letter(AMIRA, "Booked")

    amira.follow("Cancel this repair")
    amira.pick("It is fixed")
    amira.press("Cancel this repair")
    amira.is_at("This repair is cancelled")
    assert "Please do not come" in amira.letter(FIRM, "Cancelled")
    firm.go(address)
    firm.is_at("This job is cancelled")
    firm.does_not_see("drips")
    assert remote.calls() == []


def test_the_tenant_chooses_one_of_the_contractors_times_without_javascript(
    visit: Visit, given: Given
) -> None:
    repair = given.reported("amira", leaf=HEDGE)
    firm = visit(java_script_enabled=False)
    firm.page.goto(firm.portal + link(firm))
    firm.follow("Offer up to three times")
    enter(firm, "First time", days=5)
    chosen = enter(firm, "Second time", days=6)
    firm.press("Send these times to the tenant")
    firm.sees("We have passed on your times")

    amira = visit("amira", java_script_enabled=False)
    assert words(chosen) in amira.letter(AMIRA, "Please choose a time")
    amira.go(f"/repairs/{repair.pk}/")
    amira.press("Book this time")
    amira.sees("Select the time that suits you")
    amira.page.get_by_label(words(chosen)).check()
    amira.press("Book this time")
    amira.sees("Your appointment is booked")
    assert words(chosen) in amira.letter(FIRM, "Agreed")


def test_each_page_of_the_link_can_be_used_by_anybody(visit: Visit, given: Given) -> None:
    repair = given.reported("amira", leaf=HEDGE)
    firm = visit()
    address = link(firm)
    firm.go(f"{address}propose/")
    firm.is_at("Offer up to three times")
    enter(firm, "First time", days=5)
    firm.press("Send these times to the tenant")
    firm.is_at("We have passed on your times")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("Choose a time for your repair")
    amira.press("None of these suits me")
    amira.is_at("Your repair is reported")
    firm.go(link(firm, "Please offer other times"))
    firm.sees("None of your times suited the tenant")
    firm.is_at("Can you do this repair?")
    firm.go("/contractors/nonsense/")
    firm.is_at("This link does not work")


def test_who_declines_is_on_the_officers_list(visit: Visit, given: Given) -> None:
    repair: Repair = given.reported("amira", leaf=HEDGE)
    firm = visit()
    firm.go(link(firm))
    firm.follow("Decline")
    firm.is_at("Decline this job?")
    firm.page.get_by_label("Why can you not do this repair?").fill("Our van is broken.")
    firm.press("Decline this job")
    firm.is_at("You have declined this job")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("We will call you to agree a time")
    assert "Our van is broken." in amira.letter(settings.LANDLORD_REPAIRS_EMAIL, "No time agreed")
    olivia = visit("olivia")
    olivia.go("/officers/waiting/")
    olivia.sees("Green Canopy Tree Care declined")
    olivia.is_at("Needs a person")
    olivia.press("It is arranged")
    olivia.sees("Nothing needs a person now")
