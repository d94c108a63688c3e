"""Processes that die: a fork of the house that does one thing and tells what it does while it lives."""

import faulthandler
import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection

PATIENCE = 60

POOL: dict[str, Any] = {}
"""The pool of connections that each mortal has."""

Said = dict[str, Any]


class Line:
    """How a mortal speaks to the house, and waits for it."""

    def __init__(self, up: int, down: int) -> None:
        self._up, self._down = up, down

    def say(self, **what: Any) -> None:
        """The house hears it even if we die the next moment."""
        os.write(self._up, json.dumps(what).encode() + b"\n")

    def wait(self) -> None:
        """Until the house has done something about what was said last."""
        os.read(self._down, 1)


@dataclass
class End:
    """How it ended, and what it said before."""

    killed: bool
    said: list[Said] = field(default_factory=list)

    def heard(self, word: str) -> list[Any]:
        """Everything that was said under that word."""
        return [one[word] for one in self.said if word in one]


def run(work: Callable[[Line], None], *, hear: Callable[[Said], None] = lambda said: None) -> End:
    """Forks, lets the child do that, and waits for its end; `hear` may act while the child waits."""
    # Nobody's connection to the database is two processes'.
    connection.close()
    up, up_there = os.pipe()
    down_there, down = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(work, up_there, down_there)
    os.close(up_there)
    os.close(down_there)
    try:
        said = _listen(pid, up, down, hear)
    finally:
        os.close(up)
        os.close(down)
        _, status = os.waitpid(pid, 0)
    end = End(killed=os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, said=said)
    if broken := end.heard("broken"):
        raise AssertionError(broken[0])
    return end


def die() -> None:
    """At once, and without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def _live(work: Callable[[Line], None], up: int, down: int) -> None:
    # The pretend systems live in our parent: their sockets must close when they close them. Each number stays
    # taken, since an object of ours may still close it.
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in (int(name) for name in os.listdir("/proc/self/fd")):
        if file > 2 and file not in {up, down, nothing}:
            with suppress(OSError):  # the listing's own
                os.dup2(nothing, file)
    faulthandler.enable()  # whoever hangs says where
    line = Line(up, down)
    try:
        _warm_up()
        work(line)
    except BaseException:
        line.say(broken=traceback.format_exc())
    finally:
        os._exit(0)


def _warm_up() -> None:
    """As in a process that has been at work, its pool has somebody at the other end."""
    connection.settings_dict["OPTIONS"]["pool"] = POOL
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > end:
                raise
        else:
            connection.close()
            # Who waits for a database that is gone loses our time only.
            connection.pool.timeout = 1
            return


def _listen(pid: int, up: int, down: int, hear: Callable[[Said], None]) -> list[Said]:
    said: list[Said] = []
    rest, end = b"", time.monotonic() + PATIENCE
    while True:
        ready, _, _ = select.select([up], [], [], max(end - time.monotonic(), 0))
        if not ready:
            os.kill(pid, signal.SIGABRT)
            raise AssertionError(f"it never ended, and said {said}")
        more = os.read(up, 65_536)
        if not more:
            return said
        *lines, rest = (rest + more).split(b"\n")
        for line in lines:
            what = json.loads(line)
            said.append(what)
            if "at" in what:
                hear(what)
                os.write(down, b"\n")
