"""The tables name every method that a client has, and no other."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from booking.schedulers import abilities
from booking.schedulers.base import Scheduler
from booking.schedulers.connect.client import Client
from tests.hostile import cadulis, connect, connect_operations, synchroteam
from tests.hostile.stage import standing

PROTOCOLS = [Scheduler] + [
    thing
    for _, thing in inspect.getmembers(abilities, inspect.isclass)
    if getattr(thing, "_is_runtime_protocol", False)
]


def verbs_of(scheduler: Any) -> set[str]:
    """Those of the shared protocol, and of each ability that it has."""
    kept = [one for one in PROTOCOLS if one is Scheduler or isinstance(scheduler, one)]
    return {
        name for one in kept for name in vars(one) if inspect.isfunction(vars(one)[name]) and name[0] != "_"
    }


def operations_of(client: Client) -> Iterator[str]:
    """Every public method of every family."""
    for family, methods in vars(client).items():
        for name, _ in inspect.getmembers(methods, inspect.ismethod):
            if not name.startswith("_"):
                yield f"client.{family}.{name}"


def plain(name: str) -> str:
    """Without what tells two uses of the same method apart."""
    return name.partition(" ")[0]


@pytest.mark.parametrize("table", [connect, synchroteam, cadulis], ids=lambda table: table.__name__)
def test_every_verb_stands_in_the_table(table) -> None:
    with standing(table) as (play, parts):
        assert {plain(part.method.name) for part in parts} == verbs_of(play.scheduler)


def test_every_operation_stands_in_the_table() -> None:
    with standing(connect_operations) as (play, parts):
        assert {part.method.name for part in parts} == set(operations_of(play.scheduler.client))
        assert len(parts) + 1 == 30  # with the sign-in, which comes before them all
