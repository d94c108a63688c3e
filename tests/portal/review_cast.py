"""The people, homes and orders of the officers' tests, and the way to a real sandbox."""

import copy
import datetime as dt
from typing import Any

from booking.models import Appointment, Command, Order
from booking.sandbox import Sandbox
from diagnosis import tree
from diagnosis.models import Category, Priority, RepairCode, SubArea, Supplier
from portal.models import ContactDetails, Home, Person, Repair, Tenancy
from portal.repairs import reports

FORMER = "P-1003"
"""The home whose past visit every sandbox begins with, of the order RV-OLD-1003."""


def point_at(settings: Any, sandbox: Sandbox | None, **options: str) -> None:
    """This test's Connect; with None, a port that nobody listens on."""
    schedulers = copy.deepcopy(settings.SCHEDULERS)
    base = sandbox.url if sandbox else "http://127.0.0.1:9"
    way = f"{base}/jump/{{token}}?screen={{screen}}&order={{number}}&property={{customer}}"
    schedulers["connect"]["options"] |= {"url": f"{base}/WS-API", "jump_url": way} | options
    settings.SCHEDULERS = schedulers
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def add_officer(email: str = "officer@riverside.example", **facts: Any) -> Person:
    """A housing officer."""
    return Person.objects.create_user(email, name="Olive Officer", is_officer=True, **facts)


def add_tenant(email: str = "tenant@riverside.example") -> Person:
    """Somebody without any power."""
    return Person.objects.create_user(email, name="Tess Tenant")


def add_home(reference: str = FORMER, line1: str = "3 Mill Lane") -> Home:
    """A house in Mill Lane."""
    return Home.objects.create(reference=reference, line1=line1, city="Riverside", postcode="RV2 4AB")


def add_order(number: str = "TP-AAAAA-BBBBB", **facts: Any) -> Order:
    """An open order of the portal's."""
    usual: dict[str, Any] = {
        "scheduler": "connect",
        "customer": FORMER,
        "description": "Tap drips",
        "priority": "ROUTINE",
        "target_date": dt.date(2030, 1, 1),
        "codes": ["BATH001"],
        "contact": {"name": "Tess Tenant"},
        "state": "open",
    }
    return Order.objects.create(number=number, **usual | facts)


def add_repair(home: Home, person: Person, order: Order | None = None, **facts: Any) -> Repair:
    """What that person reported from that home."""
    tenancy = Tenancy.objects.filter(home=home).first()
    if tenancy is None:
        tenancy = Tenancy.objects.create(home=home, started=dt.date(2020, 1, 1))
    tenancy.people.add(person)
    usual: dict[str, Any] = {"state": "ordered" if order else "requested", "title": "Bathroom tap drips"}
    return Repair.objects.create(tenancy=tenancy, reported_by=person, order=order, **usual | facts)


def add_leaf(**firm: Any) -> RepairCode:
    """A broken fence panel, which a firm mends that gets its work that way."""
    usual = {"external_id": "FENCE01", "name": "Hartley Fencing Ltd"}
    supplier = Supplier.objects.create(**usual | firm)
    category, part = Category(title="Fences", slug="fences"), SubArea(title="Fences", slug="fences")
    tree.append(category)
    part.category = category
    tree.append(part)
    leaf = RepairCode(title="Fence panel broken", slug="fence-panel", code="FENC001", trade="Fencer")
    leaf.sub_area, leaf.supplier, leaf.contractor = part, supplier, "external"
    leaf.priority = Priority.objects.create(external_id="PLANNED", title="Planned", target_days=90)
    tree.append(leaf)
    return tree.leaf(leaf.slug)


def add_report(leaf: RepairCode, email: str = "tenant@riverside.example") -> Repair:
    """A tenant has answered every question about that leaf, and reports it."""
    tenant = add_tenant(email)
    ContactDetails.objects.create(person=tenant, name="Tess Tenant", mobile="07700 900123", email=email)
    repair = add_repair(add_home(), tenant, state="draft")
    reports.choose(repair, leaf)
    reports.describe(repair, description="The gate is stuck", access="")
    return reports.report(repair, by=tenant)


def add_command(order: Order, **facts: Any) -> Command:
    """A write that a person must look at."""
    usual: dict[str, Any] = {"kind": "book", "key": f"key:{order.pk}", "by": "1", "state": "needs_staff"}
    return Command.objects.create(order=order, **usual | facts)


def add_appointment(order: Order, **facts: Any) -> Appointment:
    """A live appointment as the portal knows it."""
    usual: dict[str, Any] = {"visit": "V-1", "date": dt.date(2030, 1, 7), "state": "booked"}
    return Appointment.objects.create(order=order, **usual | facts)
