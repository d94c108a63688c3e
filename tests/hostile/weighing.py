"""`python -m tests.hostile.weighing URL [CAP NAMES]`: what a process holds while a remote floods it."""

import re
import sys
from pathlib import Path

from booking.schedulers import http
from booking.schedulers.base import SchedulerError
from booking.schedulers.breaker import Breaker
from booking.schedulers.connect.reading import Unreadable, parse
from booking.schedulers.http import Door, Reply
from tests.booking.schedulers.memory import Memory, Now
from tests.hostile.wires import LARGE

SECONDS = 1.0


def peak() -> int:
    """The most that this process has held so far, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024


def main(url: str, cap: str = str(http.BODY_BYTES), *names: str) -> None:
    """One line for each flood: its name, the bytes that it added to the peak, how it ended."""
    http.BODY_BYTES = int(cap)
    http.RETRY_PAUSES = (0.0,)
    now = Now()
    begin(Door(breaker=Breaker(name="r", store=Memory(now), clock=now)), f"{url}/fine")
    for name in names or LARGE:
        before = peak()
        door = Door(breaker=Breaker(name="r", store=Memory(now), clock=now))
        ends = [ask(door, f"{url}/{list(LARGE).index(name)}", write=write) for write in (True, False)]
        print(f"{name}\t{peak() - before}\t{','.join(ends)}")


def begin(door: Door, url: str) -> None:
    """Whatever is loaded at the first call is loaded."""
    parse(door.read(url, headers={}, seconds=5))
    parse(Reply(status=200, headers={}, body=b'{"a": [1, "b"]}'))


def ask(door: Door, url: str, *, write: bool) -> str:
    """How it ended."""
    try:
        if write:
            reply = door.write("POST", url, headers={}, body=b"{}", seconds=SECONDS)
        else:
            reply = door.read(url, headers={}, seconds=SECONDS)
        parse(reply)
    except (SchedulerError, Unreadable) as error:
        return type(error).__name__
    return "answered"


if __name__ == "__main__":
    main(*sys.argv[1:])
