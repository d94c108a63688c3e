"""Planning lines: never more of our jobs at a time, whoever is faster."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.schedulers.base import SchedulerError, SlotTaken, Unavailable, Unknown
from booking.schedulers.cadulis import bookings, capacity
from booking.schedulers.cadulis.objects import Intervention
from tests.booking.schedulers.cadulis.contractor import NOW, book, order, raise_and_offer
from tests.booking.schedulers.memory import Memory


def at(contractor, slot):
    start = f"{slot.date}T{slot.window.start:%H:%M}"
    return [job["cref"] for job in contractor.jobs() if (job["start"] or "").startswith(start)]


@pytest.fixture
def both_free(build, contractor):
    """A time that the wizard would give away twice, and three orders that want it."""
    cadulis = build(planning_lines=0)
    for number in ("TP-1", "TP-2", "TP-3"):
        slots = raise_and_offer(cadulis, number)
    wizard = contractor.session.post(
        f"{contractor.api_url}/1/schedule-wizard",
        data={
            "address": "x",
            "date_min": "2026-11-19T00:00:00+00:00",
            "date_max": "2026-12-10T00:00:00+00:00",
            "duration": "02:00:00",
        },
        timeout=10,
    ).json()
    for day in wizard["result"]["dates"]:
        for one in day["slots"]:
            twice = [each for each in day["slots"] if each["time"] == one["time"] and each["available"]]
            if len(twice) == 2:
                hour = int(one["time"][:2])
                return next(
                    slot
                    for slot in slots
                    if (slot.date.isoformat(), slot.window.start.hour) == (one["date"], hour)
                )
    raise AssertionError("no such time")


def test_as_many_as_there_are_lines_and_no_more(build, both_free, contractor):
    cadulis = build(planning_lines=2)
    book(cadulis, both_free, "TP-1")
    book(cadulis, both_free, "TP-2")
    with pytest.raises(SlotTaken):
        book(cadulis, both_free, "TP-3")
    assert at(contractor, both_free) == ["TP-1", "TP-2"]


def test_fewer_lines_than_the_wizard_would_give(build, both_free, contractor):
    cadulis = build(planning_lines=1)
    assert both_free in cadulis.offer("TP-2", since=NOW.date()).slots
    book(cadulis, both_free, "TP-1")
    assert both_free not in cadulis.offer("TP-2", since=NOW.date()).slots
    with pytest.raises(SlotTaken):
        book(cadulis, both_free, "TP-2")
    assert at(contractor, both_free) == ["TP-1"]


def test_our_own_job_does_not_stand_in_its_own_way(build, both_free):
    cadulis = build(planning_lines=1)
    book(cadulis, both_free, "TP-1")
    assert both_free in cadulis.offer("TP-1", since=NOW.date(), visit="TP-1").slots


def test_many_at_once_get_one_time_each_but_no_more(build, both_free, contractor):
    cadulis = build(planning_lines=1)

    def attempt(number):
        try:
            return book(cadulis, both_free, number).number
        except SlotTaken:
            return ""

    with ThreadPoolExecutor(3) as pool:
        won = [number for number in pool.map(attempt, ("TP-1", "TP-2", "TP-3")) if number]
    assert len(won) == 1
    assert at(contractor, both_free) == won


def race(build, both_free, contractor, now, *, lines=1):
    """TP-1 has looked and is about to write, when a portal that shares no store with it books TP-2."""
    slow, fast = build(planning_lines=lines), build(planning_lines=lines, store=Memory(now))
    fast.check()
    contractor.spoil("intervention.update", "latency", seconds=30, order="TP-1")
    ended: list[SchedulerError | None] = []

    def attempt():
        try:
            book(slow, both_free, "TP-1")
            ended.append(None)
        except SchedulerError as error:
            ended.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    while not any(call["call"] == "intervention.update" for call in contractor.calls(order="TP-1")):
        pass
    book(fast, both_free, "TP-2")
    return thread, ended


def test_who_comes_later_takes_its_own_back(build, both_free, contractor, now):
    thread, ended = race(build, both_free, contractor, now)
    contractor.release()
    thread.join(timeout=10)
    assert isinstance(ended[0], SlotTaken)
    assert at(contractor, both_free) == ["TP-2"]
    assert contractor.job("TP-1")["start"] is None


def test_what_cannot_be_taken_back_is_unknown(build, both_free, contractor, now):
    thread, ended = race(build, both_free, contractor, now)
    contractor.spoil("intervention.update", "html", order="TP-1")
    contractor.release()
    thread.join(timeout=10)
    assert type(ended[0]) is Unknown


def test_a_turn_that_somebody_else_has_is_waited_for_only_so_long(cadulis, store, contractor, monkeypatch):
    monkeypatch.setattr(bookings, "PATIENCE_SECONDS", 0.05)
    slot = raise_and_offer(cadulis)[5]
    store.add(f"{cadulis.name}:booking", "somebody", 60)
    with pytest.raises(Unavailable) as caught:
        book(cadulis, slot)
    assert caught.value.retry_after
    assert contractor.calls("intervention.update") == []
    assert store.get(f"{cadulis.name}:booking") == "somebody"


def test_who_has_looked_for_too_long_does_not_write(cadulis, contractor, monkeypatch):
    monkeypatch.setattr(bookings, "LOOKING_SECONDS", -1)
    slot = raise_and_offer(cadulis)[5]
    with pytest.raises(Unavailable, match="too slow"):
        book(cadulis, slot)
    assert contractor.calls("intervention.update") == []


def test_a_turn_is_given_back_after_a_failure(cadulis, store, contractor):
    slot = raise_and_offer(cadulis)[5]
    contractor.spoil("intervention.update", "slot_taken")
    with pytest.raises(SlotTaken):
        book(cadulis, slot)
    assert store.get(f"{cadulis.name}:booking") is None


def test_a_store_that_fails_books_nothing(build, now, contractor):
    class Broken(Memory):
        def add(self, key, value, timeout):
            raise OSError("down")

    cadulis = build(store=Broken(now))
    cadulis.raise_order(order())
    slot = cadulis.offer("TP-1", since=NOW.date()).slots[0]
    with pytest.raises(Unavailable):
        book(cadulis, slot)
    assert contractor.calls("intervention.update") == []


def test_a_job_of_the_contractors_other_customers_does_not_count(build, both_free, contractor):
    contractor.session.post(
        f"{contractor.api_url}/1/interventions",
        data={
            "intervention[cref]": "their/own",
            "intervention[customer][type]": "company",
            "intervention[customer][reference]": "C-1",
            "intervention[scheduled_start_at]": f"{both_free.date}T{both_free.window.start:%H:%M}:00+00:00",
        },
        timeout=10,
    )
    book(build(planning_lines=1), both_free, "TP-1")
    assert sorted(at(contractor, both_free)) == ["TP-1", "their/own"]


MINUTES = st.tuples(st.integers(0, 20), st.integers(1, 8))


@settings(deadline=None)
@given(st.lists(MINUTES, max_size=8), MINUTES, st.integers(1, 4))
def test_there_is_room_just_where_no_minute_has_too_many(others, mine, lines):
    def moment(minute):
        return NOW + dt.timedelta(minutes=minute)

    jobs = [
        Intervention(cref="TP", status="pending", start=moment(start), end=moment(start + long))
        for start, long in others
    ]
    start, end = mine[0], sum(mine)
    busiest = max(sum(a <= minute < a + long for a, long in others) for minute in range(start, end))
    assert capacity.has_room(jobs, start=moment(start), end=moment(end), lines=lines) is (busiest < lines)
