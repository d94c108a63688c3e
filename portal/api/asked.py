"""What comes into the API, typed; what is not named here cannot be sent to us."""

import datetime as dt
import re
from typing import Annotated

from django.conf import settings
from ninja import Header, Path, Query, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

# Characters that no database keeps and no letter shows stay outside.
LINE = r"^[^\x00-\x1f\x7f]*$"
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
MOST = 100


def _one_of_the_reasons(said: str) -> str:
    if said not in settings.CANCEL_REASONS:
        raise ValueError(f"Say one of: {'; '.join(settings.CANCEL_REASONS)}.")
    return said


def _no_number(said: object) -> object:
    if isinstance(said, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
        raise ValueError("Write a date as 2026-11-30.")
    return said


# Left to itself, pydantic takes a number for seconds since 1970.
Day = Annotated[dt.date, BeforeValidator(_no_number)]
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
Visit = Annotated[str, Path(max_length=128, pattern=LINE, description="The appointment that shall move.")]
Moving = Annotated[
    str,
    Query(
        max_length=128, pattern=LINE, description="The appointment that shall move; without it, a first one."
    ),
]
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

    home: Annotated[
        str, Field(max_length=64, pattern=LINE, description="Only those of this property reference.")
    ] = ""
    supplier: Annotated[str, Field(max_length=32, pattern=LINE, description="Only those of this firm.")] = ""


class AppointmentsAsked(Asked):
    """Which part of the diary; both days are included."""

    since: Annotated[Day | None, Field(description="The first day; today where it is left out.")] = None
    until: Annotated[
        Day | None, Field(description="The last day; five weeks after the first where it is left out.")
    ] = None


class FirstTimesAsked(Schema):
    """For what, and where."""

    problem: Annotated[str, Field(min_length=1, max_length=80, pattern=LINE, description="The id of a leaf.")]
    postcode: Annotated[str, Field(pattern=r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$")]


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
