"""Accesses in the admin site: a key that is seen once, and an end that is final."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Access, Person, Tenancy
from tests.portal.api import cast

pytestmark = pytest.mark.django_db
ADD = "/admin/portal/access/add/"
NO_ROWS = {"changes-TOTAL_FORMS": "0", "changes-INITIAL_FORMS": "0"}


@pytest.fixture
def boss(household: Tenancy) -> Client:
    client = Client()
    client.force_login(Person.objects.create_superuser("boss@riverside.example", name="Bo"))
    return client


def facts(**changes: Any) -> dict[str, Any]:
    usual = {"name": "CRM", "rights": "slots", "expires_on": timezone.localdate() + dt.timedelta(days=10)}
    return usual | changes


def test_the_key_is_shown_once_and_works(boss: Client) -> None:
    page = boss.post(ADD, facts())
    found = re.search(r'<pre id="key">(.+)</pre>', page.content.decode())
    assert found
    assert "no-store" in page["Cache-Control"]
    access = Access.objects.get()
    assert Client().get("/api/v1/orders", headers={"Authorization": f"Bearer {found[1]}"}).status_code == 200
    for path in (f"/admin/portal/access/{access.pk}/change/", "/admin/portal/access/", "/admin/"):
        content = boss.get(path).content.decode()
        assert found[1] not in content
        assert access.key_hash not in content
    assert access.changes.get().by == f"person:{Person.objects.get(email__startswith='boss').pk}"


def test_an_access_may_be_for_some_firms_alone(boss: Client) -> None:
    boss.post(ADD, facts(suppliers=["FENCE01"]))
    assert Access.objects.get().suppliers == ["FENCE01"]


@pytest.mark.parametrize(
    "change",
    [
        {"expires_on": timezone.localdate() - dt.timedelta(days=1)},
        {"expires_on": timezone.localdate() + dt.timedelta(days=731)},
        {"expires_on": ""},
        {"rights": "everything"},
        {"suppliers": ["NOBODY"]},
        {"name": ""},
    ],
)
def test_what_makes_no_sense_is_not_made(boss: Client, change: dict[str, Any]) -> None:
    assert boss.post(ADD, facts(**change)).status_code == 200
    assert not Access.objects.exists()


def test_two_years_less_a_day_are_the_longest(boss: Client) -> None:
    boss.post(ADD, facts(expires_on=timezone.localdate() + dt.timedelta(days=730)))
    assert Access.objects.exists()


def test_sending_the_form_again_makes_no_second_one(boss: Client) -> None:
    boss.post(ADD, facts())
    assert "Another access has this name" in boss.post(ADD, facts()).content.decode()


def test_it_is_revoked_by_a_tick_and_nothing_else_about_it_changes(boss: Client) -> None:
    caller = cast.caller("slots")
    page = f"/admin/portal/access/{caller.access.pk}/"
    boss.post(f"{page}change/", NO_ROWS | {"rights": "diary", "name": "Other"})
    caller.access.refresh_from_db()
    assert (caller.access.rights, caller.access.revoked_at) == ("slots", None)
    boss.post(f"{page}change/", NO_ROWS | {"revoke": "on"})
    assert caller.get("/orders").json()["code"] == "key_revoked"
    assert "Revoke it" not in boss.get(f"{page}change/").content.decode()
    assert boss.post(f"{page}delete/", {"post": "yes"}).status_code == 403


def test_who_may_not_add_accesses_makes_none(household: Tenancy) -> None:
    clerk = Client()
    clerk.force_login(Person.objects.create_user("clerk@riverside.example", name="Cleo", is_staff=True))
    assert clerk.post(ADD, facts()).status_code == 403
    assert not Access.objects.exists()
