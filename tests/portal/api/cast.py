"""The tree, the household and the systems of these tests, and a caller with a key."""

import datetime as dt
import itertools
import json
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from booking import switches
from booking.models import Appointment, Order
from booking.schedulers.base import Offer, Slot, Window
from diagnosis.models import Category, Contractor, Priority, RepairCode, SubArea, Supplier
from portal.api import keys
from portal.models import Access, ContactDetails, Home, Person, Repair, Tenancy

numbers = itertools.count(1)
HOME = "P-1001"
CANARY = "Canary"
ORDER = {"home": HOME, "problem": "dripping-tap", "description": "It drips."}


@dataclass
class Caller:
    """Somebody else's system: says its key, and a new Idempotency-Key with each write unless told."""

    client: Client
    access: Access
    key: str

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers())

    def post(self, path: str, body: Any, *, once: str = "") -> Any:
        headers = self.headers() | {"Idempotency-Key": once or f"key-{next(numbers)}"}
        return self.client.post(f"/api/v1{path}", json.dumps(body), "application/json", headers=headers)

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


def open_api() -> None:
    switches.turn("api", on=True, by="person:1")


def add_access(rights: str = "diary", **facts: Any) -> tuple[Access, str]:
    usual = {"name": f"CRM {next(numbers)}", "expires_at": timezone.now() + dt.timedelta(days=30)}
    access = Access(rights=rights, **usual | facts)
    return access, keys.issue(access, by="person:1")


def caller(rights: str = "diary", **facts: Any) -> Caller:
    access, key = add_access(rights, **facts)
    return Caller(Client(raise_request_exception=False), access, key)


def add_tree() -> None:
    """A dripping tap, a burst pipe that asks about danger, and a fence that a firm mends."""
    routine = Priority.objects.create(external_id="ROUTINE", title="Routine", target_days=28)
    firm = Supplier.objects.create(external_id="FENCE01", name="Hartley Fencing Ltd")
    category = Category.objects.create(title="Home", slug="home", position=1)
    area = SubArea.objects.create(category=category, title="Fittings", slug="fittings", position=1)
    usual = {"sub_area": area, "priority": routine, "trade": "Plumber"}
    RepairCode.objects.create(**usual, title="Dripping tap", slug="dripping-tap", code="TAPS001", position=1)
    RepairCode.objects.create(
        **usual,
        title="Burst pipe",
        slug="burst-pipe",
        code="PIPE01",
        danger_question="Is it near a socket?",
        position=2,
    )
    RepairCode.objects.create(
        **usual,
        title="Fence",
        slug="fence",
        code="FENC01",
        contractor=Contractor.EXTERNAL,
        supplier=firm,
        position=3,
    )


def add_household(reference: str = HOME, *, email: str = "tess@riverside.example") -> Tenancy:
    home, _ = Home.objects.get_or_create(
        reference=reference,
        defaults={"line1": f"{CANARY} Street 1", "city": "Riverside", "postcode": "RV1 1AA"},
    )
    person = Person.objects.create_user(email, name=f"Tess {CANARY}")
    ContactDetails.objects.create(
        person=person, name=f"Tess {CANARY}", mobile="07700 900123", email=email, confirmed_at=timezone.now()
    )
    tenancy = Tenancy.objects.create(home=home, started=dt.date(2020, 1, 1))
    tenancy.people.add(person)
    return tenancy


def add_repair(tenancy: Tenancy, *, state: str = "open", **facts: Any) -> Repair:
    """A repair with its order, as if the scheduling system had it."""
    person = tenancy.people.get()
    order = Order.objects.create(
        number=f"TP-{next(numbers):05}",
        scheduler="connect",
        customer=tenancy.home.reference,
        description=CANARY,
        priority="ROUTINE",
        target_date=dt.date(2030, 1, 1),
        codes=["TAPS001"],
        contact=person.contact_details.snapshot(),
        state=state,
        **facts,
    )
    return Repair.objects.create(
        tenancy=tenancy,
        reported_by=person,
        state="ordered",
        title="Dripping tap",
        code=RepairCode.objects.filter(slug="dripping-tap").first(),
        description=f"{CANARY} words",
        access=f"{CANARY} door",
        order=order,
    )


def offer() -> Offer:
    """Mornings of the next weeks."""
    morning = Window(id="22", name="MORNING", start=dt.time(8), end=dt.time(12, 59))
    days = [timezone.localdate() + dt.timedelta(days=number) for number in range(8, 30)]
    return Offer(windows=(morning,), slots=tuple(Slot(date=day, window=morning) for day in days))


def add_appointment(repair: Repair, *, days: int = 7, visit: str = "") -> Appointment:
    return Appointment.objects.create(
        order=repair.order,
        visit=visit or f"V-{next(numbers)}",
        date=timezone.localdate() + dt.timedelta(days=days),
        window="22",
        window_name="MORNING",
        start=dt.time(8),
        end=dt.time(13),
        state="booked",
    )
