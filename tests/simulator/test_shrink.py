"""A failing schedule is made as small as it can be, and what is kept of it is read again."""

from pathlib import Path

import pytest

from tests.simulator import kept
from tests.simulator.schedule import Schedule
from tests.simulator.shrink import shrink


def needs(*parts: str, storms: tuple[int, ...] = ()):
    """Fails as long as these steps, and the weather of those, are played."""

    def fails(schedule: Schedule) -> bool:
        return all(schedule.plays(int(part)) for part in parts) and all(map(schedule.storms, storms))

    return fails


def test_only_the_steps_that_matter_are_left() -> None:
    small = shrink(Schedule(7), needs("3", "11", storms=(11,)), steps=20)
    assert [step for step in range(20) if small.plays(step)] == [3, 11]
    assert [step for step in (3, 11) if small.storms(step)] == [11]


def test_it_ends_in_time_with_what_it_has() -> None:
    played: list[Schedule] = []

    def fails(schedule: Schedule) -> bool:
        played.append(schedule)
        return needs("3", "40")(schedule)

    small = shrink(Schedule(7), fails, steps=60, most=5)
    assert len(played) == 5
    assert fails(small)


def test_what_is_kept_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FILE", tmp_path / "kept.jsonl")
    kept.keep(Schedule(7, frozenset({"1", "2 weather"})), "I3: two visits")
    assert list(kept.read()) == [Schedule(7, frozenset({"1", "2 weather"}))]
