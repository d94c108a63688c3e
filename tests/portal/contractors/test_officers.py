"""What officers see of the firms' answers, and what they can do."""

import re

import pytest
from django.test import Client

from booking.models import Invitation, Order
from diagnosis.models import Supplier
from portal.models import Message, Repair
from tests.portal.contractors.steps import FIRM, accept, letter, link, send

pytestmark = pytest.mark.django_db


def test_officers_see_who_declined_and_whom_to_call(repair: Repair, client: Client, officer: Client) -> None:
    send(client, "decline/", reason="No van today")
    shown = officer.get("/officers/waiting/").content.decode()
    assert "Hartley Fencing Ltd declined" in shown
    assert "No van today" in shown
    assert "07700 900123" in shown


def test_officers_ask_again_and_the_old_link_stays_dead(
    repair: Repair, client: Client, officer: Client
) -> None:
    old = link()
    send(client, "decline/", reason="No van today")
    Supplier.objects.update(email="new@trees.example")
    officer.post(f"/officers/waiting/{Invitation.objects.get().pk}/ask-again/")
    assert letter("new@trees.example").subject.startswith("New job ")
    assert client.get(old).status_code == 410
    assert "Can you do this repair?" in client.get(link()).content.decode()
    assert "Nothing needs a person now" in officer.get("/officers/waiting/").content.decode()


def test_a_firm_that_is_not_asked_by_email_any_more_is_not_asked(
    repair: Repair, client: Client, officer: Client
) -> None:
    send(client, "decline/", reason="No van today")
    Supplier.objects.update(route="connect")
    address = f"/officers/waiting/{Invitation.objects.get().pk}/ask-again/"
    assert "does not get its work by e-mail" in officer.post(address, follow=True).content.decode()


def test_what_an_officer_arranged_leaves_the_list_once(
    repair: Repair, client: Client, officer: Client
) -> None:
    send(client, "decline/", reason="No van today")
    address = f"/officers/waiting/{Invitation.objects.get().pk}/arranged/"
    assert "taken off the list" in officer.post(address, follow=True).content.decode()
    assert "settled already" in officer.post(address, follow=True).content.decode()


def test_to_a_tenant_the_officers_buttons_do_not_exist(
    repair: Repair, client: Client, tenant: Client
) -> None:
    send(client, "decline/", reason="No van today")
    for verb in ("ask-again", "arranged"):
        assert tenant.post(f"/officers/waiting/{Invitation.objects.get().pk}/{verb}/").status_code == 404


def test_officers_look_nowhere_for_an_order_by_email(repair: Repair, officer: Client) -> None:
    number = Order.objects.get().number
    for page in ("/officers/", "/officers/connect/"):
        assert (
            "No scheduling system knows of this order"
            in officer.get(page, {"number": number}).content.decode()
        )


def test_an_officer_replaces_a_link_that_went_astray(repair: Repair, client: Client, officer: Client) -> None:
    accept(client)
    old = link()
    address = f"/officers/invitations/{Invitation.objects.get().pk}/new-link/"
    assert address in officer.get("/officers/", {"number": Order.objects.get().number}).content.decode()
    assert "a new link is on its way" in officer.post(address, follow=True).content.decode()
    assert client.get(old).status_code == 404
    (new,) = re.findall(r"http://testserver(/contractors/\S+)", letter(FIRM).body)
    assert "You have agreed to come" in client.get(new).content.decode()


def test_a_dead_invitation_gets_no_new_link(repair: Repair, client: Client, officer: Client) -> None:
    send(client, "decline/", reason="No van today")
    before = Message.objects.count()
    address = f"/officers/invitations/{Invitation.objects.get().pk}/new-link/"
    assert "nothing is open by e-mail any more" in officer.post(address, follow=True).content.decode()
    assert Message.objects.count() == before
