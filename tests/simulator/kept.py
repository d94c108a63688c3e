"""Schedules that once failed, made small and kept in `kept.jsonl`: every run of the tests plays them."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.simulator.schedule import Schedule

FILE = Path(__file__).with_name("kept.jsonl")


def keep(schedule: Schedule, violation: str) -> None:
    """Adds it, with what it showed."""
    line = {"seed": schedule.seed, "without": sorted(schedule.without), "showed": violation}
    with FILE.open("a") as file:
        file.write(json.dumps(line) + "\n")


def read() -> Iterator[Schedule]:
    """Those that are kept."""
    for line in FILE.read_text().splitlines():
        kept = json.loads(line)
        yield Schedule(kept["seed"], frozenset(kept["without"]))
