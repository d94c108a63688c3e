"""Roads beside the main one: a search, danger, a contractor, a shared area, something else."""

from collections.abc import Callable

from django.conf import settings

from portal.models import Repair
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]
AMIRA = "amira@riverside.example"


def test_a_bath_leak_is_found_by_a_search_with_a_typing_mistake(visit: Visit, remote: Remote) -> None:
    amira = visit("amira")
    amira.begin()
    amira.page.get_by_label("Say it in your own words").fill("bath leek")
    amira.sees("Bath leak")
    amira.is_at("What is the problem?")
    amira.button("Bath leak").click()
    amira.is_at("Is water coming through a ceiling or near anything electric?")
    amira.pick("No")
    amira.press("Continue")
    amira.describe("It runs down behind the panel.")
    amira.press("Report this repair")
    amira.book()

    (order,) = remote.orders()
    assert [code["CodeExternalId"] for code in order["values"]["JobCodes"]] == ["BATH001"]
    assert "It runs down behind the panel." in order["values"]["JobDescription"]


def test_words_that_nothing_answers_to_lead_on_all_the_same(visit: Visit) -> None:
    amira = visit("amira")
    amira.begin()
    amira.page.get_by_label("Say it in your own words").fill("zzxxqq")
    amira.sees("We found nothing for “zzxxqq”")
    amira.is_at("What is the problem?")
    amira.follow("tell us in your own words")
    amira.is_at("Tell us what is wrong")


def test_a_danger_leads_to_the_numbers_to_call(visit: Visit, remote: Remote) -> None:
    amira = visit("amira")
    amira.begin()
    amira.search("bath leak", choose="Bath leak")
    amira.press("Continue")
    amira.sees("Select yes or no")
    amira.is_at("Is water coming through a ceiling or near anything electric?")
    amira.pick("Yes")
    amira.press("Continue")
    amira.is_at("Call us now")
    amira.sees(settings.LANDLORD_EMERGENCY_PHONE)
    assert remote.calls() == []


def test_a_fence_goes_to_the_contractor_and_nobody_promises_a_time(visit: Visit, remote: Remote) -> None:
    amira = visit("amira")
    amira.begin()
    amira.follow("Fences, gates and paths")
    amira.is_at("Which part is it?")
    amira.follow("Fences and gates")
    amira.can_use_the_page()
    amira.press("Continue")
    amira.sees("There is a problem")
    amira.can_use_the_page()
    amira.pick("Fence panel broken or missing")
    amira.press("Continue")
    amira.describe("Two panels lie on the grass.")
    amira.sees("Hartley Fencing Ltd does this work for us")
    amira.is_at("Check your answers")
    amira.press("Report this repair")
    amira.is_at("Your repair is reported")
    amira.sees("Hartley Fencing Ltd")
    amira.sees("They will contact you to agree a time; we do not know it yet.")

    assert remote.calls() == ["POST SalesOrder", "POST BookSubContractorOrder"]
    assert "Hartley Fencing Ltd" in amira.letter(AMIRA, "has your repair")


def test_something_else_is_a_request_that_the_team_reads(visit: Visit, remote: Remote) -> None:
    amira = visit("amira")
    amira.begin()
    amira.follow("Something else")
    amira.is_at("Tell us what is wrong")
    amira.press("Send to the repairs team")
    amira.sees("There is a problem")
    amira.can_use_the_page()
    amira.page.get_by_label("Tell us what is wrong").fill("The letter box whistles.")
    amira.press("Send to the repairs team")
    amira.is_at("We have your request")

    repair = Repair.objects.get()
    assert repair.description == "The letter box whistles."
    amira.sees(repair.reference)
    assert "The letter box whistles." in amira.letter(settings.LANDLORD_REPAIRS_EMAIL, repair.reference)
    assert "The letter box whistles." in amira.letter(AMIRA, "We have your request")
    assert remote.calls() == []


def test_a_shared_area_of_a_block_is_said_in_the_order(visit: Visit, remote: Remote) -> None:
    daniel = visit("daniel")
    daniel.begin()
    daniel.is_at("Where is the problem?")
    daniel.press("Continue")
    daniel.sees("Select where the problem is")
    daniel.can_use_the_page()
    daniel.page.get_by_label("shared").check()
    daniel.press("Continue")
    daniel.search("light not working", choose="Light")
    daniel.describe("It is dark on the second landing.")
    daniel.press("Report this repair")
    daniel.sees(daniel.reference())

    (order,) = remote.orders()
    assert "In a shared area of Weir Court." in order["values"]["JobDescription"]


def test_what_helped_at_once_is_not_reported(visit: Visit, remote: Remote) -> None:
    amira = visit("amira")
    amira.begin()
    amira.search("dripping tap", choose="Dripping tap")
    amira.press("That fixed it")
    amira.is_at("Your repairs")
    amira.sees("Nothing has been reported")
    assert not Repair.objects.exists()
    assert not remote.calls("POST")


def test_what_is_known_already_is_shown_before_it_is_reported_again(visit: Visit, given: Given) -> None:
    repair = given.reported("amira")
    amira = visit("amira")
    amira.begin()
    amira.is_at("Have you told us before?")
    amira.press("Continue")
    amira.sees("Select a repair, or say that this is a new problem")
    amira.can_use_the_page()
    amira.page.get_by_label(repair.reference).check()
    amira.press("Continue")
    amira.is_at("Choose a time for your repair")
