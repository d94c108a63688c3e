"""The guards against races, each with a way to take it off: the same race must then be judged wrong.

Only the harness can do this. Whoever runs past where a guard was is held behind it until all are there, so
that a race that could be lost is lost every time.
"""

import itertools
import pkgutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest import mock

from django.db import connection
from django.db.models import QuerySet

from booking.models import Appointment, Command
from booking.models.outbox import Kind
from booking.schedulers.synchroteam.locks import Lock
from tests.races.clicks import Household, SameForm
from tests.races.deliveries import HANDS, LateSender, ManyHands
from tests.races.house import House
from tests.races.letters import Letters
from tests.races.slots import LastSlot

CLIENTS = 4
"""As many as there are workers at least: enough to run past a guard together."""
TABS = 4
"""Of a household."""
PATIENCE = 30
Hole = Callable[[House], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Control:
    """A race, and the guard that it has to do without."""

    race: Callable[[House], Any]
    hole: Hole


@contextmanager
def _gate(target: str, many: int, *, when: Callable[..., bool] = lambda *_: True) -> Iterator[None]:
    """Holds the first who come there until so many have come, then all go on at once."""
    barrier, coming, original = threading.Barrier(many), itertools.count(), pkgutil.resolve_name(target)

    def held(*args: Any, **kwargs: Any) -> Any:
        if when(*args) and next(coming) < many:
            with suppress(threading.BrokenBarrierError):
                barrier.wait(PATIENCE)
        return original(*args, **kwargs)

    with mock.patch(target, held):
        yield


def _all(*parts: AbstractContextManager[Any]) -> AbstractContextManager[Any]:
    stack = ExitStack()
    for part in parts:
        stack.enter_context(part)
    return stack


def _abreast(owner: str, *steps: str) -> list[AbstractContextManager[Any]]:
    """All have taken one step before any takes the next."""
    return [_gate(f"{owner}.{step}", CLIENTS) for step in steps]


def _without_locks() -> AbstractContextManager[Any]:
    """Rows are read as they are, however many read them to change them."""
    return mock.patch.object(QuerySet, "select_for_update", lambda self, *_, **__: self.all())


@contextmanager
def _without(model: Any, name: str, house: House) -> Iterator[None]:
    """The database forgets that rule, and learns it again when what broke it is gone."""
    rule = next(rule for rule in model._meta.constraints if rule.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, rule)
    try:
        yield
    finally:
        house.crew.rest()
        with connection.schema_editor() as editor:
            editor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
            editor.add_constraint(model, rule)


@contextmanager
def _without_key(house: House) -> Iterator[None]:
    """Two writes may come from one form."""
    key = Command._meta.get_field("key")
    plain = key.clone()
    plain._unique = False
    plain.set_attributes_from_name("key")
    with connection.schema_editor() as editor:
        editor.alter_field(Command, key, plain)
    try:
        yield
    finally:
        house.crew.rest()
        with connection.schema_editor() as editor:
            editor.execute("TRUNCATE booking_command CASCADE")
            editor.alter_field(Command, plain, key)


def _capacity(house: House) -> AbstractContextManager[Any]:
    """The pretend Connect takes whatever comes."""
    return mock.patch("booking.sandbox.connect.diary.Diary._has_room", return_value=True)


def _unlocked(house: House) -> AbstractContextManager[Any]:
    """Each booking believes that it holds the day."""
    alone = lambda self, *_, **__: Lock(self._store, "nobody's")  # noqa: E731
    return _all(
        mock.patch("booking.schedulers.synchroteam.locks.Locks.acquire", alone),
        *_abreast("booking.schedulers.synchroteam.placing.Placing", "_write", "_clashes", "_withdraw"),
    )


def _unlocked_and_unread(house: House) -> AbstractContextManager[Any]:
    """Nor does any look whether somebody was faster."""
    return _all(
        _unlocked(house),
        mock.patch("booking.schedulers.synchroteam.placing.Placing._clashes", return_value=False),
    )


def _no_turns(house: House) -> AbstractContextManager[Any]:
    """Any number of bookings look and write at once."""
    return _all(
        mock.patch("booking.schedulers.cadulis.bookings.Bookings._turn", return_value=nullcontext()),
        *_abreast("booking.schedulers.cadulis.bookings.Bookings", "_write", "_look_again", "_take_back"),
    )


def _no_turns_uncounted(house: House) -> AbstractContextManager[Any]:
    """Nor does any count afterwards."""
    return _all(
        _no_turns(house),
        mock.patch("booking.schedulers.cadulis.bookings.Bookings._has_room", return_value=True),
    )


def _books(order: object, kind: str) -> bool:
    return kind == Kind.BOOK


def _order_unlocked(house: House) -> AbstractContextManager[Any]:
    """The order's row is not held; the constraint still is."""
    return _all(_without_locks(), _gate("booking.intents.plan", TABS, when=_books))


def _order_unguarded(house: House) -> AbstractContextManager[Any]:
    """Nor does the database know that an order has one unsettled write."""
    return _all(_order_unlocked(house), _without(Command, "command_one_unsettled_per_order", house))


def _form_unguarded(house: House) -> AbstractContextManager[Any]:
    """Neither the report is held nor are keys unique."""
    return _all(_without_locks(), _without_key(house), _gate("booking.orders.new_number", CLIENTS))


def _unclaimed(house: House) -> AbstractContextManager[Any]:
    """Whoever is asked to deliver does so, whoever else is at it."""
    from tests.simulator.holes import claim

    return _all(claim(), _gate("booking.attempts.attempt", HANDS))


def _unleased(house: House) -> AbstractContextManager[Any]:
    """Whoever comes back settles, whoever has settled before."""
    held = lambda pk, lease: Command.objects.select_related("order").get(pk=pk)  # noqa: E731
    return mock.patch("booking.outbox._held", held)


def _link_unlocked(house: House) -> AbstractContextManager[Any]:
    """The invitation's row is not held, nor does a visit's number tell one agreement from another."""
    return _all(
        _without_locks(),
        _without(Appointment, "appointment_once_per_visit", house),
        _gate("booking.invitations.agree", CLIENTS),
    )


CONTROLS: dict[str, Control] = {
    "the system's own capacity": Control(partial(LastSlot, system="connect"), _capacity),
    "Synchroteam's lock": Control(partial(LastSlot, system="synchroteam"), _unlocked),
    "Synchroteam's lock and second look": Control(
        partial(LastSlot, system="synchroteam"), _unlocked_and_unread
    ),
    "Cadulis's turn": Control(partial(LastSlot, system="cadulis"), _no_turns),
    "Cadulis's turn and count": Control(partial(LastSlot, system="cadulis"), _no_turns_uncounted),
    "the order's lock": Control(Household, _order_unlocked),
    "the order's lock and constraint": Control(Household, _order_unguarded),
    "the report's lock and the form's key": Control(SameForm, _form_unguarded),
    "the claim": Control(ManyHands, _unclaimed),
    "the lease": Control(LateSender, _unleased),
    "the invitation's lock and constraint": Control(Letters, _link_unlocked),
}


def try_out(control: Control, house: House) -> list[str]:
    """What one round with the hole shows to be wrong."""
    race = control.race(house)
    with control.hole(house):
        try:
            _, wrong = race.play(0)
        finally:
            house.crew.rest()
    return wrong
