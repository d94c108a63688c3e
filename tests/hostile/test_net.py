"""The net catches fish: with one guard of the clients off, the harness complains."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from unittest import mock

import pytest

from booking.schedulers.deadline import Watch
from tests.hostile import cadulis, connect, synchroteam, wires
from tests.hostile.guards import GUARDS
from tests.hostile.server import Server
from tests.hostile.stage import Part, Play, go_through, standing
from tests.hostile.test_memory import MEGABYTES, weigh
from tests.hostile.test_wire import SECONDS, SPARE, ask, new_door

CASES = 1000


@pytest.fixture(scope="module")
def tables() -> Iterator[dict[str, tuple[Play, dict[str, Part]]]]:
    """Every system, recorded while all guards were on."""
    logging.disable(logging.CRITICAL)
    with standing(connect) as one, standing(synchroteam) as two, standing(cadulis) as three:
        systems = zip((connect, synchroteam, cadulis), (one, two, three), strict=True)
        yield {
            table.__name__: (play, {part.method.name: part for part in parts})
            for table, (play, parts) in systems
        }
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", GUARDS)
def test_a_client_without_this_guard_is_caught(
    name: str, tables: dict[str, tuple[Play, dict[str, Part]]]
) -> None:
    guard = GUARDS[name]
    play, parts = tables[guard.table.__name__]
    with guard.off(), pytest.raises(AssertionError):
        go_through(play, parts[guard.method], CASES, shrink=False)


def test_a_door_without_a_deadline_is_caught() -> None:
    with (
        Server() as server,
        mock.patch.object(Watch, "_expire"),
        ThreadPoolExecutor(1) as pool,
    ):
        server.answer = lambda _: wires.ENDLESS["a drip in the body"]
        asked = pool.submit(ask, new_door(), server, "", write=True)
        with pytest.raises(Late):
            asked.result(SECONDS + SPARE)
        server.over.set()


def test_a_door_without_a_cap_is_caught() -> None:
    found = weigh("100000000")
    assert sum(added for added, _ in found.values()) > MEGABYTES * 1_000_000
