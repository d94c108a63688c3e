"""Where the order of a repair goes: our own team, or the firm, the way that an admin chose for it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from booking import invitations, orders
from booking.models import Order
from booking.models.order import Fulfilment
from diagnosis import working_days
from diagnosis.models import RepairCode, Route, Supplier

Keep = Callable[[Order], None]
FULFILMENTS = {
    Route.CONNECT: Fulfilment.HANDED_OVER,
    Route.SYSTEM: Fulfilment.CONTRACTOR_SYSTEM,
    Route.EMAIL: Fulfilment.BY_EMAIL,
}


def raise_order(
    leaf: RepairCode, work: orders.Work, *, key: str, by: str, keep: Keep = lambda order: None
) -> Order:
    """The order, raised where the leaf's firm wants it; a firm without a system is asked by e-mail.

    `keep` writes down whose order it is, before anybody is told of it.
    """
    with transaction.atomic():
        order = orders.raise_order(replace(work, **facts(leaf)), key=key, by=by)
        keep(order)
        if order.by_email and leaf.supplier is not None:
            ask(order, leaf.supplier, by=by)
        return order


def facts(leaf: RepairCode) -> dict[str, Any]:
    """What an order says about who does it."""
    supplier = leaf.supplier
    if supplier is None:
        return {}
    route = Route(supplier.route)
    systems = {Route.SYSTEM: supplier.system, Route.EMAIL: ""}
    return {
        "supplier": supplier.external_id,
        "supplier_name": supplier.name,
        "fulfilment": FULFILMENTS[route],
    } | ({"scheduler": systems[route]} if route in systems else {})


def ask(order: Order, supplier: Supplier, *, by: str) -> None:
    """Asks the firm by e-mail, at the address that it has today."""
    days = supplier.answer_days
    invitations.invite(order, to=supplier.email, answer_days=days, answer_by=answer_by(days), by=by)


def answer_by(days: int) -> dt.datetime:
    """The end of the last of so many working days from today on."""
    last = working_days.add(timezone.localdate(), days=days)
    end = dt.datetime.combine(last, dt.time.max, tzinfo=timezone.get_default_timezone())
    return end.replace(microsecond=0)


def chooses_times(leaf: RepairCode) -> bool:
    """A tenant chooses a time of this leaf's order from free slots."""
    return leaf.supplier is None or leaf.supplier.route == Route.SYSTEM
