"""Guards of the clients, each with a way to switch it off and the method at which that must show."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any, NoReturn
from unittest import mock

from booking.schedulers.base import Refused, Unavailable
from booking.schedulers.connect import objects
from booking.schedulers.connect.answers import Answer
from booking.schedulers.connect.enums import AvailabilityStatus
from booking.schedulers.connect.operations.diary import Diary
from booking.schedulers.connect.operations.orders import Orders
from booking.schedulers.synchroteam.client import Client as Synchroteam
from tests.hostile import cadulis, connect, synchroteam


@dataclass(frozen=True)
class Guard:
    """What is switched off, and where that must be caught."""

    table: ModuleType
    method: str
    off: Callable[[], AbstractContextManager[Any]]


def instead(target: str, new: Any) -> Callable[[], AbstractContextManager[Any]]:
    """Something else in its place."""
    return lambda: mock.patch(target, new)


@contextmanager
def echo() -> Iterator[None]:
    """Connect's 2xx is a booking, whatever it says."""

    def trusting(self: Any, booking: objects.Booking) -> objects.BookingResponse:
        return self._calls.send("POST", "Booking", booking).confirm(objects.BookingResponse)

    with mock.patch.object(Diary, "post_booking", trusting):
        yield


@contextmanager
def own_number() -> Iterator[None]:
    """An order is taken for ours whatever its number is."""

    def trusting(self: Any, *, number: str, contract: str) -> objects.SalesOrder | None:
        query = {"PrimaryOrderNumber": number, "ContractExternalId": contract}
        answer = self._calls.get("SalesOrder", query)
        return None if answer.reply.status == 404 else answer.read(objects.SalesOrder)

    with mock.patch.object(Orders, "get", trusting):
        yield


@contextmanager
def unknown(error: type[Exception]) -> Iterator[None]:
    """What is not a yes is a no, or was never sent."""

    def blunt(self: Answer, **_: Any) -> NoReturn:
        raise error("It did not work.")

    with mock.patch.object(Answer, "fail_write", blunt):
        yield


@contextmanager
def repeated_key() -> Iterator[None]:
    """Synchroteam's 2xx is a yes, whichever job it speaks of."""

    def trusting(self: Any, path: str, body: Any, *, id: str) -> None:
        _, reply = self._post(path, body)
        if reply.status >= 300:
            raise Refused("no")

    with mock.patch.object(Synchroteam, "_act", trusting):
        yield


SHARED, HERE = "booking.schedulers.strict", "booking.schedulers.connect"
GUARDS = {
    "echo of a booking": Guard(connect, "book", echo),
    "an order's own number": Guard(connect, "read_order", own_number),
    "404 only without words": Guard(
        connect, "read_order", instead(f"{HERE}.answers.is_blank", lambda reply: reply.status == 404)
    ),
    "unknown is no refusal": Guard(connect, "raise_order", lambda: unknown(Refused)),
    "unknown is not unsent": Guard(connect, "raise_order", lambda: unknown(Unavailable)),
    "no other name in a yes": Guard(
        connect, "raise_order", instead(f"{HERE}.answers.Answer._refuse_other", lambda *_: None)
    ),
    "a name stands once": Guard(connect, "read_order", instead(f"{SHARED}._unique", dict)),
    "texts can be kept": Guard(connect, "windows", instead(f"{SHARED}.plain", lambda text: text)),
    "a list of visits has no hole": Guard(
        connect,
        "visits",
        instead(f"{HERE}.operations.diary._is_summary", lambda data: isinstance(data, dict)),
    ),
    "only what is free": Guard(connect, "offer", instead(f"{HERE}.grid.FREE", set(AvailabilityStatus))),
    "Synchroteam repeats the job": Guard(synchroteam, "cancel_order", repeated_key),
    "Synchroteam's 404 has a form": Guard(
        synchroteam,
        "read_order",
        instead("booking.schedulers.synchroteam.answers.is_absent", lambda reply: reply.status == 404),
    ),
    "Cadulis shows it cancelled": Guard(
        cadulis,
        "cancel_order",
        instead("booking.schedulers.cadulis.objects.Intervention.cancelled", True),
    ),
}
