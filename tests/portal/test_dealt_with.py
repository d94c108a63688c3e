"""What staff alone hear of leaves their list when one of them says so."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking.models import Command, Order
from booking.models.outbox import Kind
from portal.officers import waiting
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(cast.add_officer())
    return client


TESS = {"name": "Tess Tenant", "mobile": "07700 900123"}


def add_old_order(**facts: Any) -> Order:
    return cast.add_order(raised_at=timezone.now() - dt.timedelta(days=2), **facts)


def refused_aside() -> Command:
    return cast.add_command(cast.add_order(), kind=Kind.CONTACT, state="refused", reason="theirs are newer")


def see_to(client: Client, kind: str, row: Command | Order):
    return client.post(reverse("officers-dealt-with", args=[kind, row.pk]), follow=True).content.decode()


def test_a_refused_write_beside_the_appointment_stands_there_until_somebody_has_seen_to_it(officer):
    command = refused_aside()
    page = officer.get(reverse("officers-waiting")).content.decode()
    assert "Connect did not do this: send new contact details" in page
    assert "Look in Connect again" not in page
    assert "off this list" in see_to(officer, "command", command)
    assert waiting.page().matters == []
    assert "already" in see_to(officer, "command", command)


def test_a_refused_order_stands_there_until_somebody_has_seen_to_it(officer):
    order = cast.add_order(state="refused")
    assert "Connect refused the order" in officer.get(reverse("officers-waiting")).content.decode()
    see_to(officer, "order", order)
    assert waiting.page().matters == []
    assert "already" in see_to(officer, "order", order)


def test_where_no_time_was_chosen_for_a_day_the_tenant_is_called(officer, settings):
    order = cast.add_order(raised_at=timezone.now() - dt.timedelta(hours=25), contact=TESS)
    cast.add_order("TP-NEWER", raised_at=timezone.now() - dt.timedelta(hours=23))
    page = " ".join(officer.get(reverse("officers-waiting")).content.decode().split())
    assert "No time has been chosen" in page
    assert "Call Tess Tenant, mobile 07700 900123. Perhaps nothing suited" in page
    assert "TP-NEWER" not in page
    settings.NO_TIME_HOURS = 22
    assert len(waiting.page().matters) == 2
    settings.NO_TIME_HOURS = 24
    see_to(officer, "order", order)
    assert waiting.page().matters == []
    assert "already" in see_to(officer, "order", order)


def test_a_tenant_who_has_no_time_a_week_later_is_called_again(officer):
    order = add_old_order()
    see_to(officer, "order", order)
    Order.objects.update(dealt_with_at=timezone.now() - dt.timedelta(days=7, minutes=1))
    assert len(waiting.page().matters) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "cancelled"},
        {"state": "raising"},
        {"fulfilment": "handed_over", "supplier": "FENCE01"},
        {"fulfilment": "by_email", "scheduler": "", "supplier": "FENCE01"},
    ],
)
def test_nobody_is_called_about_an_order_that_takes_no_choice(facts):
    add_old_order(**facts)
    assert waiting.page().matters == []


@pytest.mark.parametrize("state", ["booked", "started", "completed", "unknown"])
def test_nobody_is_called_about_an_order_with_a_visit(state):
    cast.add_appointment(add_old_order(), state=state)
    assert waiting.page().matters == []


def test_a_visit_that_was_called_off_leaves_the_order_without_a_time():
    cast.add_appointment(add_old_order(), state="cancelled")
    assert [matter.what for matter in waiting.page().matters] == ["No time has been chosen"]


@pytest.mark.parametrize(
    ("state", "matters"), [("planned", 0), ("unknown", 0), ("needs_staff", 1), ("refused", 1)]
)
def test_an_order_that_is_being_booked_is_not_without_a_time_yet(state, matters):
    since = timezone.now() if state == "unknown" else None
    cast.add_command(add_old_order(), state=state, unknown_since=since)
    assert len(waiting.page().matters) == matters


def test_an_order_with_a_concern_is_listed_for_that_alone():
    add_old_order(concern="order_gone")
    assert len(waiting.page().matters) == 1


def test_an_order_with_a_concern_cannot_be_wished_away(officer):
    order = cast.add_order(concern="two_live_visits")
    see_to(officer, "order", order)
    assert len(waiting.page().matters) == 1


def test_what_is_unclear_is_not_merely_seen_to(officer):
    command = cast.add_command(cast.add_order())
    see_to(officer, "command", command)
    assert len(waiting.page().matters) == 1


def test_a_refused_write_is_neither_sent_nor_written_off_again(officer):
    command = refused_aside()
    for name in ("officers-look-again", "officers-write-off"):
        officer.post(reverse(name, args=[command.pk]))
    command.refresh_from_db()
    assert command.state == "refused"


def test_a_tenant_takes_nothing_off_the_list(client):
    command = refused_aside()
    client.force_login(cast.add_tenant())
    assert client.post(reverse("officers-dealt-with", args=["command", command.pk])).status_code == 404
    assert len(waiting.page().matters) == 1
