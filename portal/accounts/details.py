"""How a person wants to be reached: what we hold, and what they have confirmed."""

import datetime as dt
from dataclasses import asdict

from booking.schedulers.base import Contact
from portal.models import ContactDetails, Person


def known(person: Person) -> Contact:
    """What we hold; of somebody who has confirmed nothing yet, the name and the address they sign in with."""
    found = ContactDetails.objects.filter(person=person).first()
    return found.as_contact() if found else Contact(name=person.name, email=person.email)


def confirm(person: Person, *, details: Contact, now: dt.datetime) -> ContactDetails:
    """These details are right, the person says."""
    facts = {**asdict(details), "confirmed_at": now}
    return ContactDetails.objects.update_or_create(person=person, defaults=facts)[0]
