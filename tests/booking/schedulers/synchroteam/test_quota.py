"""Both limits hold whatever happens: many threads, several processes, others with the same key."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.managers import BaseManager

import pytest

from booking.sandbox import synchroteam as sandboxes
from booking.sandbox.synchroteam import Options
from booking.schedulers import synchroteam as system
from booking.schedulers.base import SchedulerError, SlotTaken, Unavailable
from booking.schedulers.http import Reply
from booking.schedulers.synchroteam.meter import Meter
from booking.schedulers.synchroteam.quota import Quota
from booking.schedulers.urgency import background
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.synchroteam.account import DAY, Account
from tests.booking.schedulers.synchroteam.test_journey import BOOKING, NUMBER, ORDER


def statuses(account: Account) -> Counter:
    return Counter(entry["status"] for entry in account.calls())


@pytest.fixture
def limited(now: Now) -> Iterator[Account]:
    """An account with small limits of its own."""
    sandbox = sandboxes.start(options=Options(busy=0, minute_limit=30, day_limit=100))
    account = Account(sandbox, now)
    account.reset()
    yield account
    sandbox.stop()


def read(account: Account, scheduler) -> SchedulerError | None:
    try:
        scheduler.read_order(NUMBER)
    except SchedulerError as error:
        return error
    return None


def test_a_thousand_calls_of_eight_threads_meet_no_429_and_all_go_through(account, build) -> None:
    done, waits, turn = [], [], threading.Lock()
    schedulers = [build() for _ in range(8)]

    def work(number: int) -> None:
        scheduler = schedulers[number % 8]
        while (error := read(account, scheduler)) is not None:
            assert type(error) is Unavailable
            assert error.retry_after
            with turn:
                waits.append(error.retry_after)
                account.pass_by(error.retry_after / 4)
        done.append(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(1000)))
    assert len(done) == 1000
    assert statuses(account) == {404: 1000}
    assert account.state()["refused_calls"] == 0
    assert waits


class Shared(BaseManager):
    """A store and a clock in a process of their own, as a cache is."""


Shared.register("Now", Now, exposed=("__call__", "pass_by"))


def _make_memory() -> Memory:
    return Memory(Now())


Shared.register("Memory", _make_memory, exposed=("get", "set", "add", "delete", "incr"))


def _call(store, url: str, calls: int, results) -> None:
    clock = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
    scheduler = system.build(
        {"url": url, "domain": Options().domain, "key": Options().key}, clock=lambda: clock, store=store
    )
    found: Counter = Counter()
    for _ in range(calls):
        try:
            scheduler.read_order(NUMBER)
            found["answered"] += 1
        except Unavailable as error:
            found["over" if error.retry_after else "broken"] += 1
    results.put(found)


def test_several_processes_share_one_minute(account) -> None:
    processes = get_context("spawn")
    with Shared(ctx=processes) as shared:
        store, results = shared.Memory(), processes.Queue()
        workers = [
            processes.Process(target=_call, args=(store, account.sandbox.api_url, 60, results))
            for _ in range(3)
        ]
        for worker in workers:
            worker.start()
        found = sum((results.get(timeout=60) for _ in workers), Counter())
        for worker in workers:
            worker.join()
    assert found == {"answered": 120, "over": 60}
    assert statuses(account) == {404: 120}


def test_the_next_minute_brings_the_next_calls(account, scheduler) -> None:
    for _ in range(120):
        assert read(account, scheduler) is None
    error = read(account, scheduler)
    assert "a minute" in error.reason
    assert 1 <= error.retry_after <= 62
    account.pass_by(error.retry_after)
    assert read(account, scheduler) is None
    assert statuses(account) == {404: 121}


def test_the_day_ends_at_midnight_in_utc(limited, make) -> None:
    scheduler = make(url=limited.sandbox.api_url)
    calls = 0
    while (error := read(limited, scheduler)) is None or error.retry_after < 100:
        if error:
            limited.pass_by(error.retry_after)
        calls += error is None
    assert calls == 100
    assert "a day" in error.reason
    midnight = dt.datetime(2026, 5, 5, tzinfo=dt.UTC)
    assert limited.now() + dt.timedelta(seconds=error.retry_after) == midnight + dt.timedelta(seconds=1)
    limited.pass_by(error.retry_after)
    assert read(limited, scheduler) is None
    assert statuses(limited) == {404: 101}


def test_what_others_use_with_the_same_key_is_not_ours_to_use(limited, make) -> None:
    scheduler = make(url=limited.sandbox.api_url)
    limited.use_up(calls=20)
    answered = [read(limited, scheduler) for _ in range(20)]
    assert answered.count(None) == 10
    assert statuses(limited) == {404: 10}


def test_each_kind_of_429_is_told_apart(limited, make) -> None:
    scheduler = make(url=limited.sandbox.api_url)
    assert read(limited, scheduler) is None
    limited.use_up(calls=29)
    error = read(limited, scheduler)
    assert "a minute" in error.reason
    assert error.retry_after <= 62
    assert not error.misconfigured
    limited.pass_by(error.retry_after)
    assert read(limited, scheduler) is None
    limited.use_up(day_calls=99)
    error = read(limited, scheduler)
    assert "a day" in error.reason
    assert error.retry_after > 3600
    before = len(limited.calls())
    assert "a day" in read(limited, scheduler).reason
    assert len(limited.calls()) == before  # nobody asks again before midnight


def test_a_write_over_the_limit_is_certainly_not_done(limited, make) -> None:
    scheduler = make(url=limited.sandbox.api_url)
    scheduler.raise_order(ORDER)
    limited.use_up(calls=30)
    with pytest.raises(Unavailable) as caught:
        scheduler.cancel_order(NUMBER, reason="x")
    assert caught.value.retry_after


def test_background_gives_way_to_people(account, scheduler) -> None:
    with background():
        for _ in range(80):
            assert read(account, scheduler) is None
        assert "a minute" in read(account, scheduler).reason
    for _ in range(40):
        assert read(account, scheduler) is None
    assert type(read(account, scheduler)) is Unavailable
    assert statuses(account) == {404: 120}


def test_what_is_refused_in_the_background_is_not_taken_from_people(account, scheduler) -> None:
    with background():
        for _ in range(300):
            read(account, scheduler)
    assert [read(account, scheduler) for _ in range(40)].count(None) == 40


def test_a_booking_does_not_begin_where_it_could_not_end(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    scheduler.offer(NUMBER, since=DAY)
    while len(account.calls()) < 112:
        assert read(account, scheduler) is None
    with pytest.raises(Unavailable, match="a minute"):
        scheduler.book(BOOKING)
    assert not account.calls("POST job/schedule")
    account.pass_by(62)
    assert scheduler.book(BOOKING)


def test_calls_that_a_booking_did_not_need_are_given_back(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    account.fill(DAY)
    for _ in range(3):
        with pytest.raises(SlotTaken):
            scheduler.book(BOOKING)
    while read(account, scheduler) is None:
        pass
    assert statuses(account)[429] == 0
    assert len(account.calls()) == 120


def test_calls_that_never_left_are_given_back(make, now) -> None:
    scheduler = make(url="http://127.0.0.1:9/api/v3")
    quota = scheduler.client.quota
    for _ in range(3):
        assert type(read(None, scheduler)) is Unavailable
    assert quota._minute(quota._find_minute()).under_way == 0


def reply(reset: float, left: int) -> Reply:
    headers = {
        "x-ratelimit-limit": "120",
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(int(reset)),
    }
    return Reply(status=200, headers=headers, body=b"")


def fill(quota: Quota) -> int:
    taken = 0
    while True:
        try:
            quota.take()
        except Unavailable:
            return taken
        taken += 1


def test_a_call_on_its_way_over_the_end_of_a_minute_counts_in_the_next_one(now, store) -> None:
    quota = Quota(name="x", store=store, clock=now)
    begun = now.moment.timestamp()
    late = [quota.take() for _ in range(10)]
    quota.settle(quota.take(), reply(begun + 60, 119))
    now.pass_by(61.5)
    assert fill(quota) == 110
    # It is heard that they arrived in the new minute: nothing changes.
    for left, ticket in enumerate(late):
        quota.settle(ticket, reply(begun + 121, 119 - left))
    assert fill(quota) == 0


def test_where_their_clock_is_behind_ours_theirs_decides(now, store) -> None:
    quota = Quota(name="x", store=store, clock=now)
    begun = now.moment.timestamp()
    quota.settle(quota.take(), reply(begun + 50, 119))
    now.pass_by(52)
    # Over for us, and not for them.
    quota.settle(quota.take(), reply(begun + 50, 118))
    now.pass_by(48)
    quota.settle(quota.take(), reply(begun + 110, 119))
    assert quota._now == pytest.approx(begun + 98, abs=0.5)


def test_a_day_that_is_used_up_is_not_believed_right_after_midnight(now, store) -> None:
    quota = Quota(name="x", store=store, clock=now)
    now.moment = dt.datetime(2026, 5, 5, 0, 0, 3, tzinfo=dt.UTC)
    over = Reply(status=429, headers={"x-quota-remaining": "0"}, body=b"")
    assert quota.exceeded(over).retry_after == 60
    assert quota.take()


def test_where_the_store_fails_nobody_calls(now) -> None:
    class Broken(Memory):
        def get(self, key: str):
            raise OSError("no cache")

    with pytest.raises(Unavailable, match="store"):
        Quota(name="x", store=Broken(now), clock=now).take()


def test_a_booking_has_the_calls_that_it_reserved(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    scheduler.offer(NUMBER, since=DAY)
    while len(account.calls()) < 105:
        assert read(account, scheduler) is None
    assert scheduler.book(BOOKING)  # one look at the job, and the fourteen that are left


class Crowded(Memory):
    """A store in which somebody else reserves just before us, and a third one in vain just after."""

    before = after = False

    def incr(self, key: str) -> int:
        if self.before and key.endswith(":used"):
            self.before = False
            super().incr(key)
        value = super().incr(key)
        if self.after and key.endswith(":used"):
            self.after = False
            super().incr(key)
            self.add(key.replace(":used", ":back"), 1, 60)
        return value


def test_a_reservation_that_came_too_late_is_given_back(now) -> None:
    store = Crowded(now)
    meter = Meter("x", store=store, seconds=60)
    assert meter.reserve(2)
    store.before = True
    assert not meter.reserve(2)
    meter.give_back()
    assert meter.reserve(2)
    assert not meter.reserve(2)


def test_what_others_give_back_meanwhile_never_lets_two_in(now) -> None:
    store = Crowded(now)
    meter = Meter("x", store=store, seconds=60)
    assert meter.reserve(2)
    store.before = store.after = True
    assert not meter.reserve(2)


@pytest.mark.parametrize("left", ["0", "7"])
def test_an_older_answer_that_comes_late_does_not_undo_a_429(now, store, left) -> None:
    quota = Quota(name="x", store=store, clock=now)
    first, second = quota.take(), quota.take()
    limits = {"x-ratelimit-limit": "120", "x-ratelimit-reset": str(int(now.moment.timestamp()) + 60)}
    over = limits | {"x-ratelimit-remaining": "0", "x-quota-limit": "100", "x-quota-remaining": left}
    late = over | {"x-ratelimit-remaining": "50", "x-quota-remaining": "50"}
    quota.settle(first, Reply(status=429, headers=over, body=b""))
    quota.exceeded(Reply(status=429, headers=over, body=b""))
    quota.settle(second, Reply(status=200, headers=late, body=b""))
    with pytest.raises(Unavailable, match="a day" if left == "0" else "a minute"):
        quota.take()
