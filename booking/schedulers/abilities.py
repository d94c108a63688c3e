"""What only some scheduling systems can do: one protocol an ability, asked for with isinstance.

Each verb raises one of the four errors or keeps its promise, as those of `Scheduler` do.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, runtime_checkable

from booking.schedulers.objects import Contact, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """One repair (SOR) code of an order and how many units of it."""

    code: str
    quantity: Decimal = Decimal(1)
    location: str = ""
    """Where the remote splits an order by location."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something that planning must respect, such as asbestos or ladders, by the remote's own name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The codes and traits of an order."""

    codes: tuple[CodeLine, ...] = ()
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCode:
    """A repair code as the remote has it."""

    code: str
    description: str = ""
    trade: str = ""
    minutes: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecord:
    """A property as the remote has it, with all that sending it back needs."""

    customer: str
    name: str
    address: tuple[str, str, str, str]
    """Line 1, line 2, city, postcode; empty where the remote has nothing."""
    contact: Contact
    origin: object = field(default=None, repr=False, compare=False)
    """The remote's own record, for the one who read it alone; without it nothing can be sent back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line of a contractor's invoice."""

    code: str
    purchase_order: str
    description: str = ""
    quantity: int = 1
    unit_cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A contractor's invoice, as a draft for the landlord's finance team. Money in pounds and whole pence."""

    supplier: str
    reference: str
    """The contractor's own, at most 64 characters."""
    date: dt.date
    number: str
    """Our order number."""
    goods: Decimal
    labour: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)
    comments: str = ""
    lines: tuple[InvoiceLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed in the remote, and where to go on from."""

    numbers: frozenset[str]
    """Our order numbers; others' are left out."""
    until: dt.datetime
    """Ask from here the next time."""


@runtime_checkable
class FirstDates(Protocol):
    """Knows free slots before there is an order."""

    def first_dates(
        self,
        *,
        skills: tuple[str, ...],
        postcode: str,
        since: dt.date,
        weeks: int,
        two_to_attend: bool = False,
    ) -> Offer:
        """The free slots for those trades; a hint, never to be booked from."""


@runtime_checkable
class Detailed(Protocol):
    """Keeps several codes and traits with an order."""

    def read_details(self, number: str) -> Details:
        """The codes and traits that the order has."""

    def set_details(self, number: str, details: Details) -> None:
        """The order has at least these; what it has already is left alone. Repeating it changes nothing."""


@runtime_checkable
class Catalogue(Protocol):
    """Knows its repair codes and what they cost."""

    def job_code(self, code: str) -> JobCode | None:
        """The code, or None where the remote has none such."""

    def price(self, code: str) -> Decimal | None:
        """What one unit costs under our contract, in pounds; None where the remote names no price."""


@runtime_checkable
class Customers(Protocol):
    """Keeps a record of each property."""

    def read_customer(self, number: str) -> CustomerRecord | None:
        """The record of the order's property; None where the remote shows none."""

    def send_contact(self, record: CustomerRecord, contact: Contact) -> None:
        """The record has these telephone numbers and e-mail address; everything else stays as read."""


@runtime_checkable
class ContractorOrders(Protocol):
    """Lets us add to a contractor's order."""

    def amend(
        self, number: str, *, subcontract_order: int, comments: str = "", codes: tuple[CodeLine, ...] = ()
    ) -> None:
        """The contractor's order has these comments and codes; its id is the remote's own."""

    def draft_invoice(self, invoice: Invoice) -> None:
        """The invoice stands as a draft."""


@runtime_checkable
class Acknowledging(Protocol):
    """Waits to hear how we got on with what it told us."""

    def acknowledge(self, cloud_id: str, *, done: bool, message: str = "") -> None:
        """The remote knows."""


@runtime_checkable
class Watched(Protocol):
    """Says which orders have changed, so that the others need not be read."""

    def changes(self, *, since: dt.datetime) -> Changes:
        """What has changed since that moment; asks in the background of what people wait for."""
