"""A contractor's order in the remote: handed over, added to, invoiced."""

import datetime as dt
from decimal import Decimal
from typing import Any

from booking import events, remote
from booking.commands.base import Answer, Next
from booking.events import Event
from booking.lines import load_line
from booking.models.outbox import Command
from booking.schedulers.abilities import ContractorOrders, Invoice, InvoiceLine
from booking.schedulers.base import Scheduler, SchedulerError

NAME_LENGTH = 128


class CannotBeRead(SchedulerError):
    """No read can settle what became of it."""


class Unreadable:
    """A write to a contractor's order: the remote offers no way to read what became of it."""

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """Nothing to read: only a person can find out, and repeating might do it twice."""
        raise CannotBeRead("the remote has no way to read a contractor's order")

    def adopt(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """Only a person can see it, and their word counts."""
        return {}

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """The remote's yes says it all."""
        return ()

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """A person must see to it."""
        events.record(Event.STAFF_NEEDED, command.order, kind=command.kind)


class HandOver(Unreadable):
    """A contractor shall have the order."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Books the contractor's order."""
        done = scheduler.hand_over(command.order.number, supplier=command.order.supplier)
        return {"supplier_name": done.supplier_name}

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """The contractor's name is known."""
        order = command.order
        told = answer.get("supplier_name") or order.supplier_name
        order.supplier_name = told[:NAME_LENGTH]
        order.save(update_fields=["supplier_name"])
        events.record(Event.ORDER_HANDED_OVER, order)
        return ()


class Amend(Unreadable):
    """The contractor's order shall have these comments and codes."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Adds them."""
        asked = command.payload
        remote.able(scheduler, ContractorOrders).amend(
            command.order.number,
            subcontract_order=asked["subcontract_order"],
            comments=asked["comments"],
            codes=tuple(load_line(line) for line in asked["codes"]),
        )
        return {}


class DraftInvoice(Unreadable):
    """The contractor's invoice shall stand as a draft."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Creates it."""
        remote.able(scheduler, ContractorOrders).draft_invoice(_load_invoice(command))
        return {}


def dump_invoice(invoice: Invoice) -> dict[str, Any]:
    """An invoice as JSON: money as text, so that no penny is lost to binary fractions."""
    return {
        "reference": invoice.reference,
        "date": invoice.date.isoformat(),
        "goods": str(invoice.goods),
        "labour": str(invoice.labour),
        "vat": str(invoice.vat),
        "comments": invoice.comments,
        "lines": [
            {
                "code": line.code,
                "purchase_order": line.purchase_order,
                "description": line.description,
                "quantity": line.quantity,
                "unit_cost": str(line.unit_cost),
            }
            for line in invoice.lines
        ],
    }


def _load_invoice(command: Command) -> Invoice:
    data, order = command.payload, command.order
    return Invoice(
        supplier=order.supplier,
        number=order.number,
        reference=data["reference"],
        date=dt.date.fromisoformat(data["date"]),
        goods=Decimal(data["goods"]),
        labour=Decimal(data["labour"]),
        vat=Decimal(data["vat"]),
        comments=data["comments"],
        lines=tuple(
            InvoiceLine(**line | {"unit_cost": Decimal(line["unit_cost"])}) for line in data["lines"]
        ),
    )
