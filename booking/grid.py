"""Slots on their way: kept beside the order, and out to a page and back as a token that nobody can alter."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core import signing

from booking import moments
from booking.models import Order, Reading
from booking.schedulers.base import Offer, Slot, Window

SALT = "booking.slot"
TOKEN_LIFE = dt.timedelta(hours=12)
WEEKS = 5
MOST_SLOTS = 2000
"""More than any diary offers in five weeks, and no more than a page can show."""
ID_LENGTH, NAME_LENGTH = 32, 64
"""What an appointment keeps of its window: an id that is longer could not be booked, a name is cut."""


class BadSlot(ValueError):
    """The token is not ours, belongs to another order or visit, or is too old."""


def bookable(slots: Iterable[Slot], *, today: dt.date) -> tuple[Slot, ...]:
    """Those that a tenant may have: not before the lead time, not after five weeks, in local days."""
    first, end = today + dt.timedelta(days=settings.LEAD_TIME_DAYS), today + dt.timedelta(weeks=WEEKS)
    return tuple(slot for slot in slots if first <= slot.date < end)[:MOST_SLOTS]


def agree(one: dt.time | None, other: dt.time | None) -> bool:
    """The same time of day, or none given; 12:59 and 13:00 are two ways to write one end."""
    if one is None or other is None:
        return True
    return abs((one.hour * 60 + one.minute) - (other.hour * 60 + other.minute)) <= 1


def key(order: Order, *, visit: str = "") -> str:
    """Under which the order's offer is kept; moving a visit has an offer of its own."""
    return f"offer:{order.number}:{visit}"


def forget(order: Order, *, visit: str = "") -> None:
    """The kept offer is out of date."""
    Reading.objects.filter(pk=key(order, visit=visit)).delete()


def dump_offer(offer: Offer) -> dict[str, Any]:
    """The offer as JSON."""
    return {"slots": [dump_slot(slot) for slot in offer.slots if len(slot.window.id) <= ID_LENGTH]}


def load_offer(data: dict[str, Any] | None) -> tuple[Slot, ...]:
    """The slots of a kept offer, earliest first."""
    return tuple(load_slot(item) for item in (data or {}).get("slots", []))


def dump_slot(slot: Slot) -> dict[str, Any]:
    """One slot as JSON."""
    window = slot.window
    return {
        "date": slot.date.isoformat(),
        "window": window.id,
        "name": window.name[:NAME_LENGTH],
        "start": window.start.isoformat("minutes"),
        "end": window.end.isoformat("minutes"),
        "preferred": slot.preferred,
    }


def load_slot(data: dict[str, Any]) -> Slot:
    """The slot that `dump_slot` wrote; other keys are left alone."""
    window = Window(
        id=data["window"],
        name=data["name"],
        start=dt.time.fromisoformat(data["start"]),
        end=dt.time.fromisoformat(data["end"]),
    )
    return Slot(
        date=dt.date.fromisoformat(data["date"]), window=window, preferred=data.get("preferred", False)
    )


def sign(order: Order, slot: Slot, *, offered_at: dt.datetime, visit: str = "") -> str:
    """A token for this slot of this order; the page posts it back."""
    return signing.dumps(
        {"order": str(order.pk), "visit": visit, "offered_at": offered_at.isoformat(), **dump_slot(slot)},
        salt=SALT,
    )


def unsign(token: str, *, order: Order, visit: str = "") -> dict[str, Any]:
    """What `sign` put in: the slot and when it was offered."""
    try:
        data: dict[str, Any] = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise BadSlot("not a slot of ours") from error
    if (data.pop("order"), data["visit"]) != (str(order.pk), visit):
        raise BadSlot("a slot of another order")
    # Not by the signature's own moment, which is by the clock of whichever machine signed it.
    if moments.now() - dt.datetime.fromisoformat(data["offered_at"]) > TOKEN_LIFE:
        raise BadSlot("too old")
    return data
