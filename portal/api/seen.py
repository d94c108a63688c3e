"""What an access may see: which orders at all, and which parts of each; the rest is left out unsaid."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

from booking.models import Appointment
from booking.schedulers.base import Contact, Slot
from diagnosis.models import RepairCode
from portal.api import guard
from portal.api.problems import Problem
from portal.api.shapes import AppointmentOut, ContactOut, LeafOut, OrderOut, Seen, SlotOut
from portal.models import Access, Repair
from portal.models.access import Rights
from portal.repairs import story

Shape = TypeVar("Shape", bound=Seen)
Part = Callable[[], Any]

LEAF = {
    Rights.SLOTS: ("id", "title", "hint", "trade", "danger_question"),
    Rights.ORDERS: ("code", "template", "priority", "target_days", "two_to_attend", "supplier"),
}
ORDER = {
    Rights.SLOTS: ("id", "number", "state"),
    Rights.ORDERS: ("title", "problem", "home", "raised_at", "target_date", "supplier", "appointments"),
    Rights.DIARY: ("description", "access", "address", "contact"),
}
APPOINTMENT = {
    Rights.SLOTS: ("id", "order", "state"),
    Rights.ORDERS: ("result", "date", "window", "start", "end"),
}
SLOT = {Rights.ORDERS: ("token",)}


def repairs(access: Access) -> QuerySet[Repair]:
    """The repairs with orders that the access may see at all."""
    rows = Repair.objects.filter(order__isnull=False)
    return rows.filter(order__supplier__in=access.suppliers) if access.suppliers else rows


def repair(request: HttpRequest, order: uuid.UUID) -> Repair:
    """The repair with that order and all that its story needs. Raises Problem: not_found."""
    rows = story.load(repairs(guard.access(request))).select_related("tenancy__home", "code")
    found = rows.filter(order=order).first()
    if found is None:
        raise Problem("not_found")
    return found


def appointment(repair: Repair, visit: str) -> Appointment:
    """A live appointment of that repair. Raises Problem: not_found."""
    found = Appointment.objects.live().select_related("order").filter(order=repair.order, visit=visit).first()
    if found is None:
        raise Problem("not_found")
    return found


def leaves(access: Access) -> QuerySet[RepairCode]:
    """The leaves of the tree that the access may see."""
    rows = RepairCode.objects.filter(active=True).select_related("sub_area__category", "priority", "supplier")
    return rows.filter(supplier__external_id__in=access.suppliers) if access.suppliers else rows


def show_leaf(access: Access, leaf: RepairCode) -> LeafOut:
    """A leaf of the tree."""
    parts: dict[str, Part] = {
        "id": lambda: leaf.slug,
        "priority": lambda: leaf.priority.title,
        "target_days": lambda: leaf.priority.target_days,
        "supplier": lambda: leaf.supplier.external_id if leaf.supplier else "",
    }
    return LeafOut(**_parts(leaf, parts, allowed(access, LEAF)))


def show_order(access: Access, repair: Repair, *, fields: str = "") -> OrderOut:
    """An order, as `story.load` fetched it."""
    order, told = repair.order, story.tell(repair)
    if order is None:
        raise Problem("not_found")
    parts: dict[str, Part] = {
        "id": lambda: order.pk,
        "number": lambda: order.number,
        "state": lambda: str(told.stage),
        "title": lambda: repair.title,
        "problem": lambda: repair.code.slug if repair.code else None,
        "home": lambda: repair.tenancy.home.reference,
        "appointments": lambda: [show_appointment(access, row) for row in order.appointments.all()],
        "description": lambda: repair.description,
        "access": lambda: repair.access,
        "address": lambda: repair.tenancy.home.address,
        "contact": lambda: _contact(Contact(**order.contact)),
    }
    return OrderOut(**_parts(order, parts, allowed(access, ORDER, fields)))


def show_appointment(access: Access, row: Appointment, *, fields: str = "") -> AppointmentOut:
    """When somebody comes."""
    parts: dict[str, Part] = {
        "id": lambda: row.visit,
        "order": lambda: row.order_id,
        "window": lambda: row.window_name,
        "start": lambda: row.start and row.start.isoformat("minutes"),
        "end": lambda: row.end and row.end.isoformat("minutes"),
    }
    return AppointmentOut(**_parts(row, parts, allowed(access, APPOINTMENT, fields)))


def show_slot(slot: Slot, **token: str) -> SlotOut:
    """A time on offer, with the token that books it where there is to be one."""
    return SlotOut(
        date=slot.date,
        window=slot.window.name,
        start=slot.window.start.isoformat("minutes"),
        end=slot.window.end.isoformat("minutes"),
        preferred=slot.preferred,
        **token,
    )


def allowed(access: Access, parts: Mapping[Rights, tuple[str, ...]], fields: str = "") -> list[str]:
    """The parts that the access may see and, where it names fields, has named; the id always."""
    mine = [name for right, names in parts.items() if guard.has(access, right) for name in names]
    wanted = {name.strip() for name in fields.split(",") if name.strip()}
    return [name for name in mine if not wanted or name in wanted or name == "id"]


def _parts(row: object, parts: Mapping[str, Part], names: list[str]) -> dict[str, Any]:
    return {name: parts[name]() if name in parts else getattr(row, name) for name in names}


def _contact(contact: Contact) -> ContactOut:
    return ContactOut(
        name=contact.name,
        mobile=contact.mobile,
        home_phone=contact.home_phone,
        email=contact.email,
        texts=contact.texts,
    )
