"""A system, its sandbox and a hostile server between them: methods are recorded once and played at will."""

import itertools
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import requests
from hypothesis import HealthCheck, Phase, given, settings

from booking.schedulers import http
from booking.schedulers.base import Refused
from tests.booking.schedulers.memory import Memory, Now
from tests.hostile.methods import Method, judge
from tests.hostile.promises import promised
from tests.hostile.recording import Golden, Proxy, Replay
from tests.hostile.server import Server
from tests.hostile.spoiling import Spoiling, apply, spoilings

WARM = ("token", "routes", "windows", "users", "types")
"""What a scheduler keeps in its store from one question to the next."""
SLOW = 2.0
"""Seconds after which a caller may have given up."""
MOST_WORK, MOST_CALLS = 3.0, 700
"""Seconds of the processor's time, which no busy machine makes longer, and calls: a list has fifty pages and
is walked three times, both at most. How long a call may wait is what the tests of the wire are about."""


class Stage:
    """One system's sandbox, and how tests act upon it from inside."""

    def __init__(self, table: ModuleType, server: Server) -> None:
        self.table = table
        self.server = server
        self.now = Now()
        self.running: Any = table.start()
        self._numbers = itertools.count(1)
        if hasattr(table, "set_up"):
            table.set_up(self)
        else:
            self.control("reset", today=self.now().date().isoformat())
        self.place = self.running.api_url.removeprefix(self.running.url)
        self.direct = table.build(self.running.api_url, clock=self.now, store=Memory(self.now))

    def number(self) -> str:
        """An order number that nobody has."""
        return f"TP-HOST-{next(self._numbers):04}"

    def control(self, verb: str, **body: Any) -> Any:
        """What the sandbox's control address can do."""
        answer = requests.post(f"{self.running.url}/_control/{verb}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def state(self) -> Any:
        """What the sandbox holds."""
        return requests.get(f"{self.running.url}/_control/state", timeout=10).json()


@dataclass
class Part:
    """A method as it can be played: from nothing, or with what a scheduler knows by then."""

    method: Method
    hint: Any
    cold: tuple[Golden, ...]
    warm: tuple[Golden, ...]
    kept: Mapping[str, Any]
    seconds: float = 0.0
    cases: int = 0
    slowest: float = 0.0


@dataclass
class Play:
    """One scheduler before a server that answers what each case says."""

    stage: Stage
    scheduler: Any = None
    store: Memory = field(init=False)
    slow: bool = False
    """A call may have given up, and what it asked may yet arrive."""

    def __post_init__(self) -> None:
        self.store = Memory(self.stage.now)
        url = self.stage.server.url + self.stage.place
        self.scheduler = self.stage.table.build(url, clock=self.stage.now, store=self.store)

    def record(self, method: Method) -> Part:
        """The method against the sandbox itself, and its answers."""
        self.store.entries.clear()
        self.stage.server.answer = proxy = Proxy(self.stage.server, self.stage.running.url)
        with suppress(Refused):  # what a system never does
            method.call(self.scheduler)
        cold = tuple(proxy.kept)
        kept = {key: value for key, value in self.store.entries.items() if key.rpartition(":")[2] in WARM}
        part = Part(method, promised(_bound(self.scheduler, method.name)), cold, (), kept)
        replay = Replay(cold)
        complaint = self._go(part, replay, kept)
        assert not complaint, f"{method.name}, as recorded: {complaint}"
        asked = [one.request.key for one in replay.said]
        part.warm = tuple(golden for golden in cold if golden.key in asked)
        return part

    def act(self, part: Part, spoiling: Spoiling) -> str:
        """One case: why it breaks a promise, or nothing."""
        cold = spoiling.cold or not part.warm
        script = part.cold if cold else part.warm
        replay = Replay(
            script,
            place=spoiling.place % len(script) if script else -1,
            spoil=lambda golden: apply(spoiling, golden),
            stubborn=spoiling.stubborn,
        )
        return self._go(part, replay, {} if cold else part.kept)

    def _go(self, part: Part, replay: Replay, kept: Mapping[str, Any]) -> str:
        if self.slow:
            self.stage.server.renew()
        self.store.entries = dict(kept)
        self.stage.server.answer = replay
        begun, worked = time.monotonic(), time.thread_time()
        try:
            outcome: Any = part.method.call(self.scheduler)
        except Exception as error:
            outcome = error
        seconds = time.monotonic() - begun
        part.cases, part.seconds = part.cases + 1, part.seconds + seconds
        part.slowest = max(part.slowest, seconds)
        self.slow = seconds > SLOW
        if time.thread_time() - worked > MOST_WORK or len(replay.said) > MOST_CALLS:
            return f"worked for {time.thread_time() - worked:.1f} s, and made {len(replay.said)} calls"
        return judge(part.method, part.hint, outcome, replay.said)


def _bound(scheduler: Any, name: str) -> Any:
    """The method of that name; what stands in brackets only tells it from another use of the same."""
    found = scheduler
    for step in name.partition(" ")[0].split("."):
        found = getattr(found, step)
    return found


def go_through(play: Play, part: Part, cases: int, *, shrink: bool = True) -> None:
    """So many cases of one method; AssertionError with the one that breaks a promise."""

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
        complaint = play.act(part, spoiling)
        assert complaint == "", complaint

    if part.cold:  # else it asks nobody
        keeps_its_promises()


@contextmanager
def standing(
    table: ModuleType, *, share: slice = slice(None), only: str = ""
) -> Iterator[tuple[Play, list[Part]]]:
    """The system's methods, or a share of those whose name begins so, recorded."""
    pauses, http.RETRY_PAUSES = http.RETRY_PAUSES, (0.0, 0.0, 0.0)
    with Server() as server:
        stage = Stage(table, server)
        try:
            play = Play(stage)
            chosen = [method for method in table.methods(stage) if method.name.startswith(only)]
            yield play, [play.record(method) for method in chosen[share]]
        finally:
            stage.running.stop()
            http.RETRY_PAUSES = pauses
