"""The owner, and nobody else, opens and shuts external access; each turn is written down."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from booking import switches
from booking.models import Switch, SwitchChange
from portal.models import Person
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db


def make_owner(email: str = "owner@riverside.example") -> Person:
    person = Person.objects.create_user(email, name="Orla Owner")
    call_command("make_owner", email, verbosity=0)
    person.refresh_from_db()
    return person


@pytest.fixture
def owner(client: Client) -> Client:
    client.force_login(make_owner())
    return client


def test_both_are_off_at_first() -> None:
    assert not switches.is_on("api")
    assert not switches.is_on("webhooks")


@pytest.mark.parametrize(
    "somebody",
    [
        cast.add_tenant,
        cast.add_officer,
        lambda: Person.objects.create_superuser("boss@riverside.example", name="Bo"),
        lambda: None,
    ],
)
@pytest.mark.parametrize("path", ["", "api/", "webhooks/"])
def test_to_everybody_else_the_page_does_not_exist(
    client: Client, somebody: Callable[[], Person | None], path: str
) -> None:
    make_owner()
    if person := somebody():
        client.force_login(person)
    assert client.get(f"/owner/{path}").status_code == 404
    assert client.post(f"/owner/{path}", {"to": "on"}).status_code == 404
    assert not SwitchChange.objects.exists()


@pytest.mark.parametrize(("name", "other"), [("api", "webhooks"), ("webhooks", "api")])
def test_each_switch_is_turned_on_its_own_after_a_question_in_plain_words(
    owner: Client, name: str, other: str
) -> None:
    question = owner.get(f"/owner/{name}/").content.decode()
    assert "It is written down that you did this" in question
    assert not switches.is_on(name)
    page = owner.post(f"/owner/{name}/", {"to": "on"}, follow=True).content.decode()
    assert switches.is_on(name)
    assert not switches.is_on(other)
    assert "switched on by Orla Owner" in page
    owner.post(f"/owner/{name}/", {"to": "off"})
    assert not switches.is_on(name)


def test_pressing_twice_turns_it_once(owner: Client) -> None:
    for _ in range(2):
        owner.post("/owner/api/", {"to": "on"})
    person = Person.objects.get(is_owner=True)
    assert list(SwitchChange.objects.values_list("on", "by")) == [(True, f"person:{person.pk}")]


def test_a_press_that_does_not_say_where_to_turns_nothing(owner: Client) -> None:
    switches.turn("api", on=True, by="person:1")
    owner.post("/owner/api/", {})
    assert switches.is_on("api")


def test_there_is_no_third_switch(owner: Client) -> None:
    assert owner.get("/owner/everything/").status_code == 404
    with pytest.raises(ValueError, match="everything"):
        switches.turn("everything", on=True, by="person:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Switch.objects.create(name="everything")


def test_a_forged_press_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_owner())
    assert strict.post("/owner/api/", {"to": "on"}).status_code == 403
    assert not switches.is_on("api")


def test_there_is_one_owner_at_most_and_the_newest_has_it() -> None:
    first, second = make_owner(), make_owner("second@riverside.example")
    first.refresh_from_db()
    assert (first.is_owner, second.is_owner) == (False, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=first.pk).update(is_owner=True)


def test_an_owner_who_is_nobody_is_not_made() -> None:
    make_owner()
    with pytest.raises(CommandError, match="Nothing has changed"):
        call_command("make_owner", "nobody@riverside.example")
    assert Person.objects.filter(is_owner=True).count() == 1


def test_signing_in_leads_the_owner_there_and_the_menu_too(owner: Client) -> None:
    assert b'href="/owner/"' in owner.get("/accessibility/").content
    owner.force_login(cast.add_tenant())
    assert b'href="/owner/"' not in owner.get("/accessibility/").content


def test_no_admin_becomes_the_owner_by_a_tick_an_address_or_a_deletion(client: Client) -> None:
    owner = make_owner()
    boss = Person.objects.create_superuser("boss@riverside.example", name="Bo")
    client.force_login(boss)
    page = f"/admin/portal/person/{owner.pk}/"
    facts: dict[str, Any] = {"email": "mine@riverside.example", "name": "Mine", "is_active": "on"}
    forms = {"contact_details-TOTAL_FORMS": "0", "contact_details-INITIAL_FORMS": "0"}
    assert client.post(f"{page}change/", facts | forms).status_code == 403
    assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    client.post(f"/admin/portal/person/{boss.pk}/change/", facts | forms | {"is_owner": "on"})
    assert Person.objects.get(is_owner=True) == owner
    assert not admin.site.is_registered(EmailAddress)


def test_the_switches_are_for_looking_in_the_admin_site(client: Client) -> None:
    switches.turn("api", on=True, by="person:1")
    client.force_login(Person.objects.create_superuser("boss@riverside.example", name="Bo"))
    assert b"person:1" in client.get("/admin/booking/switch/api/change/").content
    assert client.post("/admin/booking/switch/api/change/", {"on": ""}).status_code == 403
    assert client.post("/admin/booking/switch/api/delete/", {"post": "yes"}).status_code == 403
    assert switches.is_on("api")
