"""On the wire: however slow, endless or broken, each call ends in time, and nobody else has to wait."""

import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest
from urllib3.connection import HTTPConnection

from booking.schedulers import http
from booking.schedulers.base import SchedulerError, Unavailable, Unknown
from booking.schedulers.breaker import Breaker
from booking.schedulers.cadulis.addresses import Addresses
from booking.schedulers.deadline import Watch
from booking.schedulers.http import Door
from tests.booking.schedulers.memory import Memory, Now
from tests.hostile import wires
from tests.hostile.server import NAME, Drip, Request, Server, Wire

SECONDS = 0.7
SPARE = 1.0
DRIPPED = 3.0
"""Long enough for fifty threads to begin, on a busy machine too."""
FINE = Wire(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
KINDS = {**wires.DRIPS, **wires.FLOODS, **wires.LARGE, **wires.BROKEN, **wires.ODD}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """At each address the manner of that name; at any other a good answer."""
    monkeypatch.setattr(http, "RETRY_PAUSES", (0.0, 0.0, 0.0))
    names = list(KINDS)

    def answer(request: Request) -> Wire | Drip:
        number = request.target.rpartition("/")[2]
        return KINDS[names[int(number)]] if number.isdigit() else FINE

    with Server() as server:
        server.answer = answer
        yield server


def new_door() -> Door:
    now = Now()
    return Door(breaker=Breaker(name="r", store=Memory(now), clock=now))


def address(server: Server, name: str) -> str:
    return f"{server.url}/{list(KINDS).index(name) if name else 'fine'}"


def ask(door: Door, server: Server, name: str, *, write: bool, seconds: float = SECONDS) -> tuple[Any, float]:
    """The answer or the error, and how long it took."""
    begun = time.monotonic()
    url = address(server, name)
    try:
        if write:
            outcome: Any = door.write("POST", url, headers={}, body=b"{}", seconds=seconds)
        else:
            outcome = door.read(url, headers={}, seconds=seconds)
    except Exception as error:
        outcome = error
    return outcome, time.monotonic() - begun


def ask_all(
    server: Server, names: Collection[str], *, write: bool, at_once: int = 50, seconds: float = SECONDS
) -> dict[str, tuple[Any, float]]:
    """So many at once, each through a door of its own."""
    with ThreadPoolExecutor(at_once) as pool:
        found = pool.map(lambda name: ask(new_door(), server, name, write=write, seconds=seconds), names)
        return dict(zip(names, found, strict=True))


# Who drips sleeps, so that all can go at once; who floods does not.
@pytest.mark.parametrize(
    ("names", "at_once", "seconds"),
    [(list(wires.DRIPS), len(wires.DRIPS), DRIPPED), ([*wires.FLOODS, *wires.LARGE], 3, SECONDS)],
    ids=["drips", "floods"],
)
@pytest.mark.parametrize(("write", "error"), [(True, Unknown), (False, Unavailable)])
def test_every_drip_and_every_flood_ends_with_the_deadline(
    server: Server, names: list[str], at_once: int, seconds: float, write: bool, error: type
) -> None:
    found = ask_all(server, names, write=write, at_once=at_once, seconds=seconds)
    wrong = {name: type(end) for name, (end, _) in found.items() if type(end) is not error}
    late = {name: took for name, (_, took) in found.items() if took > seconds + SPARE}
    assert (wrong, late) == ({}, {})


@pytest.mark.parametrize(("write", "error"), [(True, Unknown), (False, Unavailable)])
def test_what_is_broken_is_no_answer_and_a_write_is_sent_once(
    server: Server, write: bool, error: type
) -> None:
    asked: Counter[str] = Counter()
    answer = server.answer
    server.answer = lambda request: (asked.update([request.target]), answer(request))[1]
    # Few at a time: who has no connection before the deadline has sent nothing, and that is another error.
    found = ask_all(server, wires.BROKEN, write=write, at_once=8)
    assert {name: type(end) for name, (end, _) in found.items() if type(end) is not error} == {}
    assert all(end.evidence["sent"] for end, _ in found.values())
    assert max(asked.values()) == (1 if write else 4)


@pytest.mark.parametrize("write", [True, False])
def test_what_is_odd_is_an_answer_or_none(server: Server, write: bool) -> None:
    found = ask_all(server, wires.ODD, write=write)
    wrong = {
        name: end
        for name, (end, _) in found.items()
        if isinstance(end, Exception) and not isinstance(end, Unknown if write else Unavailable)
    }
    assert wrong == {}


def test_a_reset_at_any_byte_is_no_answer(server: Server) -> None:
    whole, door = wires.HEAD + b'Content-Length: 8\r\n\r\n{"a": 1}', new_door()
    for cut in range(len(whole)):
        server.answer = lambda _, cut=cut: wires.say(whole[:cut], then="reset")
        outcome, _ = ask(door, server, "", write=True)
        assert isinstance(outcome, SchedulerError), cut
        door = new_door()


def test_a_door_without_a_deadline_would_be_caught(server: Server) -> None:
    with mock.patch.object(Watch, "_expire"), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask, new_door(), server, "a drip in the body", write=True)
        with pytest.raises(TimeoutError):
            asked.result(SECONDS + SPARE)
        server.over.set()


