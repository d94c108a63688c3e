"""Puts the demo's people and homes into the database."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction

from diagnosis.models import Supplier
from diagnosis.models.work import Route
from portal.demo import cast
from portal.models import ContactDetails, Home, Person, Tenancy


@transaction.atomic
def seed() -> None:
    """Everybody of the cast stands; whoever stands already stays as they are."""
    if not Person.objects.exists():
        equip_contractors()
    people = {somebody.email: settle(somebody) for somebody in cast.PEOPLE}
    homes = {place.reference: build(place) for place in cast.HOMES}
    for household in cast.HOUSEHOLDS:
        tenancy, fresh = Tenancy.objects.get_or_create(
            home=homes[household.home], started=household.started, defaults={"ended": household.ended}
        )
        if fresh:
            tenancy.people.set(people[email] for email in household.people)


def settle(somebody: cast.Somebody) -> Person:
    """The person, with contact details that they have yet to confirm."""
    person = Person.objects.filter(email=somebody.email).first()
    if person is not None:
        return person
    person = Person.objects.create_user(
        somebody.email,
        name=somebody.name,
        is_officer=somebody.officer,
        is_staff=somebody.admin,
        is_superuser=somebody.admin,
        is_owner=somebody.owner,
    )
    if somebody.officer:
        rights = Permission.objects.filter(codename__in=["amend_contractor_order", "draft_invoice"])
        person.user_permissions.set(rights)
    if not (somebody.officer or somebody.admin or somebody.owner):
        ContactDetails.objects.create(
            person=person,
            name=somebody.name,
            mobile=somebody.mobile,
            home_phone=somebody.home_phone,
            email=somebody.email,
            texts=somebody.texts,
        )
    return person


def equip_contractors() -> None:
    """The firms whose systems run beside the demo get their work there."""
    for supplier, system in cast.CONTRACTORS.items():
        if system in settings.SCHEDULERS:
            Supplier.objects.filter(external_id=supplier).update(route=Route.SYSTEM, system=system)


def build(place: cast.Place) -> Home:
    """The home, under the reference that the scheduling system knows."""
    home, _ = Home.objects.get_or_create(
        reference=place.reference,
        defaults={
            "line1": place.line1,
            "city": place.city,
            "postcode": place.postcode,
            "block": place.block,
        },
    )
    return home
