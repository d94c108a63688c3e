"""The letter to the firm, and who may see what is behind its link."""

import logging
import re
from typing import Any

import pytest
from django.test import Client

from booking import links
from booking.models import Invitation, Order
from portal.contractors import limits
from portal.logs import HideKeys
from portal.models import Message, Repair
from tests.portal.contractors.steps import DETAILS, FIRM, TENANT, letter, link, page, row

pytestmark = pytest.mark.django_db


def test_the_firm_gets_a_letter_with_a_link_and_nothing_of_the_tenant(repair: Repair, client: Client) -> None:
    written = letter(FIRM)
    assert "please answer by" in written.subject
    assert not any(detail in written.body for detail in DETAILS)
    (address,) = re.findall(r"http://testserver(/contractors/\S+)", written.body)
    shown = client.get(address).content.decode()
    assert all(detail in shown for detail in DETAILS)


def test_the_tenant_is_told_who_was_asked_and_until_when(repair: Repair, tenant: Client) -> None:
    assert "Hartley Fencing Ltd does this work for us" in letter(TENANT).body
    assert "We have asked them when they can come" in page(tenant, repair)


def test_no_cache_and_no_search_engine_keeps_the_page(repair: Repair, client: Client) -> None:
    response = client.get(link())
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("page", ["", "accept/", "propose/", "decline/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(repair: Repair, client: Client, page: str, method: str) -> None:
    before = (list(Invitation.objects.values()), Message.objects.count(), list(Order.objects.values()))
    assert getattr(client, method)(link(page), row(1) | {"version": 0}).status_code == 200
    assert before == (
        list(Invitation.objects.values()),
        Message.objects.count(),
        list(Order.objects.values()),
    )


@pytest.mark.parametrize("page", ["", "accept/", "propose/", "decline/"])
def test_an_altered_link_shows_nothing_and_says_so(repair: Repair, client: Client, page: str) -> None:
    for token in ("x", links.sign(Invitation.objects.get())[:-2], "%00", "a" * 3000):
        response = client.get(f"/contractors/{token}/{page}")
        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()


def test_a_form_of_another_site_decides_nothing(repair: Repair) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link("accept/"), row(1) | {"version": 0}).status_code == 403
    assert Invitation.objects.get().state == "asked"


def test_nobody_tries_out_links_for_long(repair: Repair, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    statuses = [client.get("/contractors/x/", REMOTE_ADDR="203.0.113.9").status_code for _ in range(4)]
    assert statuses == [404, 404, 404, 429]
    assert client.get(link(), REMOTE_ADDR="203.0.113.9").status_code == 429


def test_no_log_line_has_the_key() -> None:
    line = logging.LogRecord(
        "django.request", 30, "", 0, "Forbidden: %s", ("/contractors/KEY:1:2/accept/",), None
    )
    HideKeys().filter(line)
    assert line.getMessage() == "Forbidden: /contractors/…/accept/"
