"""The firm offers times, and the tenant chooses."""

import pytest
from django.test import Client

from booking.models import Appointment, Invitation
from portal.models import Repair
from tests.portal import review_cast as cast
from tests.portal.contractors.steps import FIRM, TEAM, TENANT, answer, day, letter, page, row, send, version

pytestmark = pytest.mark.django_db


def test_the_tenant_chooses_and_the_firm_is_told(repair: Repair, client: Client, tenant: Client) -> None:
    assert "We have passed on your times" in send(client, "propose/", **row(1), **row(2, days=6))
    assert letter(TENANT).subject.startswith("Please choose a time")
    assert "Choose a time for your repair" in page(tenant, repair)
    assert "Your appointment is booked" in answer(tenant, repair, "1")
    assert Appointment.objects.get().date.isoformat() == day(6)
    assert letter(FIRM).subject.startswith("Agreed: job ")
    assert letter(TENANT).subject.startswith("Booked: ")


def test_a_time_proposed_twice_counts_once(repair: Repair, client: Client) -> None:
    send(client, "propose/", **row(1), **row(3))
    assert len(Invitation.objects.get().proposals) == 1


def test_half_a_time_is_no_time(repair: Repair, client: Client) -> None:
    assert "Choose from when you may come" in send(client, "propose/", **row(1), date_2=day(6))


def test_none_suits_goes_back_once_and_then_to_the_team(
    repair: Repair, client: Client, tenant: Client
) -> None:
    send(client, "propose/", **row(1))
    assert "We have asked them for other times" in answer(tenant, repair, "none")
    assert "Please offer other times" in letter(FIRM).subject
    send(client, "propose/", **row(1, days=8))
    assert "We will call you to agree a time" in answer(tenant, repair, "none")
    assert "No time agreed" in letter(TEAM).subject
    assert letter(FIRM).subject.startswith("Closed: job ")


@pytest.mark.parametrize("time", ["", "7", "x", "none; drop"])
def test_a_choice_that_there_is_not_books_nothing(
    repair: Repair, client: Client, tenant: Client, time: str
) -> None:
    send(client, "propose/", **row(1))
    answer(tenant, repair, time)
    assert not Appointment.objects.exists()


def test_choosing_twice_books_once(repair: Repair, client: Client, tenant: Client) -> None:
    send(client, "propose/", **row(1), **row(2, days=6))
    first = {"time": "0", "version": version()}
    for time in ("0", "1"):
        tenant.post(f"/repairs/{repair.pk}/contractor/", first | {"time": time})
    assert Appointment.objects.get().date.isoformat() == day(5)


def test_a_neighbour_chooses_nothing(repair: Repair, client: Client) -> None:
    send(client, "propose/", **row(1))
    neighbour = Client()
    other = cast.add_tenant("other@riverside.example")
    cast.add_repair(cast.add_home("P-9", "9 Mill Lane"), other)
    neighbour.force_login(other)
    answered = neighbour.post(f"/repairs/{repair.pk}/contractor/", {"time": "0", "version": version()})
    assert answered.status_code == 404
    assert not Appointment.objects.exists()
