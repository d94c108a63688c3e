"""What goes in and out of the API, typed; what is not named here cannot be sent to us."""

import datetime as dt
import uuid
from typing import Annotated, Any

from django.conf import settings
from ninja import Header, Schema
from pydantic import AfterValidator, ConfigDict, Field

# Characters that no database keeps and no letter shows stay outside.
LINE = r"^[^\x00-\x1f\x7f]*$"
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
MOST = 100


def _one_of_the_reasons(said: str) -> str:
    if said not in settings.CANCEL_REASONS:
        raise ValueError(f"Say one of: {'; '.join(settings.CANCEL_REASONS)}.")
    return said


Fields = Annotated[
    str,
    Field(
        max_length=500,
        description="Names with commas between them: only these, so far as the access may see them.",
    ),
]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        pattern=r"^[!-~]+$",
        description="Yours, new for each thing that you want; the same again asks for the same thing.",
    ),
]
Line = Annotated[str, Field(max_length=64, pattern=LINE)]
Phone = Annotated[str, Field(max_length=32, pattern=r"^[0-9+() -]*$")]
Email = Annotated[
    str, Field(max_length=64, pattern=r"^([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})?$")
]
Token = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[!-~]+$")]
Reason = Annotated[
    str,
    AfterValidator(_one_of_the_reasons),
    Field(json_schema_extra=lambda schema: schema.update(enum=list(settings.CANCEL_REASONS))),
]


class EventsAsked(Schema):
    """Which page of a list."""

    cursor: Annotated[
        str, Field(max_length=1000, description="Where the page before said that the list goes on.")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=MOST, description="How many at most.")] = 50


class Asked(EventsAsked):
    """And which parts of its rows."""

    fields: Fields = ""


class OrdersAsked(Asked):
    """Which orders."""

    home: Annotated[str, Field(max_length=64, description="Only those of this property reference.")] = ""
    supplier: Annotated[str, Field(max_length=32, description="Only those of this firm.")] = ""


class AppointmentsAsked(Asked):
    """Which part of the diary; both days are included."""

    since: Annotated[dt.date | None, Field(description="The first day; today where it is left out.")] = None
    until: Annotated[
        dt.date | None, Field(description="The last day; five weeks after the first where it is left out.")
    ] = None


class Said(Schema):
    """A body: with a name that we do not know, it is refused."""

    model_config = ConfigDict(extra="forbid")


class ContactIn(Said):
    """Whom the operative asks for."""

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=LINE)]
    mobile: Phone = ""
    home_phone: Phone = ""
    email: Email = ""
    texts: Annotated[bool, Field(description="Text messages are wanted; needs a mobile.")] = False


class OrderIn(Said):
    """A fault in a home, by the tree's own words for it."""

    home: Annotated[str, Field(min_length=1, max_length=64, pattern=LINE, description="Property reference.")]
    problem: Annotated[
        str,
        Field(min_length=1, max_length=80, pattern=LINE, description="The address of a leaf of the tree."),
    ]
    description: Annotated[str, Field(min_length=1, max_length=1000, pattern=TEXT)]
    access: Annotated[str, Field(max_length=300, pattern=TEXT, description="What helps at the door.")] = ""
    shared: Annotated[bool, Field(description="In a shared area of the block.")] = False
    danger: Annotated[
        bool | None, Field(description="The answer to the leaf's question about danger, where it has one.")
    ] = None
    contact: Annotated[
        ContactIn | None, Field(description="Left out: as the household has confirmed it.")
    ] = None


class SlotIn(Said):
    """A time on offer, by its token."""

    slot: Token


class CancelIn(Said):
    """Why the repair is not wanted any more."""

    reason: Reason
    description: Annotated[str, Field(max_length=300, pattern=TEXT)] = ""


class Accepted(Schema):
    """Written down, and on its way to the scheduling system: look there for what comes of it."""

    order: uuid.UUID
    number: str
    state: Annotated[
        str, Field(description="Where the order stands now; never booked before it is confirmed.")
    ]
    look: Annotated[str, Field(description="Where to see what has come of it.")]


class Seen(Schema):
    """What this access may see and has asked for; the rest is left out."""


class LeafOut(Seen):
    """What may be wrong; `id` is what an order names as its problem."""

    id: str
    title: str
    hint: str
    trade: str
    danger_question: str
    code: str
    template: int | None
    priority: str
    target_days: int
    two_to_attend: bool
    supplier: str


class SubAreaOut(Schema):
    """Which part of it."""

    id: str
    title: str
    problems: list[LeafOut]


class CategoryOut(Schema):
    """A room, a fitting or a kind of trouble."""

    id: str
    title: str
    sub_areas: list[SubAreaOut]


class TreeOut(Schema):
    """Category, sub-area, problem, in the landlord's order."""

    categories: list[CategoryOut]


class SlotOut(Seen):
    """A date and a part of the day; the token books it."""

    date: dt.date
    window: str
    start: dt.time
    end: dt.time
    preferred: bool
    token: str


class SlotsOut(Schema):
    """The free times of five weeks, as the scheduling system gave them at that moment."""

    as_of: dt.datetime
    slots: list[SlotOut]


class ContactOut(Schema):
    """Whom the operative asks for."""

    name: str
    mobile: str
    home_phone: str
    email: str
    texts: bool


class AppointmentOut(Seen):
    """When somebody comes."""

    id: str
    order: uuid.UUID
    state: str
    result: str
    date: dt.date | None
    window: str
    start: dt.time | None
    end: dt.time | None


class OrderOut(Seen):
    """A repair as it was asked of the scheduling system, and where it stands."""

    id: uuid.UUID
    number: str
    state: str
    title: str
    problem: str | None
    home: str
    raised_at: dt.datetime
    target_date: dt.date
    supplier: str
    appointments: list[AppointmentOut]
    description: str
    access: str
    address: str
    contact: ContactOut


class OrdersOut(Schema):
    """A page of orders, the newest first; `next` is the cursor of the page after it."""

    orders: list[OrderOut]
    next: str | None


class AppointmentsOut(Schema):
    """A page of appointments, the earliest first; `next` is the cursor of the page after it."""

    appointments: list[AppointmentOut]
    next: str | None


class EventOut(Schema):
    """Something that has happened: ids and states only."""

    id: str
    type: str
    timestamp: dt.datetime
    data: dict[str, Any]


class EventsOut(Schema):
    """What has happened since, in order; `next` is where to go on, and `more` says that there is more now."""

    events: list[EventOut]
    next: str
    more: bool
