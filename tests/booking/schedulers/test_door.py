"""The door: reads repeated, writes sent once; what is slow, endless or broken stands in tests/hostile."""

import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from booking.schedulers import fence
from booking.schedulers.base import SchedulerError, Unavailable, Unknown
from booking.schedulers.breaker import Breaker
from booking.schedulers.http import Door, Reply
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.remote import Answer, Remote, answer, raw, sending

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
SECONDS = 0.4


def drip(start: bytes, repeat: bytes) -> Answer:
    def write(wire: socket.socket, over: threading.Event) -> None:
        wire.sendall(start)
        while not over.wait(0.05):
            wire.sendall(repeat)

    return raw(write)


@pytest.fixture
def door(store: Memory, now: Now) -> Door:
    return Door(breaker=Breaker(name="r", store=store, clock=now))


def read(door: Door, remote: Remote, seconds: float = 5) -> Reply:
    return door.read(f"{remote.url}/x", headers={}, seconds=seconds)


def write(door: Door, remote: Remote, seconds: float = 5) -> Reply:
    return door.write("POST", f"{remote.url}/x", headers={}, body=b"{}", seconds=seconds)


def test_behind_the_fence_nothing_leaves_but_what_takes_back(door: Door, remote: Remote) -> None:
    remote.on("POST /x", answer({}))
    with fence.closing(fence.Start(), after=-1):
        with pytest.raises(Unavailable):
            write(door, remote)
        assert remote.calls() == []
        with fence.lifted():
            assert write(door, remote).status == 200


