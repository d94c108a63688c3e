"""Starts the demo's processes one after the other, watches them, and stops them in the opposite order."""

import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from portal.demo import processes
from portal.demo.processes import CannotStart, Child

SIGNS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RESTARTED_AT_MOST = 5
"""Times that a worker is started again; then something is wrong that a restart does not cure."""


class Stopped(BaseException):
    """Somebody asked us to stop; not an Exception, so that nothing on the way swallows it."""


@dataclass
class Part:
    """One process of the demo."""

    name: str
    child: Child
    log: Path
    restart: Callable[[], Child] | None = None
    restarts: int = field(default=0)


class Supervisor:
    """Holds what runs; leaving its context stops everything, last started first."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.stack = ExitStack()
        self.asked = False

    def __enter__(self) -> "Supervisor":
        for sign in SIGNS:
            if sign != signal.SIGHUP or signal.getsignal(sign) != signal.SIG_IGN:  # nohup stays nohup
                signal.signal(sign, self._ask_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.asked = True
        self.stack.close()

    def watch(self, name: str, child: Child, *, log: Path) -> None:
        """The demo stops when this child, which somebody else starts and stops, ends."""
        self.parts.append(Part(name, child, log))

    def run(
        self, name: str, command: list[str], *, log: Path, env: dict[str, str], restarts: bool = False
    ) -> Part:
        """Start the command; with `restarts` it is started again when it ends."""

        def begin() -> Child:
            return processes.start(command, log=log, env=env)

        part = Part(name, begin(), log, restart=begin if restarts else None)
        self.parts.append(part)
        self.stack.callback(lambda: processes.stop(part.child))
        return part

    def wait(self) -> NoReturn:
        """Returns never: ends with Stopped when asked, or with CannotStart when a part has died."""
        while True:
            for part in self.parts:
                if part.child.poll() is not None:
                    self._answer_death(part)
            time.sleep(0.3)

    def _answer_death(self, part: Part) -> None:
        sentence = f"{part.name} has ended by itself (exit code {part.child.returncode}); log: {part.log}"
        if part.restart is None or part.restarts >= RESTARTED_AT_MOST:
            message = f"{sentence}\n{processes.tail(part.log)}"
            raise CannotStart(message)
        say(f"{sentence}. It is started again.")
        processes.stop(part.child)
        part.restarts += 1
        part.child = part.restart()

    def _ask_to_stop(self, _sign: int, _frame: FrameType | None) -> None:
        if not self.asked:  # a second one must not break into the stopping
            self.asked = True
            raise Stopped


def find_port(what: str, preferred: int) -> int:
    """The preferred port, or the next that is free, which is said."""
    port = processes.free_port(preferred=preferred)
    if port != preferred:
        say(f"Port {preferred} is busy: {what} takes {port}.")
    return port


def say(text: str) -> None:
    """A line for the person who started the demo, if the terminal is still there."""
    with suppress(OSError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
