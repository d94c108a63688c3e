"""What Connect remembers: orders, visits, accounts and the ways into its own screens."""

import datetime as dt
import secrets
from dataclasses import dataclass, field
from typing import Any

from . import catalogue
from .customers import FORMER, years_before
from .world import WINDOWS

PLANNED, ACCEPTED, STARTED, COMPLETED, PENDING_DELETION, BOOKED, SHELVED = range(7)
LIVE = frozenset({PLANNED, ACCEPTED, STARTED, BOOKED})
CANCELLED_ORDER = 11


@dataclass(slots=True, kw_only=True)
class Order:
    """A sales order: its values as the document names them, and what only Connect knows."""

    id: int
    values: dict[str, Any]
    raised: dt.date
    supplier: str | None = None
    attributes: dict[str, str | None] = field(default_factory=dict)
    subcontract: "Subcontract | None" = None
    completed: dt.date | None = None

    @property
    def codes(self) -> list[dict[str, Any]]:
        """The order's job codes: values as the document names them; those added later are marked `Added`."""
        codes: list[dict[str, Any]] = self.values.setdefault("JobCodes", [])
        return codes

    @property
    def number(self) -> str:
        """PrimaryOrderNumber."""
        return str(self.values["PrimaryOrderNumber"])

    @property
    def customer(self) -> str:
        """The customer's ExternalId."""
        return str(self.values["Customer"]["ExternalId"])

    @property
    def cancelled(self) -> bool:
        """The whole order is off."""
        return bool(self.values.get("OrderStatus") == CANCELLED_ORDER)


@dataclass(slots=True, kw_only=True)
class Subcontract:
    """A supplier's part of an order, under a number that only Connect and its staff know."""

    id: int
    supplier: str
    updates: list[dict[str, Any]] = field(default_factory=list)
    """What was added by BookSubContractorOrder, oldest first."""


@dataclass(slots=True, kw_only=True)
class Visit:
    """An appointment of an order; without a date it waits on the shelf."""

    id: str
    order: str
    customer: str
    raised: dt.date
    minutes: int
    date: dt.date | None = None
    window: int | None = None
    operatives: tuple[str, ...] = ()
    status: int = BOOKED
    result: int = 0
    instructions: str | None = None
    comments: str | None = None

    @property
    def live(self) -> bool:
        """Somebody is going to come."""
        return self.status in LIVE

    def at(self, minutes: int) -> dt.datetime | None:
        """That minute of the visit's day."""
        if self.date is None:
            return None
        return dt.datetime.combine(self.date, dt.time(minutes // 60, minutes % 60))

    @property
    def start(self) -> dt.datetime | None:
        """When its window opens."""
        return self.at(WINDOWS[self.window].start) if self.window else None

    @property
    def end(self) -> dt.datetime | None:
        """The last minute of its window."""
        return self.at(WINDOWS[self.window].last) if self.window else None


@dataclass(slots=True, kw_only=True)
class Session:
    """Somebody who came in by a jump."""

    user: str


@dataclass(slots=True)
class State:
    """Everything that a restart forgets."""

    orders: dict[str, Order] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    by_customer: dict[str, list[Order]] = field(default_factory=dict)
    by_order: dict[str, list[Visit]] = field(default_factory=dict)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    jump_tokens: dict[str, str] = field(default_factory=dict)
    """Unused single sign-in tokens, and whose they are."""
    sessions: dict[str, Session] = field(default_factory=dict)
    callbacks: list[dict[str, Any]] = field(default_factory=list)
    """What others answered to Connect's calls, by ResponseCallback."""
    told: dict[str, str] = field(default_factory=dict)
    """The calls that Connect made to others: CloudExternalId, and the event that it told."""
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Customer records that were posted: values of the document's CustomerModel."""
    job_codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    rates: dict[tuple[str, str], float] = field(default_factory=dict)
    """Pounds a unit, by code and contract."""
    invoices: list[dict[str, Any]] = field(default_factory=list)
    next_id: int = 70001
    next_subcontract: int = 90001

    def add_order(self, values: dict[str, Any], *, raised: dt.date) -> Order:
        """Keeps a new order under an internal number of ours."""
        order = Order(id=self.next_id, values=values, raised=raised)
        self.next_id += 1
        self.orders[order.number] = order
        self.by_customer.setdefault(order.customer, []).append(order)
        return order

    def add_visit(self, visit: Visit) -> None:
        """Keeps a new visit."""
        self.visits[visit.id] = visit
        self.by_order.setdefault(visit.order, []).append(visit)

    def drop_visit(self, visit: Visit) -> None:
        """Forgets a visit."""
        self.visits.pop(visit.id, None)
        self.by_order[visit.order].remove(visit)

    def orders_of(self, customer: str) -> list[Order]:
        """The property's orders, oldest first."""
        return self.by_customer.get(customer, [])

    def visits_of(self, number: str) -> list[Visit]:
        """The order's visits, oldest first."""
        return self.by_order.get(number, [])


def make_visit_id() -> str:
    """Something that tells nobody anything."""
    return f"{secrets.randbits(60):015x}".upper()


def begin(today: dt.date, *, contract: str, organisation: str) -> State:
    """The state that every sandbox starts from: empty, but for what a tenant who has left once had done."""
    state = State(job_codes=catalogue.read_codes(), rates=catalogue.read_rates(contract))
    raised, former = years_before(today, 2), FORMER
    order = state.add_order(
        {
            "PrimaryOrderNumber": "RV-OLD-1003",
            "Customer": former.as_values(organisation),
            "ContractExternalId": contract,
            "TargetDateUTC": raised + dt.timedelta(days=28),
            "PriorityExternalId": "ROUTINE",
            "JobDescription": "CANARY former description: kitchen tap",
            "PropertyWarningDescription": former.property_warning,
            "ContactWarningDescription": former.contact_warning,
            "OrderStatus": 0,
        },
        raised=raised,
    )
    visit = Visit(
        id=make_visit_id(),
        order=order.number,
        customer=former.id,
        raised=raised,
        minutes=90,
        date=raised + dt.timedelta(days=6),
        window=22,
        operatives=("OP-01",),
        status=COMPLETED,
        instructions="CANARY former instructions: the key is with a neighbour",
        comments="CANARY former comments: occupant was unwell",
    )
    state.add_visit(visit)
    return state
