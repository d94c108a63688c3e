"""Appointments: offer slots, book one, move it, and see what stands."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from booking import broker, grid, moments, orders, readings, remote
from booking.events import Event
from booking.models import Appointment, Command, Order, Reading
from booking.models.outbox import Kind
from booking.schedulers.base import Slot

FRESH = dt.timedelta(minutes=10)
"""How old a grid may be and still be shown; booking from one older than a minute reads it again."""


@dataclass(frozen=True, slots=True)
class Times:
    """The slots of an order as far as they are known here."""

    slots: tuple[Slot, ...]
    as_of: dt.datetime | None
    """None: not known yet."""
    failed: bool
    """The remote could not be asked, just now."""


def known_times(order: Order, *, visit: str = "") -> Times:
    """What was last read, if it is fresh enough to show; asks nobody."""
    return _times(readings.last(grid.key(order, visit=visit)))


def offer(order: Order, *, visit: str = "") -> Times:
    """The slots of five weeks, from here or fresh in one call; may wait, so never in a page's first byte."""
    key = grid.key(order, visit=visit)
    known = readings.last(key)
    times = _times(known)
    if times.as_of is not None:
        return times
    since = moments.today()

    def question() -> dict[str, object]:
        scheduler = remote.scheduler(order.scheduler)
        return grid.dump_offer(scheduler.offer(order.number, since=since, weeks=grid.WEEKS, visit=visit))

    return _times(readings.ask(key, question, seen=known.read_at))


def fetch_offer(order: Order, *, visit: str = "") -> None:
    """Lets the worker read the slots, so that they are there when the tenant is."""
    broker.nudge("booking.fetch_offer", str(order.pk), visit)


def prefetch(event: Event, order: Order, **_: object) -> None:
    """Listens for a raised order: its slots shall be there when the tenant gets to them."""
    if event is Event.ORDER_RAISED and order.has_slots:
        transaction.on_commit(lambda: fetch_offer(order))


def book(order: Order, *, token: str, by: str) -> Command:
    """The intent to book the slot in the token. Raises grid.BadSlot, orders.Busy or orders.NotPossible."""
    slot = _choose(order, token)

    def check(held: Order) -> None:
        if not held.has_slots:
            raise orders.NotPossible("the contractor arranges the time")
        if held.appointments.standing().exists():
            raise orders.NotPossible("the order has an appointment")

    return orders.intend(order, Kind.BOOK, key=_key("book", token), by=by, payload=slot, check=check)


def move(appointment: Appointment, *, token: str, by: str) -> Command:
    """The intent to move the appointment to the slot in the token; raises as `book` does."""
    order = appointment.order
    slot = _choose(order, token, visit=appointment.visit)
    slot["from"] = appointment.date and appointment.date.isoformat()

    def check(held: Order) -> None:
        standing = held.appointments.get(pk=appointment.pk)
        if not changeable(standing):
            raise orders.NotPossible("the appointment can no longer be moved")
        if standing.is_at(grid.load_slot(slot)):
            raise orders.NotPossible("the appointment is at that time already")

    return orders.intend(order, Kind.MOVE, key=_key("move", token), by=by, payload=slot, check=check)


def changeable(appointment: Appointment) -> bool:
    """The tenant may move it, or cancel the repair, here."""
    return appointment.changeable(today=timezone.localdate(), notice_days=settings.CHANGE_NOTICE_DAYS)


def _times(reading: Reading) -> Times:
    now = moments.now()
    failed = reading.failed_at is not None and now - reading.failed_at < dt.timedelta(seconds=20)
    if not reading.within(FRESH, now=now):
        return Times((), None, failed)
    slots = grid.bookable(grid.load_offer(reading.data), today=timezone.localdate(now))
    return Times(slots, reading.read_at, failed)


def _choose(order: Order, token: str, *, visit: str = "") -> dict[str, Any]:
    slot = grid.unsign(token, order=order, visit=visit)
    if not grid.bookable([grid.load_slot(slot)], today=moments.today()):
        raise grid.BadSlot("too soon by now, or too far ahead")
    return slot


def _key(verb: str, token: str) -> str:
    # A signed slot carries the moment it was signed: the same click is the same key, a new page is not.
    return f"{verb}:{token.rsplit(':', 1)[-1]}"
