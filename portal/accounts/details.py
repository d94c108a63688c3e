"""How a person wants to be reached: what we hold, and what they have confirmed."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from booking import orders
from booking.commands.contact import CARRIED
from booking.models.order import Fulfilment, OrderState
from booking.schedulers.base import Contact
from portal.models import ContactDetails, Person, Repair


def known(person: Person) -> Contact:
    """What we hold; of somebody who has confirmed nothing yet, the name and the address they sign in with."""
    found = ContactDetails.objects.filter(person=person).first()
    return found.as_contact() if found else Contact(name=person.name, email=person.email)


def confirm(person: Person, *, details: Contact, now: dt.datetime) -> ContactDetails:
    """These details are right, the person says; changes are carried to the scheduling system."""
    # In one: whoever sees the new details on the page takes it that they are on their way.
    with transaction.atomic():
        before = ContactDetails.objects.filter(person=person).first()
        facts = {**asdict(details), "confirmed_at": now, "carried": _base(before, person)}
        held = ContactDetails.objects.update_or_create(person=person, defaults=facts)[0]
        _carry(held)
    return held


def to_carry(held: ContactDetails) -> Contact | None:
    """What the scheduling system was last known to hold, where the person has changed it since."""
    base, ours = held.carried, held.snapshot()
    if base is None or all(base[name] == ours[name] for name in CARRIED):
        return None
    return Contact(**base)


def settle(person: Person, *, contact: dict[str, object]) -> None:
    """The scheduling system has these, or staff have been asked to compare; what changed since is next."""
    held = ContactDetails.objects.filter(person=person).first()
    if held is None:
        return
    held.carried = contact
    held.save(update_fields=["carried"])
    _carry(held)


def _base(before: ContactDetails | None, person: Person) -> dict[str, object]:
    if before is None:
        return asdict(Contact(name=person.name))
    return before.carried if before.carried is not None else before.snapshot()


def _carry(held: ContactDetails) -> None:
    """To the newest open order; without one, the next report brings it along."""
    base = to_carry(held)
    reported = Repair.objects.filter(
        reported_by_id=held.person_id,
        order__state=OrderState.OPEN,
        order__fulfilment__in=[Fulfilment.OWN_TEAM, Fulfilment.HANDED_OVER],
    )
    newest = reported.select_related("order").order_by("-reported_at").first()
    if base is None or newest is None or newest.order is None:
        return
    try:
        orders.send_contact(
            newest.order,
            contact=held.as_contact(),
            before=base,
            key=f"contact:{held.person_id}:{held.confirmed_at}",
            by=f"person:{held.person_id}",
        )
    except (orders.Busy, orders.NotPossible):
        # An earlier change is on its way: this one follows when that is settled.
        return
