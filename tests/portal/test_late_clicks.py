"""A page that was left open: whoever presses its button late hears what came of the first click."""

from typing import Any

import pytest
from django.test import Client

from booking import grid, remote
from booking.models import Appointment, Command
from booking.models.outbox import Kind
from portal.models import Repair
from portal.wording import visit_words
from tests.booking import flow, scripted
from tests.booking.scripted import Script
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPTED = {"factory": "tests.booking.scripted.build", "options": {}}
SLOT = flow.Slot(date=flow.day(9), window=flow.MORNING)


@pytest.fixture(autouse=True)
def script(settings: Any) -> Script:
    settings.SCHEDULERS = settings.SCHEDULERS | {"hartley": SCRIPTED | {"kind": "synchroteam"}}
    remote._build.cache_clear()
    scripted.SCRIPT.__init__()
    scripted.SCRIPT.slots = tuple(flow.Slot(date=flow.day(n), window=flow.MORNING) for n in range(3, 30))
    return scripted.SCRIPT


@pytest.fixture
def repair() -> Repair:
    told = cast.add_report(cast.add_leaf(route="system", system="hartley"))
    flow.drain()
    return Repair.objects.select_related("order").get(pk=told.pk)


@pytest.fixture
def tenant(client: Client, repair: Repair) -> Client:
    client.force_login(repair.reported_by)
    return client


def choose(tenant: Client, repair: Repair) -> str:
    token = grid.sign(repair.order, SLOT, offered_at=flow.now())
    return tenant.post(f"/repairs/{repair.pk}/times/confirm/", {"slot": token}).url


def test_the_button_that_reports_leads_to_the_times_however_late_it_is_pressed(tenant, repair):
    assert tenant.post(f"/repairs/{repair.pk}/check/").url == f"/repairs/{repair.pk}/times/"
    assert tenant.get(f"/repairs/{repair.pk}/check/").url == f"/repairs/{repair.pk}/"


def test_while_a_time_is_booked_the_page_says_which(tenant, repair):
    choose(tenant, repair)
    page = tenant.get(f"/repairs/{repair.pk}/").content.decode()
    assert "We are confirming your appointment" in page
    assert (
        f"The time that was chosen is <strong>{visit_words(SLOT.date, SLOT.window.start, SLOT.window.end)}"
        in page
    )


def test_cancel_pressed_twice_on_one_page_is_one_wish_and_no_surprise(tenant, repair):
    path = f"/repairs/{repair.pk}/cancel/"
    seen = tenant.get(path).context["form"]["seen"].value()
    for _ in range(2):
        assert tenant.post(path, {"reason": "It is fixed", "seen": seen}).url == f"/repairs/{repair.pk}/"
    assert Command.objects.filter(kind=Kind.CANCEL).count() == 1
    assert "has just changed" not in tenant.get(f"/repairs/{repair.pk}/").content.decode()


@pytest.mark.parametrize("page", ["", "grid/", "confirm/"])
def test_the_page_of_a_visit_that_has_another_id_by_now_leads_to_the_repair(tenant, repair, page):
    choose(tenant, repair)
    flow.drain()
    old = Appointment.objects.get()
    Appointment.objects.create(order=repair.order, visit="V-NEW", date=flow.day(12), state="booked")
    Appointment.objects.filter(pk=old.pk).update(state="cancelled")
    path = f"/repairs/{repair.pk}/appointments/{old.pk}/times/{page}"
    token = grid.sign(repair.order, SLOT, offered_at=flow.now(), visit=old.visit)
    answer = tenant.post(path, {"slot": token}) if page == "confirm/" else tenant.get(path)
    assert answer.url == f"/repairs/{repair.pk}/"
    assert not Command.objects.filter(kind=Kind.MOVE).exists()
