"""The admin site: people and homes are kept there, the rest is for looking at."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from booking.models import Command, Order, Reading
from portal.models import ContactDetails, Home, Message, Person, Repair, Tenancy
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
LISTS = [Person, Home, Tenancy, Repair, Message, Order, Command]
FOR_LOOKING = [Repair, Message, Order, Command]
NO_CONTACT = {
    "contact_details-TOTAL_FORMS": "0",
    "contact_details-INITIAL_FORMS": "0",
}


def address(model: Any, page: str = "") -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"


@pytest.fixture
def boss(client: Client, settings: Any) -> Client:
    cast.point_at(settings, None)
    client.force_login(Person.objects.create_superuser("boss@riverside.example", name="Bo Boss"))
    return client


@pytest.fixture
def clerk(client: Client, settings: Any) -> Client:
    """May change people, and is no superuser."""
    cast.point_at(settings, None)
    person = Person.objects.create_user("clerk@riverside.example", name="Cleo Clerk", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="portal"))
    client.force_login(person)
    return client


@pytest.fixture
def a_lot() -> None:
    for number in range(25):
        person = cast.add_tenant(f"t{number}@riverside.example")
        order = cast.add_order(f"TP-{number:05}")
        cast.add_repair(cast.add_home(f"P-{number}"), person, order)
        cast.add_command(order)
        cast.add_appointment(order)
        Message.objects.create(key=str(number), order=order, to=person.email, subject="News", body="CANARY")


@pytest.mark.usefixtures("a_lot")
@pytest.mark.parametrize("model", LISTS)
def test_a_list_needs_at_most_twelve_queries(
    boss: Client, django_assert_max_num_queries: Any, model: Any
) -> None:
    with django_assert_max_num_queries(12):
        assert boss.get(address(model)).status_code == 200


@pytest.mark.usefixtures("a_lot")
@pytest.mark.parametrize("model", LISTS)
def test_a_list_can_be_searched_and_each_row_opens(boss: Client, model: Any) -> None:
    assert boss.get(address(model), {"q": "1"}).status_code == 200
    assert boss.get(address(model, f"{model.objects.first().pk}/change/")).status_code == 200


@pytest.mark.usefixtures("a_lot")
@pytest.mark.parametrize("model", FOR_LOOKING)
def test_what_is_for_looking_cannot_be_changed_even_by_a_superuser(boss: Client, model: Any) -> None:
    page = address(model, f"{model.objects.first().pk}/")
    assert boss.get(address(model, "add/")).status_code == 403
    assert boss.post(page + "change/", {}).status_code == 403
    assert boss.post(page + "delete/", {"post": "yes"}).status_code == 403


@pytest.mark.usefixtures("a_lot")
def test_what_a_message_said_is_not_shown(boss: Client) -> None:
    pages = [address(Message), address(Message, f"{Message.objects.first().pk}/change/")]
    assert all(b"CANARY" not in boss.get(page).content for page in pages)


def test_readings_are_hidden() -> None:
    assert not admin.site.is_registered(Reading)


def test_an_order_is_found_by_its_number_and_shows_its_appointments(boss: Client) -> None:
    order = cast.add_order()
    cast.add_appointment(order, window_name="SCHOOL RUN")
    cast.add_order("TP-OTHER")
    found = boss.get(address(Order), {"q": order.number}).content
    assert b"TP-OTHER" not in found
    assert b"SCHOOL RUN" in boss.get(address(Order, f"{order.pk}/change/")).content


def test_a_person_is_made_from_an_address_and_a_name_without_a_password(boss: Client) -> None:
    assert b"password" not in boss.get(address(Person, "add/")).content
    facts = {"email": "New.Person@Riverside.example", "name": "New Person", "is_active": "on"}
    boss.post(address(Person, "add/"), facts | NO_CONTACT)
    person = Person.objects.get(email="new.person@riverside.example")
    assert not person.has_usable_password()


def test_the_same_address_in_other_letters_is_refused(boss: Client) -> None:
    cast.add_tenant("one@riverside.example")
    answer = boss.post(address(Person, "add/"), {"email": "ONE@riverside.example", "name": "X"} | NO_CONTACT)
    assert answer.status_code == 200
    assert Person.objects.filter(email__iexact="one@riverside.example").count() == 1


def test_contact_details_and_the_officers_role_are_kept_beside_the_person(boss: Client) -> None:
    person = cast.add_tenant()
    facts = {"email": person.email, "name": person.name, "is_active": "on", "is_officer": "on"}
    contact = {
        "contact_details-TOTAL_FORMS": "1",
        "contact_details-INITIAL_FORMS": "0",
        "contact_details-0-person": str(person.pk),
        "contact_details-0-name": "Tess",
        "contact_details-0-mobile": "07700 900123",
    }
    boss.post(address(Person, f"{person.pk}/change/"), facts | contact)
    person.refresh_from_db()
    assert person.is_officer
    assert ContactDetails.objects.get(person=person).mobile == "07700 900123"


def test_nobody_signs_in_any_more_by_an_address_that_was_taken_away(boss: Client) -> None:
    person = cast.add_tenant("old@riverside.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    facts = {"email": "new@riverside.example", "name": person.name, "is_active": "on"}
    boss.post(address(Person, f"{person.pk}/change/"), facts | NO_CONTACT)
    assert Person.objects.filter(email="new@riverside.example").exists()
    assert not EmailAddress.objects.filter(email="old@riverside.example").exists()


def test_only_a_superuser_gives_powers_over_the_admin_site(clerk: Client) -> None:
    person = cast.add_tenant()
    facts = {"email": person.email, "name": person.name, "is_active": "on", "is_officer": "on"}
    more = {"is_staff": "on", "is_superuser": "on"}
    clerk.post(address(Person, f"{person.pk}/change/"), facts | more | NO_CONTACT)
    person.refresh_from_db()
    assert person.is_officer
    assert not person.is_staff
    assert not person.is_superuser


@pytest.mark.parametrize("power", ["is_staff", "is_superuser"])
def test_only_a_superuser_changes_the_powerful(clerk: Client, power: str) -> None:
    person = Person.objects.create_user("p@riverside.example", name="Power", **{power: True})
    facts = {"email": "mine@riverside.example", "name": "Mine", "is_active": "on"}
    answer = clerk.post(address(Person, f"{person.pk}/change/"), facts | NO_CONTACT)
    assert answer.status_code == 403
    assert clerk.post(address(Person, f"{person.pk}/delete/"), {"post": "yes"}).status_code == 403
    assert Person.objects.filter(email="p@riverside.example").exists()


def test_a_home_is_found_while_a_tenancy_is_typed_in(boss: Client) -> None:
    cast.add_home()
    query = {"term": "P-1003", "app_label": "portal", "model_name": "tenancy", "field_name": "home"}
    assert "3 Mill Lane" in str(boss.get("/admin/autocomplete/", query).json())
