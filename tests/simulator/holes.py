"""Ways to switch off what guards the booking heart: a net with such a hole lets fish through.

Only the harness can do this; nothing in the portal asks whether it is being tried.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any
from unittest import mock

from django.conf import settings
from django.db.models import F

TABLES = ("portal_receipt", "booking_command", "portal_message")
UNIQUE = """
    SELECT index.indrelid::regclass::text, index.indexrelid::regclass::text,
           pg_get_indexdef(index.indexrelid), pg_get_constraintdef(constraint_.oid)
    FROM pg_index AS index LEFT JOIN pg_constraint AS constraint_ ON constraint_.conindid = index.indexrelid
    WHERE index.indisunique AND NOT index.indisprimary
      AND index.indrelid::regclass::text IN ('portal_receipt', 'booking_command', 'portal_message')
"""

Hole = Callable[[], AbstractContextManager[Any]]


def instead(target: str, new: Any) -> Hole:
    """That stands where the guard stood."""
    return lambda: mock.patch(target, new)


@contextmanager
def setting(name: str, value: Any) -> Iterator[None]:
    """A setting has that value."""
    kept = getattr(settings, name)
    setattr(settings, name, value)
    try:
        yield
    finally:
        setattr(settings, name, kept)


@contextmanager
def write_ahead() -> Iterator[None]:
    """The order leaves before its intent is committed."""
    from booking import intents, remote
    from booking.models.outbox import Kind
    from tests.simulator.ambush import Crash

    plan = intents.plan

    def hasty(order: Any, kind: Any, **more: Any) -> Any:
        if kind == Kind.RAISE:
            with suppress(Exception):
                # Where it fails, the worker tries again.
                remote.scheduler(order.scheduler).raise_order(order.request())
            if random.random() < 0.2:
                raise Crash("before the commit")
        return plan(order, kind, **more)

    with mock.patch("booking.intents.plan", hasty):
        yield


@contextmanager
def key() -> Iterator[None]:
    """Each sending of an order has a number of its own."""
    from dataclasses import replace

    from booking.models import Order
    from booking.orders import new_number

    request = Order.request

    def fresh(self: Any) -> Any:
        return replace(request(self), number=new_number())

    with mock.patch.object(Order, "request", fresh):
        yield


@contextmanager
def three_outcomes() -> Iterator[None]:
    """What is not a yes is a no."""
    from booking import settling
    from booking.schedulers.base import Refused, Unknown

    failed = settling._failed

    def blunt(command: Any, error: Any, now: dt.datetime) -> None:
        failed(command, Refused(error.reason) if isinstance(error, Unknown) else error, now)

    with mock.patch("booking.settling._failed", blunt):
        yield


@contextmanager
def no_blind_retry() -> Iterator[None]:
    """What is unknown is simply sent again."""
    from booking.models.outbox import State

    def again(command: Any, now: dt.datetime) -> None:
        command.state, command.unknown_since = State.PLANNED, None

    with mock.patch("booking.settling.become_unknown", again):
        yield


@contextmanager
def echo() -> Iterator[None]:
    """Any 2xx is a yes, whatever it says."""
    from booking import grid
    from booking.commands.visit import Book
    from booking.schedulers.base import BookingRequest

    def trusting(self: Any, command: Any, scheduler: Any) -> dict[str, Any]:
        slot = grid.load_slot(command.payload)
        visit = command.payload.get("visit", "")
        request = BookingRequest(
            number=command.order.number, date=slot.date, window=slot.window.id, visit=visit
        )
        from booking.schedulers.base import Unknown

        try:
            return {"visit": scheduler.book(request).visit}
        except Unknown as odd:
            if str(odd.evidence.get("status", "")).startswith("2"):
                return {"visit": visit or f"guess-{command.pk}"}
            raise

    with mock.patch.object(Book, "send", trusting):
        yield


def lease() -> AbstractContextManager[Any]:
    """Whoever is sending counts as dead at once."""
    from booking.models.outbox import CommandQuerySet, State

    return mock.patch.object(CommandQuerySet, "abandoned", lambda self: self.filter(state=State.SENDING))


def fence() -> AbstractContextManager[Any]:
    """A sender that was held up begins its write all the same."""
    return mock.patch("booking.schedulers.fence.pass_by")


def order_lock() -> AbstractContextManager[Any]:
    """Two may judge one order at the same time."""
    from booking.models.order import OrderQuerySet

    return mock.patch.object(OrderQuerySet, "select_for_update", lambda self, **_: self)


@contextmanager
def constraints() -> Iterator[None]:
    """The database takes what comes: keys, receipts and unsettled writes may stand there twice."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(UNIQUE)
        rows = cursor.fetchall()
        for table, name, _, constraint in rows:
            cursor.execute(
                f"ALTER TABLE {table} DROP CONSTRAINT {name}" if constraint else f"DROP INDEX {name}"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"TRUNCATE {table} CASCADE")
            for table, name, made, constraint in rows:
                cursor.execute(
                    f"ALTER TABLE {table} ADD CONSTRAINT {name} {constraint}" if constraint else made
                )


def single_flight() -> AbstractContextManager[Any]:
    """Everybody who needs a token signs in."""
    from booking.schedulers.connect.token import Tokens

    def alone(self: Any, *, stale: str | None, until: float) -> Any:
        return self._look(stale) or self._sign_in(until)

    return mock.patch.object(Tokens, "_obtain", alone)


@contextmanager
def coalescing() -> Iterator[None]:
    """Every hint is a read."""
    from booking import standing, visits
    from booking.models import Order

    def each(orders: Any) -> None:
        for order in orders:
            standing._wake(order.pk, 0)

    def regardless(pk: str) -> None:
        with suppress(Exception):
            visits._read(Order.objects.remote().filter(pk=pk))

    with (
        mock.patch("booking.standing.read_hinted", each),
        mock.patch("booking.visits.reread_due", regardless),
    ):
        yield


@contextmanager
def claim() -> Iterator[None]:
    """Whoever is asked to deliver does so, also what is settled or in other hands."""
    from booking import outbox
    from booking.models import Command
    from booking.models.outbox import State
    from booking.moments import later

    def anyway(pk: str, lease: Any) -> bool:
        rows = Command.objects.filter(pk=pk).exclude(state__in=[State.REFUSED, State.NEEDS_STAFF])
        return bool(
            rows.update(
                lease=lease, lease_until=later(outbox.LEASE), state=State.SENDING, sends=F("sends") + 1
            )
        )

    with mock.patch("booking.outbox._claim", anyway):
        yield


def adoption() -> AbstractContextManager[Any]:
    """What an earlier send left is not looked for before the next."""
    from booking.commands.order import Raise
    from booking.commands.visit import Book

    @contextmanager
    def blind() -> Iterator[None]:
        with (
            mock.patch.object(Book, "find", return_value=None),
            mock.patch.object(Raise, "find", return_value=None),
        ):
            yield

    return blind()


@contextmanager
def read_version() -> Iterator[None]:
    """Whatever read ends last wins, however long ago it began."""
    from booking import standing
    from booking.models import Order

    apply = standing.apply

    def forgetful(order: Any, found: Any, visits: Any, *, version: int) -> bool:
        Order.objects.filter(pk=order.pk).update(read_applied=0)
        return apply(order, found, visits, version=10**9)

    with mock.patch("booking.standing.apply", forgetful):
        yield


def letter_claim() -> AbstractContextManager[Any]:
    """Whoever is asked to send a letter does so, also what has left or is with somebody else."""
    from portal.models import Message

    return mock.patch("portal.notices.sending._waiting", Message.objects.all)
