"""One sign-in however many need it; never a row of bad ones; nothing secret anywhere else."""

import datetime as dt
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from booking.schedulers.base import Scheduler, SchedulerError, Unavailable
from tests.booking.schedulers import samples
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.remote import TOKEN, Remote, Request, answer, page, sending

WINDOWS = "GET /api/PlanningWindow"
ORDER = "GET /api/SalesOrder"


class Gate:
    """A remote's sign-in: each token is new, and only the newest is good."""

    def __init__(self, remote: Remote) -> None:
        self.issued = 0
        self.expired = 0
        remote.on("POST /token", self.issue)
        remote.on(ORDER, self.serve)
        remote.on("POST /api/SalesOrder", self.serve)

    def issue(self, _: Request):
        self.issued += 1
        return answer(TOKEN | {"access_token": f"T{self.issued}"})

    def serve(self, request: Request):
        good = request.headers["authorization"] == f"Bearer T{self.issued}" and self.issued > self.expired
        if not good:
            return answer({"Message": "Authorization has been denied for this request."}, 401)
        return answer(samples.SALES_ORDER, 201 if request.method == "POST" else 200)


def all_at_once(connect: list[Scheduler], threads: int = 20) -> list[str]:
    gate = threading.Barrier(threads, timeout=10)

    def ask(i: int) -> str:
        gate.wait()
        order = connect[i % len(connect)].read_order(samples.NUMBER)
        return order.number if order else "absent"

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(ask, range(threads)))


def test_twenty_callers_of_several_processes_sign_in_once(remote: Remote, build) -> None:
    gate = Gate(remote)
    assert all_at_once([build() for _ in range(4)]) == [samples.NUMBER] * 20
    assert gate.issued == 1


def test_twenty_callers_with_a_token_gone_stale_sign_in_once(remote: Remote, build) -> None:
    gate = Gate(remote)
    systems = [build() for _ in range(4)]
    systems[0].read_order(samples.NUMBER)
    gate.expired = 1
    assert all_at_once(systems) == [samples.NUMBER] * 20
    assert gate.issued == 2


def test_whoever_is_held_up_does_not_give_back_the_lock_of_another(
    remote: Remote, connect: Scheduler, store: Memory
) -> None:
    def lose_the_lock(_: Request):
        (key,) = [key for key in store.entries if key.endswith(":lock")]
        store.set(key, "another's", 60)
        return answer(TOKEN)

    remote.on("POST /token", lose_the_lock)
    remote.on(ORDER, answer(samples.SALES_ORDER))
    connect.read_order(samples.NUMBER)
    assert [value for key, (value, _) in store.entries.items() if key.endswith(":lock")] == ["another's"]


def test_a_write_turned_away_at_the_gate_is_sent_again_once(remote: Remote, connect: Scheduler) -> None:
    gate = Gate(remote)
    connect.read_order(samples.NUMBER)
    gate.expired = 1
    connect.raise_order(samples.ORDER)
    assert len(remote.calls("POST /api/SalesOrder")) == 2
    assert gate.issued == 2


def test_a_second_401_is_for_a_person_to_mend(remote: Remote, connect: Scheduler) -> None:
    remote.on("POST /api/SalesOrder", answer({"Message": "denied"}, 401))
    with pytest.raises(Unavailable) as error:
        connect.raise_order(samples.ORDER)
    assert error.value.misconfigured
    assert len(remote.calls("POST /api/SalesOrder")) == 2
    assert len(remote.calls("POST /token")) == 2


def test_a_wrong_password_is_tried_once_in_five_minutes(remote: Remote, connect: Scheduler, now: Now) -> None:
    remote.on("POST /token", answer({"error": "invalid_grant", "error_description": "no"}, 400))
    for _ in range(60):  # an hour, minute by minute
        with pytest.raises(Unavailable) as error:
            connect.windows()
        assert error.value.misconfigured
        now.pass_by(60)
    assert len(remote.calls("POST /token")) <= 12
    assert not remote.calls()


def test_a_new_password_is_tried_at_once(remote: Remote, build) -> None:
    remote.on("POST /token", answer({"error": "invalid_grant"}, 400), answer(TOKEN))
    remote.on(WINDOWS, answer([]))
    with pytest.raises(Unavailable):
        build().windows()
    assert build(password="another").windows() == ()


