"""The way to the scheduling systems: which one, built once, and never with a database connection in hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.module_loading import import_string

from booking import moments
from booking.measured import measure
from booking.schedulers.base import Refused, RemoteOrder, Scheduler, Store, Unavailable, Unknown, Visit
from booking.schedulers.breaker import Breaker

Ability = TypeVar("Ability")

VISIT_LENGTH = 128
"""Of a visit's id, as appointments keep it."""


class InsideTransaction(RuntimeError):
    """A bug: a remote was to be called while a database transaction was open."""


def scheduler(name: str) -> Scheduler:
    """The system of that name in settings.SCHEDULERS; Unavailable where there is none of that name."""
    if name not in settings.SCHEDULERS:
        raise Unavailable(f"there is no scheduling system {name!r} in the settings", misconfigured=True)
    return _build(name, json.dumps(settings.SCHEDULERS[name], sort_keys=True))


def breaker_is_open(name: str) -> bool:
    """Nobody calls that system for a moment, as every process knows; False where it has no breaker."""
    if name not in settings.SCHEDULERS:
        return False
    line = settings.SCHEDULERS[name]
    try:
        identify = import_string(line["factory"].rpartition(".")[0] + ".identify")
    except ImportError:
        return False
    breaker = Breaker(name=identify(line["options"]), store=cast(Store, cache), clock=moments.now)
    return breaker.is_open()


def ability(name: str, kind: type[Ability]) -> Ability | None:
    """The system of that name as one that can do that, or None where it cannot (see schedulers.abilities)."""
    system = scheduler(name)
    return system if isinstance(system, kind) else None


def able(system: Scheduler, kind: type[Ability]) -> Ability:
    """The system as one that can do that; Refused where it cannot."""
    if not isinstance(system, kind):
        raise Refused(f"the scheduling system has nothing for {kind.__name__}")
    return system


def refuse_transaction() -> None:
    """Raises InsideTransaction where one is open: nothing may leave before its intent is committed."""
    if connection.in_atomic_block:
        raise InsideTransaction


@contextmanager
def away() -> Iterator[None]:
    """While inside, this thread holds no database connection: a slow remote must not use up the pool."""
    refuse_transaction()
    with moments.counting():
        connection.close()
        yield


def read_order(system: Scheduler, number: str) -> RemoteOrder | None:
    """The order as the remote has it; Unknown where it answers with another one."""
    found = system.read_order(number)
    if found is not None and found.number != number:
        raise Unknown(f"asked for {number}, and the remote answered another order")
    return found


def read_visits(system: Scheduler, number: str) -> tuple[Visit, ...]:
    """Every visit of the order; Unknown where the remote answers another order's, or an id beyond keeping."""
    visits = system.visits(number=number).visits
    if any(len(visit.id) > VISIT_LENGTH for visit in visits):
        raise Unknown(f"asked for the visits of {number}, and one has an id that cannot be kept")
    if any(visit.number not in {"", number} for visit in visits):
        raise Unknown(f"asked for the visits of {number}, and the remote answered another order's")
    return visits


@lru_cache(maxsize=8)
def _build(name: str, registry_line: str) -> Scheduler:
    line = json.loads(registry_line)
    build = import_string(line["factory"])
    return measure(build(line["options"], clock=moments.now, store=cast(Store, cache)), name=name)
