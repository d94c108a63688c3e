"""What goes wrong: at the remotes' doors, at the broker, and on the way through our own code."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from django.db import connection

from booking import attempts, outbox, settling, visits
from booking.schedulers import deadline
from booking.schedulers.deadline import Watch
from booking.schedulers.http import Door
from tests.simulator import faults
from tests.simulator.ambush import Ambush, Crash
from tests.simulator.remotes import Remote

DEPTH = 2
"""How deep one thing may happen in the middle of another."""
CROWDED = {"token": 0.9}
"""How probably somebody else acts meanwhile, by the end of an address."""
NOBODY = "127.0.0.1:9"
"""Where nobody listens."""


@dataclass
class Weather:
    """Decides what goes wrong in each step; calm, nothing does."""

    chance: random.Random
    rough: float
    """From 0 to 1."""
    remotes: list[Remote]
    meanwhile: Callable[[], None]
    """Somebody else's step."""
    elsewhere: Callable[[], None]
    """The same, in a transaction beside ours."""
    hold_up: Callable[[], None] = lambda: None
    """Minutes pass, in which others go on."""
    seen: Counter[str] = field(default_factory=Counter)
    calm: bool = False
    closed: Counter[str] = field(default_factory=Counter)
    """Remotes whose door is shut, by host and port, and for how many calls."""
    deaf: int = 0
    """How many wake-ups the broker does not take."""
    _depth: int = 0
    _watch: Watch | None = None
    """Of the call that is under way."""

    def __post_init__(self) -> None:
        self.ambush = Ambush(self.chance, self.seen, lambda: self._let(self.elsewhere, "in our transaction"))

    def rise(self) -> None:
        """A step begins."""
        self.ambush.lift()
        if self._happens(1.5):
            self.ambush.lay()
        if self._happens(0.06):
            remote = self.chance.choice(self.remotes)
            self.closed[urlsplit(remote.sandbox.url).netloc] = self.chance.choice([1, 3, 10, 40])
        if self._happens(0.06):
            self.deaf = self.chance.choice([1, 3, 10])

    def clear_up(self) -> None:
        """Nothing goes wrong any more."""
        self.calm, self.deaf = True, 0
        self.closed.clear()
        self.ambush.lift()
        for remote in self.remotes:
            remote.heal()

    @contextmanager
    def lull(self) -> Iterator[None]:
        """Nothing goes wrong for a moment."""
        calm, self.calm = self.calm, True
        self.ambush.lift()
        try:
            yield
        finally:
            self.calm = calm

    def strike(self, point: str, *, crowded: float = 0.11) -> None:
        """We are at that point; `crowded` is how probably somebody else acts there meanwhile."""
        if self.calm:
            return
        luck = self.chance.random()
        if luck < 0.03 * self.rough:
            self.seen[f"F22 crash {point}"] += 1
            raise Crash(point)
        if luck < (0.03 + crowded) * self.rough:
            # With a hole in the net, a call may be made inside a transaction.
            self._let(self.elsewhere if connection.in_atomic_block else self.meanwhile, point)

    def befall(self, step: str) -> tuple[str, int | None, int] | None:
        """What goes wrong with this call of a remote, if anything: kind, status, how often."""
        if self.calm or not self._happens(1 if step in faults.WRITES else 0.6 if step == "read" else 0.25):
            return None
        kind, status, times = faults.draw(self.chance, step)
        if status == 415 and step in faults.READS:
            status = 405  # a read has no body whose type could be refused
        return kind.name, status, times

    def nudge(self) -> None:
        """A wake-up is on its way to the broker; ConnectionError where it does not take it."""
        if self.deaf and not self.calm:
            self.deaf -= 1
            self.seen["F27 the broker is down"] += 1
            raise ConnectionError("nobody listens")

    @contextmanager
    def blowing(self) -> Iterator[None]:
        """The portal's own code meets the weather: around each claim, each call, each settling."""
        claim, attempt, settle, exchange = outbox._claim, attempts.attempt, outbox._settle, Door._exchange
        write, ask, send = settling.settle, visits._ask, Door.write

        def claimed(*args: Any) -> bool:
            got = claim(*args)
            self.strike("after the claim")
            return got

        def attempted(command: Any) -> Any:
            outcome = attempt(command)
            self.strike("before settling")
            return outcome

        def settled(*args: Any) -> None:
            settle(*args)
            self.strike("after settling")

        def written(*args: Any) -> None:
            write(*args)
            if not self.calm and self._happens(0.02):
                self.seen["F28 our own code fails while settling"] += 1
                raise RuntimeError("our own code fails here")

        def asked(*args: Any) -> Any:
            found = ask(*args)
            self.strike("after an order is read", crowded=0.5)
            return found

        def written_to(door: Door, *args: Any, **more: Any) -> Any:
            self._delay(0.15)
            return send(door, *args, **more)

        def exchanged(door: Door, method: str, url: str, *args: Any) -> Any:
            self._delay(0.01)
            self.strike("before a call", crowded=CROWDED.get(url.rpartition("/")[2], 0.11))
            self._watch = args[-1]
            reply = exchange(door, method, self._lead(url), *args)
            self.strike("after a call", crowded=0.2 if method == "GET" else 0.11)
            return reply

        faults.install(self.chance, self._meet, self._time_is_up)
        with (
            mock.patch.object(outbox, "_claim", claimed),
            mock.patch.object(attempts, "attempt", attempted),
            mock.patch.object(outbox, "_settle", settled),
            mock.patch.object(settling, "settle", written),
            mock.patch.object(visits, "_ask", asked),
            mock.patch.object(Door, "write", written_to),
            mock.patch.object(Door, "_exchange", exchanged),
            self.ambush.watching(),
        ):
            yield

    def _delay(self, share: float) -> None:
        if not self.calm and self._happens(share):
            self._let(self.hold_up, "while we are held up for minutes")

    def _happens(self, share: float) -> bool:
        return self.chance.random() < self.rough * share

    def _time_is_up(self) -> None:
        """The call under way has taken all its time and is cut by its timer; nobody waits for real."""
        assert self._watch is not None
        deadline.time.sleep(self._watch.left)
        self._watch._expire()

    def _meet(self, call: str, kind: str, status: int | None) -> None:
        self.seen[f"{faults.row_of(kind, status, call=call)} {kind} {status or ''}".strip()] += 1

    def _let(self, step: Callable[[], None], point: str) -> None:
        if self._depth >= DEPTH or self.calm:
            return
        self.seen[f"F32, F35 meanwhile {point}"] += 1
        self._depth += 1
        try:
            step()
        finally:
            self._depth -= 1

    def _lead(self, url: str) -> str:
        place = urlsplit(url).netloc
        if self.calm or not self.closed[place]:
            return url
        self.closed[place] -= 1
        self.seen["F7 refused before the first byte"] += 1
        return url.replace(place, NOBODY, 1)
