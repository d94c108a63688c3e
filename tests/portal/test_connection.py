"""The button that tries out the way to a firm: for admins alone, by POST, and in words."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from booking import remote
from booking.schedulers.errors import Unavailable
from diagnosis.models import Supplier
from portal.models import Message, Person
from tests.booking import flow, scripted
from tests.booking.scripted import Script
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def script(settings: Any) -> Script:
    cast.point_at(settings, None)
    line = {"factory": "tests.booking.scripted.build", "options": {}, "kind": "cadulis"}
    settings.SCHEDULERS = settings.SCHEDULERS | {"skyline": line}
    remote._build.cache_clear()
    scripted.SCRIPT.__init__()
    return scripted.SCRIPT


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(Person.objects.create_superuser("boss@riverside.example", name="Bo Boss"))
    return client


def firm(**facts: Any) -> Supplier:
    usual = {"external_id": "ROOF01", "name": "Skyline Roofing", "route": "system", "system": "skyline"}
    return Supplier.objects.create(**usual | facts)


def address(supplier: Supplier) -> str:
    return f"/admin/diagnosis/supplier/{supplier.pk}/test/"


def press(client: Client, supplier: Supplier) -> str:
    return client.post(address(supplier), follow=True).content.decode()


def test_a_system_that_works_says_so_and_it_is_on_record(boss: Client, script: Script) -> None:
    assert "Cadulis (skyline) answers and lets us in." in press(boss, firm())
    assert script.calls == ["check"]
    assert "answers and lets us in" in LogEntry.objects.get().change_message


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unavailable("401", misconfigured=True), "cannot be used: 401. Nothing but a change of the settings"),
        (flow.unavailable(), "cannot be used: not reached."),
        (flow.refused(), "answered, and something is wrong: no."),
        (flow.unknown(), "answered, and something is wrong: no answer."),
        (ValueError("CANARY"), "our own code failed"),
    ],
)
def test_what_is_wrong_is_said_in_words(boss: Client, script: Script, error: Exception, said: str) -> None:
    script.then("check", error)
    page = press(boss, firm())
    assert said in page
    assert "CANARY" not in page


def test_a_system_that_is_not_set_up_is_named(boss: Client) -> None:
    assert "there is no scheduling system" in press(boss, firm(system="gone"))


def test_a_firm_in_our_own_system_tries_our_own_system(boss: Client) -> None:
    assert "Connect cannot be used" in press(boss, firm(route="connect", system=""))


def test_a_firm_without_a_system_gets_a_letter(boss: Client) -> None:
    page = press(boss, firm(route="email", email="jobs@roof.example"))
    assert "A letter to jobs@roof.example is on its way" in page
    assert Message.objects.get().to == "jobs@roof.example"


def test_looking_tests_nothing(boss: Client, script: Script) -> None:
    assert boss.get(address(firm())).status_code == 405
    assert script.calls == []


def test_only_who_may_change_a_firm_may_test_it(client: Client, script: Script) -> None:
    person = Person.objects.create_user("clerk@riverside.example", name="Cleo", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_supplier"))
    client.force_login(person)
    supplier = firm()
    assert client.post(address(supplier)).status_code == 403
    page = client.get(f"/admin/diagnosis/supplier/{supplier.pk}/change/").content.decode()
    assert "Test the connection" not in page
    client.force_login(cast.add_tenant())
    assert client.post(address(supplier)).status_code == 302
    assert script.calls == []


def test_the_page_offers_the_button_and_the_systems(boss: Client) -> None:
    page = boss.get(f"/admin/diagnosis/supplier/{firm().pk}/change/").content.decode()
    assert "Test the connection" in page
    assert "skyline (Cadulis)" in page


def test_an_admin_chooses_the_way(boss: Client) -> None:
    supplier = firm(route="connect", system="")
    facts = {"name": "Skyline", "external_id": "ROOF01", "route": "system", "system": "skyline"}
    boss.post(f"/admin/diagnosis/supplier/{supplier.pk}/change/", facts | {"answer_days": 2})
    supplier.refresh_from_db()
    assert (supplier.route, supplier.system) == ("system", "skyline")
