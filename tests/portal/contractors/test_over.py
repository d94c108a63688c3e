"""After a cancellation, a missed answer or the visit, and what is not done for a repair by e-mail."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from booking import invitations, orders
from booking.models import Appointment, Invitation, Order
from portal.models import Person, Repair
from portal.repairs import story
from tests.portal.contractors.steps import (
    DETAILS,
    FIRM,
    TEAM,
    TENANT,
    accept,
    cancel,
    letter,
    link,
    page,
    row,
)

pytestmark = pytest.mark.django_db


def test_after_a_cancellation_the_firm_knows_and_the_link_is_dead(
    repair: Repair, client: Client, tenant: Client
) -> None:
    accept(client)
    token = link()
    cancel(tenant, repair)
    assert "This repair is cancelled" in page(tenant, repair)
    assert letter(FIRM).subject.startswith("Cancelled: job ")
    response = client.get(token)
    assert response.status_code == 410
    shown = response.content.decode()
    assert "This job is cancelled" in shown
    assert not any(detail in shown for detail in DETAILS)


def test_a_form_that_was_open_while_the_tenant_cancelled_does_nothing(
    repair: Repair, client: Client, tenant: Client
) -> None:
    address = link("accept/")
    cancel(tenant, repair)
    assert client.post(address, row(1) | {"version": 0}).status_code == 410
    assert not Appointment.objects.exists()


def test_who_does_not_answer_loses_the_job(repair: Repair, client: Client, tenant: Client) -> None:
    Invitation.objects.update(answer_by=timezone.now() - dt.timedelta(minutes=1))
    invitations.close_overdue()
    assert "The time to answer is over" in client.get(link()).content.decode()
    assert letter(FIRM).subject.startswith("Closed: job ")
    assert "No time agreed" in letter(TEAM).subject
    assert "We will call you to agree a time" in page(tenant, repair)


def test_after_the_visit_nothing_of_the_tenant_is_shown(
    repair: Repair, client: Client, tenant: Client
) -> None:
    accept(client)
    Appointment.objects.update(date=timezone.localdate() - dt.timedelta(days=1))
    shown = client.get(link()).content.decode()
    assert "The day of the visit is over" in shown
    assert not any(detail in shown for detail in DETAILS)
    assert "was due to come on" in page(tenant, repair)
    assert not story.tell(Repair.objects.get()).cancellable


def test_a_time_agreed_by_email_is_not_moved_in_a_grid(
    repair: Repair, client: Client, tenant: Client
) -> None:
    accept(client)
    appointment = Appointment.objects.get()
    assert tenant.get(f"/repairs/{repair.pk}/appointments/{appointment.pk}/times/").status_code == 302
    assert tenant.get(f"/repairs/{repair.pk}/times/").status_code == 302
    assert "keeps their own diary" in page(tenant, repair)


def test_the_list_says_where_it_stands(repair: Repair, client: Client, tenant: Client) -> None:
    assert "Waiting for the contractor to name a time" in tenant.get("/repairs/").content.decode()
    accept(client)
    assert "Booked for" in tenant.get("/repairs/").content.decode()


def test_a_repair_by_email_asks_no_scheduling_system(repair: Repair) -> None:
    order = Order.objects.get()
    assert (order.scheduler, order.is_open, orders.pending(order)) == ("", True, None)
    assert Person.objects.get(email=TENANT) == repair.reported_by
