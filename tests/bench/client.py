"""Many people at once: each greenlet waits for its own answer, and the time of every answer is kept."""

import gzip
import http.client
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import gevent
from gevent import socket

PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Page:
    """Something to ask for, and as whom."""

    path: str
    cookie: str = ""
    fragment: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """As a browser sends them; htmx says that it wants a fragment."""
        asked = {"Accept-Encoding": "gzip", "Cookie": f"session={self.cookie}" if self.cookie else ""}
        return asked | ({"HX-Request": "true"} if self.fragment else {})


@dataclass(slots=True)
class Times:
    """What came of it: milliseconds of each answer, how long all took, and what went wrong."""

    answers: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds

    def at(self, share: float) -> float:
        """So many milliseconds, or fewer, took that share of the answers."""
        ranked = sorted(self.answers) or [float("nan")]
        return ranked[min(int(len(ranked) * share), len(ranked) - 1)]


class Visitor:
    """One browser with one connection that stays open."""

    def __init__(self, port: int, times: Times) -> None:
        self.times = times
        self._wire = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._wire._create_connection = socket.create_connection

    def ask(self, page: Page, *, expect: bytes = b"") -> None:
        """Ask once; an answer that is no 200, or lacks what is expected, is an error."""
        begun = time.perf_counter()
        try:
            self._wire.request("GET", page.path, headers=page.headers)
            answer = self._wire.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._wire.close()
            self.times.errors.append(repr(error))
            return
        self.times.answers.append((time.perf_counter() - begun) * 1000)
        if answer.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        if answer.status != 200 or (expect and expect not in body):
            self.times.errors.append(f"{page.path}: {answer.status}, {len(body)} bytes")

    def close(self) -> None:
        """Leave."""
        self._wire.close()


def insist(port: int, page: Page, *, people: int, seconds: float) -> Times:
    """That many people ask for the same page again and again for so long."""
    times, begun = Times(), time.perf_counter()

    def stay() -> None:
        visitor = Visitor(port, times)
        while time.perf_counter() - begun < seconds:
            visitor.ask(page)
        visitor.close()

    gevent.joinall([gevent.spawn(stay) for _ in range(people)], raise_error=True)
    times.seconds = time.perf_counter() - begun
    return times


def arrive(port: int, pages: Sequence[Page], *, within: float, expect: bytes) -> Times:
    """Each page is asked for once by somebody of their own, spread evenly over so many seconds."""
    times, begun = Times(), time.perf_counter()

    def come(page: Page) -> None:
        visitor = Visitor(port, times)
        visitor.ask(page, expect=expect)
        visitor.close()

    spread = [
        gevent.spawn_later(within * number / len(pages), come, page) for number, page in enumerate(pages)
    ]
    gevent.joinall(spread, raise_error=True)
    times.seconds = time.perf_counter() - begun
    return times


def watch(port: int, pages: Iterable[Page], *, pause: float) -> tuple[Times, gevent.Greenlet]:
    """Somebody looks at these pages in turn, with a pause after each, until the greenlet is killed."""
    times, kept = Times(), list(pages)

    def look() -> None:
        visitor = Visitor(port, times)
        while True:
            for page in kept:
                visitor.ask(page)
                gevent.sleep(pause)

    return times, gevent.spawn(look)
