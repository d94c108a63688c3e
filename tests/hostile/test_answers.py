"""Spoilt answers to every method: a sample of what `make hostile` plays by the thousand."""

import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.hostile.__main__ import TABLES
from tests.hostile.stage import go_through, standing

SAMPLE = 40


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Each odd answer is logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])
def test_no_answer_makes_a_client_break_its_promises(table: ModuleType, subtests: Any) -> None:
    with standing(table) as (play, parts):
        for part in parts:
            with subtests.test(part.method.name):
                go_through(play, part, SAMPLE)
