"""A contractor with a system of its own: the tenant sees its free times on the same pages, and books one."""

from typing import Any

import pytest
from django.test import Client

from booking import appointments, grid, remote
from booking.models import Command, Order, Reading
from portal.models import Message, Repair
from portal.repairs import story
from tests.booking import flow, scripted
from tests.booking.scripted import Script
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPTED = {"factory": "tests.booking.scripted.build", "options": {}}


@pytest.fixture(autouse=True)
def hartley(settings: Any) -> Script:
    """The contractor's system; nobody listens where the landlord's own is."""
    cast.point_at(settings, None)
    settings.SCHEDULERS = settings.SCHEDULERS | {"hartley": SCRIPTED | {"kind": "synchroteam"}}
    remote._build.cache_clear()
    scripted.SCRIPT.__init__()
    scripted.SCRIPT.slots = tuple(flow.Slot(date=flow.day(n), window=flow.MORNING) for n in range(3, 30))
    return scripted.SCRIPT


@pytest.fixture
def repair(hartley: Script) -> Repair:
    return cast.add_report(cast.add_leaf(route="system", system="hartley"))


@pytest.fixture
def tenant(repair: Repair) -> Client:
    client = Client()
    client.force_login(repair.reported_by)
    return client


def book(tenant: Client, repair: Repair, *, nth: int = 10) -> str:
    """The tenant picks a time on the page, confirms it, and the worker works."""
    flow.drain()
    page = tenant.get(f"/repairs/{repair.pk}/times/grid/")
    token = page.context["days"][nth].choices[0].token
    tenant.post(f"/repairs/{repair.pk}/times/confirm/", {"slot": token})
    flow.drain()
    return tenant.get(f"/repairs/{repair.pk}/").content.decode()


def test_the_order_goes_to_the_contractors_system_with_the_address(repair: Repair, hartley: Script) -> None:
    flow.drain()
    order = Order.objects.get()
    assert (order.scheduler, order.fulfilment) == ("hartley", "contractor_system")
    assert order.number in hartley.orders
    assert order.request().address.startswith("3 Mill Lane")
    assert not hartley.count("hand_over")


def test_the_free_times_are_the_contractors_and_the_page_says_who_comes(
    repair: Repair, tenant: Client
) -> None:
    flow.drain()
    page = tenant.get(f"/repairs/{repair.pk}/times/")
    assert "Hartley Fencing Ltd will do this repair" in page.content.decode()
    assert "Hartley Fencing Ltd will do this repair" in Message.objects.get(to__startswith="tenant").body
    assert len(tenant.get(f"/repairs/{repair.pk}/times/grid/").context["days"]) == 27


def test_a_booked_time_stands_in_the_contractors_system(
    repair: Repair, tenant: Client, hartley: Script
) -> None:
    shown = book(tenant, repair)
    assert "Your appointment is booked" in shown
    assert "Hartley Fencing Ltd" in shown
    assert [visit.date for visit in hartley.visits] == [flow.day(13)]


def test_it_is_moved_and_cancelled_there_too(repair: Repair, tenant: Client, hartley: Script) -> None:
    book(tenant, repair)
    visit = Order.objects.get().appointments.get()
    move = f"/repairs/{repair.pk}/appointments/{visit.pk}/times/"
    days = tenant.get(f"{move}grid/").context["days"]
    token = next(day.choices[0].token for day in days if day.date == flow.day(23))
    tenant.post(f"{move}confirm/", {"slot": token})
    flow.drain()
    assert [visit.date for visit in hartley.visits] == [flow.day(23)]
    tenant.post(f"/repairs/{repair.pk}/cancel/", {"reason": "It is fixed", "seen": 2})
    flow.drain()
    assert "This repair is cancelled" in tenant.get(f"/repairs/{repair.pk}/").content.decode()
    assert hartley.orders[Order.objects.get().number].cancelled


def test_the_time_that_stands_is_not_offered_for_a_move_and_choosing_it_changes_nothing(
    repair: Repair, tenant: Client, hartley: Script
) -> None:
    book(tenant, repair)
    visit = Order.objects.get().appointments.get()
    move = f"/repairs/{repair.pk}/appointments/{visit.pk}/times/"
    days = tenant.get(f"{move}grid/").context["days"]
    offered = [choice for day in days if day.date == visit.date for choice in day.choices]
    assert [choice for choice in offered if visit.is_at(choice.slot)] == []
    (mine,) = [slot for slot in appointments.offer(visit.order, visit=visit.visit).slots if visit.is_at(slot)]
    token = grid.sign(visit.order, mine, offered_at=flow.now(), visit=visit.visit)
    shown = tenant.post(f"{move}confirm/", {"slot": token}, follow=True).content.decode()
    assert "Your appointment is booked" in shown
    assert not Command.objects.filter(kind="move").exists()
    assert hartley.count("book") == 1


def test_check_your_answers_says_that_a_time_follows(hartley: Script) -> None:
    repair = cast.add_report(cast.add_leaf(route="system", system="hartley"))
    Repair.objects.update(state="draft", place="home")
    client = Client()
    client.force_login(repair.reported_by)
    details = repair.reported_by.contact_details
    details.confirmed_at = flow.now()
    details.save()
    page = client.get(f"/repairs/{repair.pk}/check/").content.decode()
    assert "Hartley Fencing Ltd does this work for us" in page
    assert "Report this repair and choose a time" in page


def test_there_is_no_way_into_a_screen_that_the_contractors_system_has_not(
    repair: Repair, tenant: Client, hartley: Script
) -> None:
    flow.drain()
    hartley.then("offer", flow.unavailable())
    Reading.objects.all().delete()
    page = tenant.get(f"/repairs/{repair.pk}/times/grid/").content.decode()
    assert "We cannot show times just now" in page
    assert "on our booking screen" not in page
    assert tenant.post(f"/repairs/{repair.pk}/connect/").status_code == 302


def test_a_system_that_was_taken_out_of_the_settings_is_an_outage_and_no_error(
    repair: Repair, tenant: Client, settings: Any
) -> None:
    flow.drain()
    Reading.objects.all().delete()
    settings.SCHEDULERS = {name: line for name, line in settings.SCHEDULERS.items() if name != "hartley"}
    page = tenant.get(f"/repairs/{repair.pk}/times/grid/")
    assert "We cannot show times just now" in page.content.decode()
    assert story.tell(Repair.objects.get()).stage == story.Stage.CHOOSE_TIME


def test_officers_look_into_the_contractors_system_and_it_is_called_by_its_name(
    repair: Repair, tenant: Client, hartley: Script
) -> None:
    book(tenant, repair)
    officer = Client()
    officer.force_login(cast.add_officer())
    number = Order.objects.get().number
    page = officer.get("/officers/connect/", {"number": number}, headers={"HX-Request": "true"})
    assert number in page.content.decode()
    assert (
        "What Synchroteam (hartley) holds" in officer.get("/officers/", {"number": number}).content.decode()
    )
    hartley.then("visits", flow.unavailable())
    page = officer.get("/officers/connect/", {"number": number}, headers={"HX-Request": "true"})
    assert "Synchroteam (hartley) cannot be asked just now" in page.content.decode()


def test_a_refused_order_is_called_by_the_systems_name(repair: Repair, hartley: Script) -> None:
    hartley.then("raise_order", flow.refused())
    flow.drain()
    officer = Client()
    officer.force_login(cast.add_officer())
    assert "Synchroteam (hartley) refused the order" in officer.get("/officers/waiting/").content.decode()
