"""What every scheduling system does for us, and the frozen objects that pass between it and the heart.

A scheduler is built by the factory that the registry names: `build(options, clock=…, store=…) -> Scheduler`.
It keeps no state of its own beside what the store holds, so that any number of processes may have one each.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

Clock = Callable[[], dt.datetime]
"""Answers the present moment, with a zone."""


# --- what may go wrong: four errors, by what is known afterwards --------------------------------------------
class SchedulerError(Exception):
    """The remote did not, or may not have, done what was asked; `reason` is for staff, never for a tenant."""

    def __init__(self, reason: str, *, evidence: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.evidence = dict(evidence or {})
        """What staff need to judge it: call, HTTP status, the first bytes of the answer. No secrets."""


class Unavailable(SchedulerError):
    """Certainly not done, and asking again later may work: no connection, open breaker, 401, 403."""

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float | None = None,
        misconfigured: bool = False,
        evidence: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(reason, evidence=evidence)
        self.retry_after = retry_after
        """Seconds the remote asked us to wait, if it said."""
        self.misconfigured = misconfigured
        """True where only a person can mend it (password, address, right): hold everything, lose nothing."""


class Refused(SchedulerError):
    """Certainly not done, and the same request will be refused again."""


class SlotTaken(Refused):
    """Certainly not booked: the slot went to somebody else. Offer fresh ones."""


class Unknown(SchedulerError):
    """The remote may or may not have done it: read before anything is sent again."""


# --- what we ask --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom the operative asks for. Empty strings mean that we hold no such detail."""

    name: str
    mobile: str = ""
    home_phone: str = ""
    email: str = ""
    texts: bool = False
    """The tenant wants text messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """One repair as the remote shall plan it."""

    number: str
    """Ours, at most 32 of A-Z, 0-9 and -, never reused."""
    customer: str
    """The property as the remote knows it."""
    description: str
    priority: str
    target_date: dt.date
    """Local calendar date."""
    contact: Contact
    codes: tuple[str, ...] = ()
    """Repair (SOR) codes; empty where a template decides."""
    template: int | None = None
    """The remote's own diagnosis template, in place of codes."""
    external: bool = False
    """A contractor does it."""
    out_of_hours: bool = False
    two_to_attend: bool = False
    crm_id: str = ""
    """Our own id of the order, to recognise it as ours when it is read back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRequest:
    """One slot for one order; with `visit`, that visit is moved there."""

    number: str
    date: dt.date
    window: str
    visit: str = ""
    texts: bool = False
    instructions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteUser:
    """Who goes to the remote's own screen; the user name is stable per person and never shared."""

    user_name: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""


class Screen(Enum):
    """The remote's own screens."""

    BOOK = "book"
    ORDERS = "orders"
    APPOINTMENTS = "appointments"


# --- what we are told ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A planning window: a part of the day with the remote's own id and name. Windows may overlap."""

    id: str
    name: str
    start: dt.time
    end: dt.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A date and planning window on offer."""

    date: dt.date
    window: Window
    preferred: bool = False
    """The remote would like this one best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What can be booked now: free slots only, by date and then by the window's start, each once."""

    windows: tuple[Window, ...] = ()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteOrder:
    """An order as the remote has it."""

    number: str
    cancelled: bool
    description: str = ""
    crm_id: str = ""
    remote_id: str = ""
    status: int | None = None
    """The remote's own number, for staff."""


class VisitState(Enum):
    """Where a visit stands. BOOKED, STARTED are live; UNKNOWN is "ask us", neither moved nor cancelled."""

    BOOKED = "booked"
    STARTED = "started"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    SHELVED = "shelved"
    UNKNOWN = "unknown"


class VisitResult(Enum):
    """How a completed visit ended."""

    COMPLETED = "completed"
    NO_ACCESS = "no_access"
    FOLLOW_ON = "follow_on"
    ABANDONED = "abandoned"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One appointment as the remote has it. Comments, instructions and resource are for staff."""

    id: str
    number: str
    state: VisitState
    result: VisitResult | None = None
    """Only for a completed visit."""
    date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    """None where the remote gives no time of day."""
    raised_on: dt.date | None = None
    resource: str = ""
    instructions: str = ""
    comments: str = ""

    @property
    def live(self) -> bool:
        """Somebody is going to come."""
        return self.state in {VisitState.BOOKED, VisitState.STARTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The visits of an order or of a property."""

    visits: tuple[Visit, ...] = ()
    customer_name: str = ""
    """For officers only: it may be a previous tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A booking that the remote has confirmed by repeating our number, date and window."""

    visit: str
    number: str
    date: dt.date
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A contractor has the order."""

    supplier: str
    supplier_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """One way into the remote's own screen: opened once, never stored, never logged."""

    url: str = field(repr=False)
    origin: str
    """scheme://host[:port], for the page's frame-src."""


# --- what is handed in --------------------------------------------------------------------------------------
class Store(Protocol):
    """A small cache that every process shares; Django's cache fits as it is."""

    def get(self, key: str) -> Any:
        """The value, or None."""

    def set(self, key: str, value: Any, timeout: float | None) -> None:
        """Keep it for that many seconds."""

    def add(self, key: str, value: Any, timeout: float | None) -> bool:
        """Keep it unless there is one; True where we put it."""

    def delete(self, key: str) -> bool:
        """Forget it."""

    def incr(self, key: str) -> int:
        """One more; ValueError where there is none."""


class Scheduler(Protocol):
    """A system that plans operatives. Each verb raises one of the four errors or keeps its promise."""

    def raise_order(self, request: OrderRequest) -> None:
        """The order stands in the remote."""

    def read_order(self, number: str) -> RemoteOrder | None:
        """The order, or None where the remote says that there is none (and not merely that it cannot say)."""

    def cancel_order(self, number: str, *, reason: str, description: str = "") -> None:
        """The whole order, with all its visits, is cancelled."""

    def windows(self) -> tuple[Window, ...]:
        """The planning windows, for no longer than an hour."""

    def offer(self, number: str, *, since: dt.date, weeks: int = 5, visit: str = "") -> Offer:
        """The free slots of that many weeks, in one call."""

    def book(self, request: BookingRequest) -> Booked:
        """The slot is ours, or the visit has moved there."""

    def visits(
        self,
        *,
        number: str = "",
        customer: str = "",
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> Summary:
        """Every visit of the order, or of the property."""

    def hand_over(self, number: str, *, supplier: str) -> Handover:
        """A contractor has the order; no time is chosen."""

    def jump(self, user: RemoteUser, *, screen: Screen, number: str = "", customer: str = "") -> Jump | None:
        """A way into the remote's own screen, or None where it has none for us."""
