"""The scripted system with every ability: details, customers, contractors' orders."""

from dataclasses import replace
from typing import Any

from booking.schedulers.abilities import CodeLine, CustomerRecord, Details, Invoice
from booking.schedulers.base import Clock, Contact, Store
from tests.booking.scripted import SCRIPT, Scripted


class Held:
    """What the able system holds beside the script."""

    def __init__(self) -> None:
        self.details = Details()
        self.record: CustomerRecord | None = None
        self.amended: list[tuple[int, str, tuple[CodeLine, ...]]] = []
        self.invoices: list[Invoice] = []


HELD = Held()


class Able(Scripted):
    def read_details(self, number: str) -> Details:
        SCRIPT.play("read_details")
        return HELD.details

    def set_details(self, number: str, details: Details) -> None:
        SCRIPT.play("set_details")
        HELD.details = details

    def read_customer(self, number: str) -> CustomerRecord | None:
        SCRIPT.play("read_customer")
        return HELD.record

    def send_contact(self, record: CustomerRecord, contact: Contact) -> None:
        SCRIPT.play("send_contact")
        HELD.record = replace(record, contact=contact)

    def amend(
        self, number: str, *, subcontract_order: int, comments: str = "", codes: tuple[CodeLine, ...] = ()
    ) -> None:
        SCRIPT.play("amend")
        HELD.amended.append((subcontract_order, comments, codes))

    def draft_invoice(self, invoice: Invoice) -> None:
        SCRIPT.play("draft_invoice")
        HELD.invoices.append(invoice)


def build(options: dict[str, Any], *, clock: Clock, store: Store) -> Able:
    """The factory that the registry names."""
    return Able()