def test_fifty_drips_keep_nobody_else_waiting(server: Server) -> None:
    door, name, gate, before = new_door(), "a drip in the body", threading.Barrier(51), strangers()

    def answer(request: Request) -> Wire | Drip:
        if request.target.endswith("/fine"):
            return FINE
        gate.wait(10)
        return KINDS[name]

    server.answer = answer
    with ThreadPoolExecutor(50) as pool:
        dripping = [pool.submit(ask, door, server, name, write=True, seconds=DRIPPED) for _ in range(50)]
        gate.wait(10)
        healthy, seconds = ask(door, server, "", write=True)
        assert healthy.status == 200
        assert seconds < SPARE
        ended = [one.result() for one in dripping]
    assert {type(end) for end, _ in ended} == {Unknown}
    assert max(seconds for _, seconds in ended) < DRIPPED + SPARE
    settle(lambda: strangers() <= before)


def test_failed_calls_leave_no_handle_open(server: Server) -> None:
    def handles() -> int:
        return len(os.listdir("/proc/self/fd"))

    ask(new_door(), server, "", write=True)
    before = handles()
    for _ in range(40):
        for name in ("too short a body", "a negative chunk", "a reset"):
            ask(new_door(), server, name, write=True)
    settle(lambda: handles() <= before + 5)


def strangers() -> int:
    """Threads, but for the server's own."""
    return sum(thread.name != NAME for thread in threading.enumerate())


def settle(done: Callable[[], bool]) -> None:
    """Other threads need a moment to see that it is over."""
    until = time.monotonic() + 5
    while not done() and time.monotonic() < until:
        threading.Event().wait(0.01)
    assert done()


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_who_speaks_another_protocol_hears_nothing_of_ours(server: Server, scheme: str) -> None:
    heard: list[bytes] = []
    server.answer = lambda request: (heard.append(request.body), FINE)[1]
    door, url = new_door(), server.url.replace("http:", f"{scheme}:") + "/fine"
    if scheme == "https":
        with pytest.raises(Unavailable):
            door.write("POST", url, headers={}, body=b"{}", seconds=SECONDS)
        assert heard == []
    else:
        assert door.write("POST", url, headers={}, body=b"{}", seconds=SECONDS).status == 200


def test_what_is_cut_before_its_handshake_carries_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(self: HTTPConnection) -> socket.socket:
        wire = socket.create_connection(("127.0.0.1", server.port))
        wire.shutdown(socket.SHUT_RDWR)
        return wire

    monkeypatch.setattr(HTTPConnection, "_new_conn", cut)
    url = server.url.replace("http:", "https:") + "/fine"
    with pytest.raises(Unavailable) as error:
        new_door().write("POST", url, headers={}, body=b"{}", seconds=5)
    assert error.value.evidence["sent"] is False


@pytest.fixture
def _deaf_name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names are asked for, and no answer comes until the test is over."""
    over, known = threading.Event(), socket.getaddrinfo

    def deaf(*args: Any, **more: Any) -> Any:
        over.wait(20)
        return known("127.0.0.1", *args[1:], **more)

    monkeypatch.setattr(socket, "getaddrinfo", deaf)
    yield
    over.set()


@pytest.mark.usefixtures("_deaf_name_server")
def test_a_name_server_that_does_not_answer_ends_with_the_deadline() -> None:
    begun = time.monotonic()
    with pytest.raises(Unavailable) as error:
        new_door().write("POST", "http://remote.example/", headers={}, body=b"{}", seconds=SECONDS)
    assert error.value.evidence["sent"] is False
    assert time.monotonic() - begun < SECONDS + SPARE


@pytest.mark.usefixtures("_deaf_name_server")
def test_nor_does_looking_at_an_address_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booking.schedulers.cadulis.addresses.RESOLVE_SECONDS", SECONDS)
    begun = time.monotonic()
    with pytest.raises(Unavailable):
        Addresses("https://remote.example/x").check("https://remote.example/y")
    assert time.monotonic() - begun < 2 * SECONDS + SPARE
