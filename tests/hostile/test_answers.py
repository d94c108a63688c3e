"""Every method of every client: a sample of what `make hostile` plays by the thousand, and a control."""

import inspect
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from types import ModuleType
from typing import Any

import pytest

from booking.schedulers import abilities
from booking.schedulers.base import Scheduler
from booking.schedulers.connect.client import Client
from tests.hostile import cadulis, connect, connect_operations, synchroteam
from tests.hostile.__main__ import TABLES
from tests.hostile.guards import GUARDS
from tests.hostile.stage import Part, Play, go_through, standing

SAMPLE = 25
ENOUGH = 5000
"""As many as `make hostile` plays: the rarest fault of a client has been seen to show after two thousand."""
PROTOCOLS = [
    thing
    for _, thing in inspect.getmembers(abilities, inspect.isclass)
    if getattr(thing, "_is_runtime_protocol", False)
]
Table = tuple[Play, dict[str, Part]]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """Each odd answer is logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def played() -> Iterator[dict[ModuleType, Table]]:
    """Every table, recorded while all guards are on."""
    found: dict[ModuleType, Table] = {}
    with ExitStack() as stack:
        for table in TABLES:
            play, parts = stack.enter_context(standing(table))
            found[table] = (play, {part.method.name: part for part in parts})
        yield found


def verbs_of(scheduler: Any) -> set[str]:
    """Those of the shared protocol, and of each ability that it has."""
    kept = [Scheduler, *(one for one in PROTOCOLS if isinstance(scheduler, one))]
    return {
        name
        for one in kept
        for name, thing in vars(one).items()
        if inspect.isfunction(thing) and name[0] != "_"
    }


def operations_of(client: Client) -> Iterator[str]:
    """Every public method of every family."""
    for family, methods in vars(client).items():
        for name, _ in inspect.getmembers(methods, inspect.ismethod):
            if not name.startswith("_"):
                yield f"client.{family}.{name}"


@pytest.mark.parametrize("table", [connect, synchroteam, cadulis], ids=lambda table: table.__name__)
def test_every_verb_stands_in_the_table(table: ModuleType, played: dict[ModuleType, Table]) -> None:
    play, parts = played[table]
    # What stands in brackets tells one use of a method from another.
    assert {name.partition(" ")[0] for name in parts} == verbs_of(play.scheduler)


def test_every_operation_stands_in_the_table(played: dict[ModuleType, Table]) -> None:
    play, parts = played[connect_operations]
    assert parts.keys() == set(operations_of(play.scheduler.client))
    assert len(parts) + 1 == 30  # with the sign-in, which comes before them all


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_no_answer_makes_a_client_break_its_promises(
    table: ModuleType, played: dict[ModuleType, Table], subtests: Any
) -> None:
    play, parts = played[table]
    for part in parts.values():
        with subtests.test(part.method.name):
            go_through(play, part, SAMPLE)


@pytest.mark.parametrize("name", GUARDS)
def test_a_client_without_this_guard_is_caught(name: str, played: dict[ModuleType, Table]) -> None:
    guard = GUARDS[name]
    play, parts = played[guard.table]
    with guard.off(), pytest.raises(AssertionError):
        go_through(play, parts[guard.method], ENOUGH, shrink=False)
