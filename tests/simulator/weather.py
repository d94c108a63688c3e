"""What goes wrong: at the remote's door, at the broker, on the way through our own code, and with time."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from booking import attempts, outbox
from booking.schedulers.http import Door

FAULTS = (
    "timeout_before",
    "timeout_after",
    "reset_before",
    "reset_after",
    "error_before",
    "error_after",
    "status",
    "html",
    "login_page",
    "truncated",
    "empty",
    "wrong_order",
    "expired_token",
    "slot_taken",
    "late",
)
READS = ("read", "offer", "visits")
WRITES = ("raise", "book", "cancel")
DEPTH = 2
"""How deep one thing may happen in the middle of another."""


class Crash(BaseException):
    """The process is gone at this very point; nothing that it holds is ever given back."""


@dataclass
class Weather:
    """Decides at each point of our own code whether it crashes there, or somebody else comes in between."""

    rng: random.Random
    rough: float
    """From 0 to 1."""
    meanwhile: Callable[[], None] = lambda: None
    """Somebody else's step."""
    seen: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    calm: bool = False

    def strike(self, point: str) -> None:
        """We are at that point."""
        if self.calm:
            return
        chance = self.rng.random()
        if chance < 0.03 * self.rough:
            self.seen[f"crash {point}"] += 1
            raise Crash(point)
        if chance < 0.12 * self.rough and self.depth < DEPTH:
            self.seen[f"meanwhile {point}"] += 1
            self.depth += 1
            try:
                self.meanwhile()
            finally:
                self.depth -= 1

    def cloud(self, remotes: list[Any]) -> None:
        """Perhaps the next calls of a remote go wrong."""
        if self.rng.random() >= self.rough:
            return
        remote = self.rng.choice([*remotes, remotes[0]])
        step = self.rng.choice(WRITES * 4 + READS)
        kind = self.rng.choice(FAULTS)
        if kind in {"slot_taken"} and step != "book":
            kind = "status"
        if kind == "late" and step not in WRITES:
            kind = "timeout_before"
        times = 1 if kind == "late" else self.rng.choice([1, 1, 1, 2, 5])
        status = self.rng.choice([400, 401, 403, 404, 405, 408, 429, 500, 503]) if kind == "status" else None
        self.seen[f"{kind} {status or ''}".strip() + f" {step}"] += 1
        remote.spoil(step, kind, times=times, status=status)


@contextmanager
def blowing(weather: Weather) -> Iterator[None]:
    """The portal's own code meets the weather: around each claim, each call, each settling."""
    claim, attempt, settle, exchange = outbox._claim, attempts.attempt, outbox._settle, Door._exchange

    def claimed(*args: Any) -> bool:
        got = claim(*args)
        weather.strike("after the claim")
        return got

    def attempted(command: Any) -> Any:
        outcome = attempt(command)
        weather.strike("before settling")
        return outcome

    def settled(*args: Any) -> None:
        settle(*args)
        weather.strike("after settling")

    def exchanged(self: Door, *args: Any, **more: Any) -> Any:
        weather.strike("before a call")
        reply = exchange(self, *args, **more)
        weather.strike("after a call")
        return reply

    outbox._claim, outbox._settle, attempts.attempt = claimed, settled, attempted
    Door._exchange = exchanged  # type: ignore[method-assign]
    try:
        yield
    finally:
        outbox._claim, outbox._settle, attempts.attempt = claim, settle, attempt
        Door._exchange = exchange  # type: ignore[method-assign]
