"""What many runs showed: seeds, faults by their row of the matrix, and how long an outcome was not known."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

ROW = re.compile(r"\bF\d+\b")
"""Of the matrix of faults."""
SOON, SURELY = 180, 1800
"""Seconds: nearly all that is unknown is known again, and all is known or with staff."""


@dataclass
class Report:
    """Adds up."""

    seeds: int = 0
    failed: dict[int, list[str]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    unknown: list[float] = field(default_factory=list)

    def add(self, other: Self) -> None:
        """These as well."""
        self.seeds += other.seeds
        self.failed |= other.failed
        self.seen.update(other.seen)
        self.unknown += other.unknown

    def dump(self) -> str:
        """As one line."""
        return json.dumps([self.seeds, self.failed, self.seen, self.unknown])

    @classmethod
    def load(cls, line: str) -> Self:
        """What `dump` wrote."""
        seeds, failed, seen, unknown = json.loads(line)
        return cls(seeds, {int(seed): said for seed, said in failed.items()}, Counter(seen), unknown)

    @property
    def passed(self) -> bool:
        """Nothing was violated, and what was unknown was known in time."""
        return not self.failed and self._share(SURELY) == 1 and self._share(SOON) >= 0.99

    def failures(self) -> Iterator[str]:
        """Each seed that failed, with what it violated, as lines."""
        for seed, said in sorted(self.failed.items()):
            yield "\n  ".join([f"seed {seed}:", *said]) + "\n"

    def lines(self, *, minutes: float) -> Iterator[str]:
        """In words."""
        rate = self.seeds / minutes
        yield f"{self.seeds} seeds, {len(self.failed)} with violations, {rate:.0f} a minute"
        faults = sum(times for what, times in self.seen.items() if what.startswith("F"))
        rows = {row for what in self.seen for row in ROW.findall(what)}
        yield f"{faults} faults met, of {len(self.seen)} kinds, {len(rows)} rows of the matrix:"
        for what, times in sorted(self.seen.items(), key=lambda one: (_row(one[0]), one[0])):
            yield f"  {times:7} {what}"
        yield (
            f"{len(self.unknown)} writes of unknown outcome when the weather turned: "
            f"{self._share(SOON):.2%} settled in 3 minutes, {self._share(SURELY):.2%} in 30, or with staff"
        )

    def _share(self, seconds: float) -> float:
        if not self.unknown:
            return 1
        return sum(one <= seconds for one in self.unknown) / len(self.unknown)


def _row(what: str) -> int:
    first = what.split(maxsplit=1)[0].strip(",")
    return int(first[1:]) if first[1:].isdigit() else 99
