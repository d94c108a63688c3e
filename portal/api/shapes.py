"""What the API answers, typed; parts that an access may not see, or has not asked for, are left out."""

import datetime as dt
import uuid
from typing import Annotated, Any

from pydantic import BaseModel, Field


def _say_no_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


# A part that this access may not see is not there at all, not even as null.
LEFT_OUT: Any = Field(default=None, json_schema_extra=_say_no_default)

TimeOfDay = Annotated[str, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]$", description="Local time.")]


class Accepted(BaseModel):
    """Written down, and on its way to the scheduling system: look there for what comes of it."""

    order: uuid.UUID
    number: str
    state: Annotated[
        str, Field(description="Where the order stands now; never booked before it is confirmed.")
    ]
    look: Annotated[str, Field(description="Where to see what has come of it.")]


class Seen(BaseModel):
    """What this access may see and has asked for; the rest is left out."""


class LeafOut(Seen):
    """What may be wrong; `id` is what an order names as its problem."""

    id: str
    title: str = LEFT_OUT
    hint: str = LEFT_OUT
    trade: str = LEFT_OUT
    danger_question: str = LEFT_OUT
    code: str = LEFT_OUT
    template: int | None = LEFT_OUT
    priority: str = LEFT_OUT
    target_days: int = LEFT_OUT
    two_to_attend: bool = LEFT_OUT
    supplier: str = LEFT_OUT


class SubAreaOut(BaseModel):
    """Which part of it."""

    id: str
    title: str
    problems: list[LeafOut]


class CategoryOut(BaseModel):
    """A room, a fitting or a kind of trouble."""

    id: str
    title: str
    sub_areas: list[SubAreaOut]


class TreeOut(BaseModel):
    """Category, sub-area, problem, in the landlord's order."""

    categories: list[CategoryOut]


class SlotOut(Seen):
    """A date and a part of the day; the token books it."""

    date: dt.date
    window: str
    start: TimeOfDay
    end: TimeOfDay
    preferred: bool
    token: str = LEFT_OUT


class SlotsOut(BaseModel):
    """The free times of five weeks, as the scheduling system gave them at that moment."""

    as_of: dt.datetime
    slots: list[SlotOut]


class FirstTimesOut(BaseModel):
    """The first free times there are: a hint, and nothing that can be booked."""

    slots: list[SlotOut]


class ContactOut(BaseModel):
    """Whom the operative asks for."""

    name: str
    mobile: str
    home_phone: str
    email: str
    texts: bool


class AppointmentOut(Seen):
    """When somebody comes."""

    id: str
    order: uuid.UUID = LEFT_OUT
    state: str = LEFT_OUT
    result: str = LEFT_OUT
    date: dt.date | None = LEFT_OUT
    window: str = LEFT_OUT
    start: TimeOfDay | None = LEFT_OUT
    end: TimeOfDay | None = LEFT_OUT


class OrderOut(Seen):
    """A repair as it was asked of the scheduling system, and where it stands."""

    id: uuid.UUID
    number: str = LEFT_OUT
    state: str = LEFT_OUT
    title: str = LEFT_OUT
    problem: str | None = LEFT_OUT
    home: str = LEFT_OUT
    raised_at: dt.datetime = LEFT_OUT
    target_date: dt.date = LEFT_OUT
    supplier: str = LEFT_OUT
    appointments: list[AppointmentOut] = LEFT_OUT
    description: str = LEFT_OUT
    access: str = LEFT_OUT
    address: str = LEFT_OUT
    contact: ContactOut = LEFT_OUT


class OrdersOut(BaseModel):
    """A page of orders, the newest first; `next` is the cursor of the page after it."""

    orders: list[OrderOut]
    next: str | None


class AppointmentsOut(BaseModel):
    """A page of appointments, the earliest first; `next` is the cursor of the page after it."""

    appointments: list[AppointmentOut]
    next: str | None


class EventOut(BaseModel):
    """Something that has happened: ids and states only."""

    id: str
    type: str
    timestamp: dt.datetime
    data: dict[str, Any]


class EventsOut(BaseModel):
    """What has happened since, in order; `next` is where to go on, and `more` says that there is more now."""

    events: list[EventOut]
    next: str
    more: bool
