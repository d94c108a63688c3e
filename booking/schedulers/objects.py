"""The frozen objects between a scheduling system and the booking heart: what we ask, what we are told."""

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum


# --- what we ask ------------------------------------------------------------------------------------------
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
    address: str = ""
    """In one line, for a remote that plans journeys; empty where it knows the property's address itself."""
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
