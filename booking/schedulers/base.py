"""What every scheduling system does for us, and the frozen objects that pass between it and the heart.

A scheduler is built by the factory that the registry names: `build(options, clock=…, store=…) -> Scheduler`.
It keeps no state of its own beside what the store holds, so that any number of processes may have one each.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from booking.schedulers.errors import Refused, SchedulerError, SlotTaken, Unavailable, Unknown
from booking.schedulers.objects import (
    Booked,
    BookingRequest,
    Contact,
    Handover,
    Jump,
    Offer,
    OrderRequest,
    RemoteOrder,
    RemoteUser,
    Screen,
    Slot,
    Summary,
    Visit,
    VisitResult,
    VisitState,
    Window,
)

__all__ = [
    "Booked",
    "BookingRequest",
    "Clock",
    "Contact",
    "Handover",
    "Jump",
    "Offer",
    "OrderRequest",
    "Refused",
    "RemoteOrder",
    "RemoteUser",
    "Scheduler",
    "SchedulerError",
    "Screen",
    "Slot",
    "SlotTaken",
    "Store",
    "Summary",
    "Unavailable",
    "Unknown",
    "Visit",
    "VisitResult",
    "VisitState",
    "Window",
]

Clock = Callable[[], dt.datetime]
"""Answers the present moment, with a zone."""


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

    def check(self) -> None:
        """The remote can be reached and lets us in; the error's reason says in words what is wrong."""

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
