"""Spoilt answers to every method: a sample here, and as many as CASES says where it is set."""

import logging
import os
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.hostile import cadulis, connect, connect_operations, synchroteam
from tests.hostile.spoiling import Spoiling, spoilings
from tests.hostile.stage import Part, Play, standing

CASES = int(os.environ.get("CASES", "40"))
TABLES = (connect, connect_operations, synchroteam, cadulis)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Each odd answer is logged, and here are thousands."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])
def test_no_answer_makes_a_client_break_its_promises(
    table: ModuleType, subtests: Any, record_property: Callable[[str, object], None]
) -> None:
    with standing(table) as (play, parts):
        for part in parts:
            with subtests.test(part.method.name):
                go_through(play, part)
            told = f"{part.cases} cases, {part.seconds:.1f} s, the slowest {part.slowest:.2f} s"
            record_property(f"{table.__name__.rpartition('.')[2]} {part.method.name}", told)


def go_through(play: Play, part: Part, cases: int = CASES, *, shrink: bool = True) -> None:
    """So many cases of one method."""

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
    )
    @given(spoilings())
    def keeps_its_promises(spoiling: Spoiling) -> None:
        assert play.act(part, spoiling) == ""

    if part.cold:
        keeps_its_promises()
