"""Golden answers: what a sandbox says when all is well, recorded over real HTTP and played again at will."""

import http.client
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.hostile.server import Request, Server, Wire

Headers = tuple[tuple[str, str], ...]
HOPS = {"content-length", "transfer-encoding", "connection", "date", "server", "keep-alive"}


@dataclass(frozen=True, slots=True)
class Golden:
    """One good answer."""

    key: str
    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire, and what a client that is awake hears of it."""

    status: int
    body: bytes
    wire: Wire
    page: bool = False
    """It says of itself that it is HTML or XML."""
    whole: bool = True
    """As far as anybody can tell: nothing is missing, and it can be decoded."""
    headers: Headers = ()


def sound(golden: Golden) -> Answer:
    """The golden answer as it is."""
    wire = Wire(frame(golden.status, golden.headers, golden.body))
    return Answer(golden.status, golden.body, wire, headers=golden.headers)


def frame(status: int, headers: Headers, body: bytes) -> bytes:
    """A whole answer, soundly framed."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} X\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode("latin-1") + body


class Proxy:
    """Passes each call on to a sandbox, whose own address never shows, and keeps what came back."""

    def __init__(self, server: Server, sandbox: str) -> None:
        self.kept: list[Golden] = []
        self._here, self._there = server.url.encode(), sandbox.encode()
        self._place = urlsplit(sandbox).netloc

    def __call__(self, request: Request) -> Wire:
        golden = self.ask(request)
        self.kept.append(golden)
        return sound(golden).wire

    def ask(self, request: Request) -> Golden:
        """What the sandbox answers."""
        way = http.client.HTTPConnection(self._place, timeout=10)
        try:
            way.request(request.method, request.target, request.body or None, _headers(request))
            answer = way.getresponse()
            body = answer.read().replace(self._there, self._here)
            headers = tuple((n, v) for n, v in answer.getheaders() if n.lower() not in HOPS)
            return Golden(request.key, answer.status, headers, body)
        finally:
            way.close()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call of a replay and what was answered."""

    request: Request
    answer: Answer
    spoilt: bool


Spoil = Callable[[Golden], Answer]


@dataclass(slots=True)
class Replay:
    """The recorded answers again, each call's in their turn and the last for ever, one of them spoilt."""

    script: tuple[Golden, ...]
    place: int = -1
    """Which of them is spoilt."""
    spoil: Spoil = sound
    stubborn: bool = False
    """So are all later answers to the same call."""
    said: list[Exchange] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)

    def __call__(self, request: Request) -> Wire:
        mine = [number for number, golden in enumerate(self.script) if golden.key == request.key]
        nth = self.times[request.key]
        self.times[request.key] += 1
        if not mine:
            golden = Golden(request.key, 404, (("Content-Type", "text/html"),), b"<p>No such page</p>")
            return self._say(request, sound(golden), spoilt=False)
        number = mine[min(nth, len(mine) - 1)]
        fresh = nth < len(mine)
        spoilt = number == self.place and (fresh or self.stubborn)
        spoilt = spoilt or (self.stubborn and self.place in mine and number > self.place)
        golden = self.script[number]
        return self._say(request, self.spoil(golden) if spoilt else sound(golden), spoilt=spoilt)

    def _say(self, request: Request, answer: Answer, *, spoilt: bool) -> Wire:
        self.said.append(Exchange(request, answer, spoilt))
        return answer.wire


def _headers(request: Request) -> dict[str, str]:
    lines = request.head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":")[::2] for line in lines)
    return {name: value.strip() for name, value in pairs if name.lower() not in {*HOPS, "accept-encoding"}}
