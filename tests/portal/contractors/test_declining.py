"""The firm declines, or changes its mind."""

import pytest
from django.test import Client

from portal.models import Message, Repair
from tests.portal.contractors.steps import FIRM, TEAM, TENANT, accept, letter, page, row, send

pytestmark = pytest.mark.django_db


def test_a_refusal_reaches_the_team_and_the_tenant(repair: Repair, client: Client, tenant: Client) -> None:
    assert "You have declined this job" in send(client, "decline/", reason="No van <b>today</b>")
    assert "No van <b>today</b>" in letter(TEAM).body
    assert letter(TENANT).subject.startswith("We will call you")
    shown = page(tenant, repair)
    assert "We will call you to agree a time" in shown
    assert "No van" not in shown


def test_a_refusal_needs_a_reason(repair: Repair, client: Client) -> None:
    assert "Say in a few words" in send(client, "decline/", reason="  ")


def test_new_times_after_an_agreement_are_one_letter(repair: Repair, client: Client, tenant: Client) -> None:
    accept(client)
    before = Message.objects.filter(to=TENANT).count()
    send(client, "propose/", **row(1, days=9))
    assert Message.objects.filter(to=TENANT).count() == before + 1
    assert "cannot come at the time that was agreed" in letter(TENANT).body
    assert "The time that was agreed is off" in page(tenant, repair)


def test_another_time_agreed_by_telephone_moves_the_visit(repair: Repair, client: Client) -> None:
    accept(client)
    accept(client, **row(1, days=9))
    assert letter(TENANT).subject.startswith("Moved: ")
    assert letter(FIRM).subject.startswith("New time agreed: job ")