@pytest.mark.parametrize(
    ("reply", "misconfigured"),
    [
        (answer({"error": "invalid_client"}, 400), True),
        (answer({"Message": "no"}, 404), True),
        (answer({}, 302, Location="/login"), True),
        (page(), False),
        (page(status=503), False),
        (answer({}, 429, Retry_After="9"), False),
        (answer({}), True),
        (answer([]), False),
        (answer({"access_token": None, "expires_in": "soon"}), True),
        (answer({"access_token": "a\r\nb", "expires_in": 9}), True),
        (answer({"access_token": "x", "expires_in": "soon"}), True),
        (answer(b"access_token=x&expires_in=9"), False),
        (sending(b""), False),
    ],
)
def test_no_token_means_that_nothing_was_done(remote: Remote, connect, reply, misconfigured) -> None:
    remote.on("POST /token", reply)
    with pytest.raises(Unavailable) as error:
        connect.raise_order(samples.ORDER)
    assert error.value.misconfigured is misconfigured
    assert not remote.calls()


def test_a_token_is_kept_for_no_longer_than_it_lives(
    remote: Remote, connect, store: Memory, now: Now
) -> None:
    remote.on("POST /token", answer(TOKEN | {"expires_in": 600, ".expires": "Mon, 01 Jan 2035 00:00:00 GMT"}))
    remote.on(ORDER, answer(samples.SALES_ORDER))
    connect.read_order(samples.NUMBER)
    [until] = [until for value, until in store.entries.values() if value == "T1"]
    assert until == now() + dt.timedelta(seconds=540)
    now.pass_by(541)
    connect.read_order(samples.NUMBER)
    assert len(remote.calls("POST /token")) == 2


@pytest.mark.parametrize("life", [None, 0, -5])
def test_a_token_without_a_life_is_used_and_not_kept(remote: Remote, connect, store: Memory, life) -> None:
    remote.on("POST /token", answer({"access_token": "T1", "token_type": "bearer", "expires_in": life}))
    remote.on(ORDER, answer(samples.SALES_ORDER))
    connect.read_order(samples.NUMBER)
    assert "T1" not in [value for value, _ in store.entries.values()]


def test_a_lock_left_by_the_dead_is_waited_for_and_no_longer(remote: Remote, build, store: Memory) -> None:
    remote.on(ORDER, answer(samples.SALES_ORDER))
    connect = build(read_seconds=0.3)
    original = store.add
    store.add = lambda key, value, timeout: not key.endswith(":lock") and original(key, value, timeout)
    with pytest.raises(Unavailable):
        connect.read_order(samples.NUMBER)
    assert not remote.requests


def test_a_token_that_came_between_look_and_lock_is_taken(remote: Remote, connect, store: Memory) -> None:
    remote.on(ORDER, answer(samples.SALES_ORDER))
    original = store.add

    def add(key: str, value: object, timeout: float | None) -> bool:
        if key.endswith(":lock"):
            store.set(key.replace(":lock", ":token"), "T9", 60)
        return original(key, value, timeout)

    store.add = add
    connect.read_order(samples.NUMBER)
    assert not remote.calls("POST /token")


def test_a_store_that_fails_means_that_nothing_was_done(remote: Remote, connect, store: Memory) -> None:
    def dead(key: str) -> None:
        raise ConnectionError

    store.get = dead
    with pytest.raises(Unavailable):
        connect.raise_order(samples.ORDER)
    assert not remote.requests


def test_neither_password_nor_token_is_written_down(remote: Remote, connect, store: Memory, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    remote.on("POST /token", answer(TOKEN | {"access_token": "tok-en"}))
    remote.on(ORDER, answer(samples.SALES_ORDER), answer({"Message": "no"}, 401))
    connect.read_order(samples.NUMBER)
    with pytest.raises(SchedulerError) as error:
        connect.read_order(samples.NUMBER)
    written = caplog.text + error.value.reason + repr(error.value.evidence) + repr(connect)
    assert "tok-en" not in written
    assert "swordfish" not in written + repr(store.entries)