def test_the_deadline_holds_under_gevent(remote: Remote) -> None:
    remote.on("GET /x", drip(HEAD + b"X-Drip: ", b"x"))
    remote.on("POST /x", drip(HEAD + b"Connection: close\r\n\r\n", b"x"))
    program = """
from gevent import monkey; monkey.patch_all()
import sys, time, gevent, datetime
from booking.schedulers.base import Unavailable, Unknown
from booking.schedulers.breaker import Breaker
from booking.schedulers.http import Door
from tests.booking.schedulers.memory import Memory, Now
now = Now()
door = Door(breaker=Breaker(name="r", store=Memory(now), clock=now))
def ask(write):
    try:
        if write: door.write("POST", sys.argv[1] + "/x", headers={}, body=b"{}", seconds=0.6)
        else: door.read(sys.argv[1] + "/x", headers={}, seconds=0.6)
    except Unavailable: return "unavailable"
    except Unknown: return "unknown"
began = time.monotonic()
jobs = [gevent.spawn(ask, i % 2) for i in range(4)]
gevent.joinall(jobs)
print(*[j.value for j in jobs], time.monotonic() - began < 1.6)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, remote.url], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.split() == ["unavailable", "unknown", "unavailable", "unknown", "True"]


@pytest.mark.parametrize(
    "bad", [sending(b""), sending(HEAD + b"Content-Length: 9\r\n\r\n{"), answer({}, 503)]
)
def test_a_read_is_repeated_three_times_and_then_unavailable(door: Door, remote: Remote, bad: Answer) -> None:
    remote.on("GET /x", bad, bad, bad, answer({"fine": True}))
    assert read(door, remote).body == b'{"fine": true}'
    assert len(remote.calls()) == 4


def test_a_read_that_never_works_is_unavailable(door: Door, remote: Remote) -> None:
    remote.on("GET /x", sending(b""))
    with pytest.raises(Unavailable):
        read(door, remote)
    assert len(remote.calls()) == 4


def test_a_read_that_is_told_to_wait_is_not_repeated(door: Door, remote: Remote) -> None:
    remote.on("GET /x", answer({}, 503, Retry_After="7"))
    assert read(door, remote).retry_after == 7
    assert len(remote.calls()) == 1


def test_a_write_is_never_repeated(door: Door, remote: Remote) -> None:
    remote.on("POST /x", answer({}, 503))
    assert write(door, remote).status == 503
    assert len(remote.calls()) == 1


def test_a_call_within_a_call_does_not_make_the_outer_one_count_as_not_sent(
    door: Door, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = Door._exchange

    def interrupted(door: Door, method: str, *args: Any) -> Reply:
        if method == "POST":
            read(door, remote)
        return exchange(door, method, *args)

    monkeypatch.setattr(Door, "_exchange", interrupted)
    remote.on("GET /x", answer({}))
    remote.on("POST /x", sending(b""))
    with pytest.raises(Unknown):
        write(door, remote)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "http://no-such-host.invalid/x", "nonsense", "http://[/x"]
)
def test_what_never_left_is_unavailable_even_for_a_write(door: Door, url: str) -> None:
    with pytest.raises(Unavailable) as error:
        door.write("POST", url, headers={}, body=b"{}", seconds=5)
    assert error.value.evidence["sent"] is False


def test_a_remote_without_its_certificate_gets_nothing(door: Door, remote: Remote) -> None:
    with pytest.raises(Unavailable):
        door.write("POST", remote.url.replace("http:", "https:") + "/x", headers={}, body=b"{}", seconds=2)
    assert not remote.calls()


def test_a_handshake_that_never_comes_ends_with_the_deadline(door: Door) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        began = time.monotonic()
        url = f"https://127.0.0.1:{deaf.getsockname()[1]}/x"
        with pytest.raises(Unavailable) as error:
            door.write("POST", url, headers={}, body=b"{}", seconds=SECONDS)
        assert time.monotonic() - began < SECONDS + 1
        assert error.value.evidence["sent"] is False


def test_a_redirect_is_an_answer_and_not_followed(door: Door, remote: Remote) -> None:
    remote.on("POST /x", answer({}, 307, Location="/elsewhere"))
    assert write(door, remote).status == 307
    assert len(remote.calls()) == 1


def test_the_environment_changes_neither_the_way_nor_the_name(
    door: Door, remote: Remote, tmp_path, monkeypatch
):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login mallory password pwned\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    remote.on("GET /x", answer({}))
    door.read(f"{remote.url}/x", headers={"Authorization": "Bearer T"}, seconds=5)
    assert remote.calls()[0].headers["authorization"] == "Bearer T"


def test_no_cookie_is_kept(door: Door, remote: Remote) -> None:
    remote.on("GET /x", answer({}, Set_Cookie="who=ada; Path=/"))
    read(door, remote)
    read(door, remote)
    assert "cookie" not in remote.calls()[1].headers


def test_a_connection_is_used_again(door: Door, remote: Remote) -> None:
    ports = set()
    remote.on("GET /x", answer({}))
    original = remote._server.get_request

    def get_request():
        wire, address = original()
        ports.add(address[1])
        return wire, address

    remote._server.get_request = get_request
    for _ in range(5):
        read(door, remote)
    assert len(ports) == 1


def test_no_two_callers_share_a_session(door: Door, remote: Remote) -> None:
    inside, most = [], []
    gate = threading.Barrier(8, timeout=10)
    remote.on("GET /x", lambda _: (gate.wait(), answer({}))[1])
    original = door._take

    def take():
        session = original()
        inside.append(id(session))
        most.append(len(set(inside)) == len(inside))
        return session

    door._take = take
    with ThreadPoolExecutor(8) as pool:
        assert [r.status for r in pool.map(lambda _: read(door, remote), range(8))] == [200] * 8
    assert all(most)


def test_a_forked_child_leaves_its_parents_connections_alone(door: Door, remote: Remote) -> None:
    remote.on("GET /x", answer({}))
    read(door, remote)
    door._pid = os.getpid() + 1  # as it looks to a child
    door._take()
    assert door._idle == []


def test_a_fault_says_its_kind_and_never_what_was_sent(door: Door, remote: Remote, caplog) -> None:
    with pytest.raises(SchedulerError) as error:
        door.read(f"{remote.url}/x", headers={"Authorization": "Bearer sec\nret"}, seconds=1)
    assert "ret" not in error.value.reason.replace("return", "") + repr(error.value.evidence) + caplog.text


class TestBreaker:
    def test_five_failures_in_half_a_minute_keep_everybody_out(self, door: Door, remote: Remote) -> None:
        remote.on("POST /x", answer({}, 500))
        for _ in range(5):
            write(door, remote)
        with pytest.raises(Unavailable) as error:
            write(door, remote)
        assert error.value.retry_after is not None
        assert len(remote.calls()) == 5

    def test_failures_far_apart_do_not(self, door: Door, remote: Remote, now: Now) -> None:
        remote.on("POST /x", answer({}, 500))
        for _ in range(8):
            write(door, remote)
            now.pass_by(10)
        assert len(remote.calls()) == 8

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429])
    def test_a_no_is_not_a_failure(self, door: Door, remote: Remote, status: int) -> None:
        remote.on("POST /x", answer({}, status))
        for _ in range(8):
            write(door, remote)
        assert len(remote.calls()) == 8

    def test_one_probe_goes_first_and_opens_the_way(self, door: Door, remote: Remote, now: Now) -> None:
        remote.on(
            "POST /x",
            *[answer({}, 500)] * 5,
            lambda _: (self._second_is_refused(door, remote), answer({}))[1],
        )
        for _ in range(5):
            write(door, remote)
        now.pass_by(31)
        assert write(door, remote).status == 200
        remote.on("POST /x", answer({}))
        assert write(door, remote).status == 200

    def _second_is_refused(self, door: Door, remote: Remote) -> None:
        with pytest.raises(Unavailable):
            write(door, remote)

    def test_a_failed_probe_means_another_rest(self, door: Door, remote: Remote, now: Now) -> None:
        remote.on("POST /x", answer({}, 500))
        for _ in range(5):
            write(door, remote)
        now.pass_by(31)
        write(door, remote)
        with pytest.raises(Unavailable):
            write(door, remote)
        assert len(remote.calls()) == 6

    def test_a_store_that_fails_stops_no_call(self, remote: Remote, now: Now) -> None:
        class Dead(Memory):
            def get(self, key):
                raise ConnectionError

            add = set = delete = incr = get

        door = Door(breaker=Breaker(name="r", store=Dead(now), clock=now))
        remote.on("POST /x", answer({}), answer({}, 500))
        assert [write(door, remote).status for _ in range(2)] == [200, 500]
