"""Tenants: each in a home of their own or jointly, with a browser that has signed in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from booking import appointments, grid
from booking.models import Order
from booking.schedulers.base import Slot
from diagnosis import tree
from portal.models import ContactDetails, Home, Person, Repair, Tenancy
from portal.repairs import reports
from tests.races.doors import Browser, sign_in
from tests.races.house import LEAVES, House

FAR = timezone.now() + dt.timedelta(days=3650)
"""Later than any report, so that nobody is asked for contact details again."""


@dataclass(eq=False)
class Tenant:
    """Somebody at their browser."""

    house: House
    person: Person
    tenancy: Tenancy
    session: str
    browser: Browser

    def another_tab(self) -> Browser:
        """The same session, with a connection of its own."""
        return Browser(self.house.port, self.session)

    def draft(self, system: str) -> Repair:
        """Every question answered, and not reported yet."""
        repair = reports.start(self.tenancy, by=self.person)
        reports.choose(repair, tree.leaf(LEAVES[system]))
        reports.describe(repair, description="It is broken.", access="")
        repair.answers = {"known": "no"}
        repair.save()
        return repair

    def reports(self, system: str) -> Repair:
        """Reported by the button; delivered when the workers come to rest."""
        repair = self.draft(system)
        answer = self.browser.send(f"/repairs/{repair.pk}/check/")
        assert answer.status == 302, answer
        return Repair.objects.select_related("order").get(pk=repair.pk)


def settle(house: House, *, joint: int = 1) -> list[Tenant]:
    """A home with so many joint tenants."""
    number = Home.objects.count()
    home = Home.objects.create(
        reference=f"P-{1000 + number}", line1=f"{number} Mill Lane", city="Riverside", postcode="RV2 4AB"
    )
    tenancy = Tenancy.objects.create(home=home, started=dt.date(2020, 1, 6))
    return [_move_in(house, tenancy, f"tenant{number}-{nth}@riverside.example") for nth in range(joint)]


def slots(order: Order, *, visit: str = "") -> list[Slot]:
    """What is on offer to the order, a week ahead or later."""
    times = appointments.offer(order, visit=visit)
    assert times.as_of is not None, "no times could be read"
    first = timezone.localdate() + dt.timedelta(days=7)
    return [slot for slot in times.slots if slot.date >= first]


def token(order: Order, slot: Slot, *, visit: str = "") -> str:
    """What the page of that tenant holds for that slot, read a moment ago."""
    return grid.sign(order, slot, offered_at=timezone.now(), visit=visit)


def _move_in(house: House, tenancy: Tenancy, email: str) -> Tenant:
    person: Any = Person.objects.create_user(email, name="Tess Tenant")
    ContactDetails.objects.create(
        person=person, name=person.name, mobile="07700900123", email=email, confirmed_at=FAR
    )
    tenancy.people.add(person)
    session = sign_in(person)
    return Tenant(house, person, tenancy, session, Browser(house.port, session))
