"""What has been tried, what came of it, and how a person is told."""

import statistics
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """Of one run."""

    kills: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Where (the failpoint), who died there, and in which write."""
    healing: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    """Where and who: seconds of the clock from each death until the write was settled."""
    violations: list[str] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)
    """Failpoints that were armed and never met: then the harness is wrong."""

    @property
    def count(self) -> int:
        """How many kills."""
        return sum(self.kills.values())

    @property
    def good(self) -> bool:
        """Nothing was violated, and the harness did what it says."""
        return not self.violations and not self.missed

    def add(self, point: str, died: str, write: str) -> None:
        """One more kill; now and then says how far it is."""
        self.kills[point, died, write] += 1
        if self.count % 100 == 0:
            print(f"{self.count} kills, {len(self.violations)} violations", flush=True)

    def heal(self, point: str, died: str, seconds: float) -> None:
        """So long after that death its write was settled."""
        self.healing.setdefault((point, died), []).append(seconds)

    def join(self, other: "Report") -> None:
        """What another process has tried."""
        self.kills += other.kills
        self.missed += other.missed
        self.violations += other.violations
        for (point, died), spans in other.healing.items():
            self.healing.setdefault((point, died), []).extend(spans)

    def wrong(self, sentence: str) -> None:
        """Something is not as it must be: said at once, since a run takes long."""
        self.violations.append(sentence)
        print(sentence, flush=True)

    def tell(self, *, minutes: float) -> None:
        """All of it."""
        for what, times in self.missed.items():
            print(f"never met in {times} tries: {what}")
        tried = f"{self.count} kills in {len(self.kills)} ways, " if self.kills else ""
        print(f"{tried}{minutes:.1f} minutes: {len(self.violations)} violations", end=", ")
        print(f"{len(self.missed)} failpoints never met")
        if spans := [seconds for found in self.healing.values() for seconds in found]:
            usual, longest = statistics.median(spans), max(spans)
            print(f"settled {usual:.0f} s after the death (half), at the latest {longest:.0f} s")
        for (point, died), writes in sorted(self._rows().items()):
            told = ", ".join(f"{write} {times}" for write, times in sorted(writes.items()))
            print(f"  {point} | {died} | {max(self.healing[point, died]):.0f} s | {told}")

    def _rows(self) -> dict[tuple[str, str], Counter[str]]:
        rows: dict[tuple[str, str], Counter[str]] = {}
        for (point, died, write), times in self.kills.items():
            rows.setdefault((point, died), Counter())[write] += times
        return rows
