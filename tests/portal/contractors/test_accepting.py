"""The firm names a time that was agreed."""

import pytest
from django.test import Client

from booking.models import Appointment
from portal.models import Message, Repair
from tests.portal.contractors.steps import FIRM, TENANT, accept, letter, link, page, row

pytestmark = pytest.mark.django_db


def test_an_accepted_time_stands_and_both_are_told(repair: Repair, client: Client, tenant: Client) -> None:
    assert "You have agreed to come" in accept(client)
    appointment = Appointment.objects.get()
    shown = page(tenant, repair)
    assert "Your appointment is booked" in shown
    assert "Hartley Fencing Ltd" in shown
    assert "8am to midday" in shown
    assert letter(TENANT).subject.startswith("Booked: ")
    assert letter(FIRM).subject.startswith("Agreed: job ")
    calendar = tenant.get(f"/repairs/{repair.pk}/appointments/{appointment.pk}/calendar.ics")
    assert b"BEGIN:VEVENT" in calendar.content


def test_a_second_click_changes_nothing(repair: Repair, client: Client) -> None:
    address, form = link("accept/"), row(1) | {"version": 0}
    client.post(address, form)
    told = Message.objects.count()
    again = client.post(address, form, follow=True).content.decode()
    assert "This had been answered already" in again
    assert "You have agreed to come" in again
    assert (Appointment.objects.count(), Message.objects.count()) == (1, told)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date_1": ""}, "Enter the date on which you come"),
        ({"date_1": "2026-02-30"}, "Enter a real date"),
        ({"start_1": ""}, "Choose from when you may come"),
        ({"end_1": ""}, "Choose until when you come"),
        ({"end_1": "08:00"}, "Choose an end that is later"),
        ({"start_1": "03:17"}, "Choose one of the times in the list"),
        (row(1, days=-1), "Choose a time that has not begun yet"),
        (row(1, days=91), "Choose a date within the next 90 days"),
    ],
)
def test_a_time_that_makes_no_sense_is_explained(
    repair: Repair, client: Client, fields: dict[str, str], said: str
) -> None:
    assert said in accept(client, **fields)
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "-1", "999999999999999999999"])
def test_a_form_without_its_number_decides_nothing(repair: Repair, client: Client, value: str) -> None:
    client.post(link("accept/"), row(1) | {"version": value})
    assert not Appointment.objects.exists()
