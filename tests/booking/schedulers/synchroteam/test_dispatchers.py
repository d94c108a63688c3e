"""A dispatcher and the portal book at the same time; second technicians and absences take time too."""

import datetime as dt
import threading
from dataclasses import replace

import pytest

from booking.schedulers import synchroteam as system
from booking.schedulers.base import BookingRequest, SchedulerError, SlotTaken, Unavailable
from tests.booking.schedulers.memory import Memory
from tests.booking.schedulers.synchroteam.account import (
    AFTERNOON,
    ASIM,
    BETH,
    CARL,
    DAY,
    DORA,
    MORNING,
    SCHOOL_RUN,
)
from tests.booking.schedulers.synchroteam.test_journey import BOOKING, NUMBER, ORDER, only_visit, slots

NEXT = DAY + dt.timedelta(days=1)


def overlaps(account):
    """Pairs of standing jobs that send somebody to two doors at once."""
    jobs = [job for job in account.state()["jobs"] if job["start"] and job["status"] != "cancelled"]
    return [
        (one["id"], other["id"])
        for number, one in enumerate(jobs)
        for other in jobs[number + 1 :]
        if {one["technician"], *one["others"]} & {other["technician"], *other["others"]}
        and one["start"] < other["end"]
        and other["start"] < one["end"]
    ]


def test_where_a_dispatcher_was_faster_ours_is_withdrawn_and_other_times_are_offered(
    account, scheduler
) -> None:
    scheduler.raise_order(ORDER)
    for technician in (ASIM, BETH):
        account.dispatch(technician, f"{DAY}T08:00", 540)
    account.dispatch(DORA, f"{DAY}T09:00", 480)
    account.fault("POST job/schedule", "slot_taken")
    with pytest.raises(SlotTaken):
        scheduler.book(BOOKING)
    assert account.job(NUMBER)["start"] is None
    assert overlaps(account) == []
    assert slots(scheduler) == []
    assert slots(scheduler, date=NEXT) == [MORNING, SCHOOL_RUN, AFTERNOON]


def test_a_move_that_a_dispatcher_crossed_leaves_the_visit_where_it_was(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    booked = scheduler.book(BOOKING)
    before = account.job(NUMBER)
    account.fault("POST job/schedule", "slot_taken")
    with pytest.raises(SlotTaken):
        scheduler.book(replace(BOOKING, window=AFTERNOON, visit=booked.visit))
    after = account.job(NUMBER)
    assert [after[key] for key in ("start", "end", "technician")] == [
        before[key] for key in ("start", "end", "technician")
    ]
    visit = only_visit(scheduler)
    assert (visit.id, visit.start, visit.end) == (booked.visit, dt.time(8), dt.time(12))
    assert overlaps(account) == []


def test_a_dispatcher_between_the_offer_and_the_booking_only_changes_who_comes(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    slots(scheduler)
    for technician in (ASIM, BETH):
        account.dispatch(technician, f"{DAY}T08:00", 240)
    scheduler.book(BOOKING)
    assert account.job(NUMBER)["technician"] == DORA
    assert overlaps(account) == []


def test_many_who_want_the_same_morning_get_what_there_is_and_nobody_twice(account, build) -> None:
    """Each in a process's place: a scheduler of its own, and only the store in common."""
    numbers = [f"TP-23456-{letter * 5}" for letter in "ABCDEF"]
    for number in numbers:
        build().raise_order(replace(ORDER, number=number))
    for technician in (BETH, DORA):
        account.dispatch(technician, f"{DAY}T08:00", 540)
    outcomes: list[SchedulerError | None] = []

    def book(number: str) -> None:
        try:
            build(read_seconds=10, write_seconds=10).book(
                BookingRequest(number=number, date=DAY, window=MORNING)
            )
            outcomes.append(None)
        except SchedulerError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=book, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Asim alone, an hour each, from eight until twelve.
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType"] * 4 + ["SlotTaken"] * 2
    assert overlaps(account) == []


def test_a_second_technicians_time_is_taken(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    account.dispatch(CARL, f"{DAY}T08:00", 540, others=[DORA])
    for technician in (ASIM, BETH):
        account.dispatch(technician, f"{DAY}T08:00", 540)
    assert slots(scheduler) == []
    with pytest.raises(SlotTaken):
        scheduler.book(BOOKING)


def test_where_nobody_says_who_else_comes_the_whole_team_counts_as_taken(
    account, scheduler, monkeypatch
) -> None:
    monkeypatch.setattr("booking.schedulers.synchroteam.openings.OFFER_DETAILS", 0)
    scheduler.raise_order(ORDER)
    account.dispatch(CARL, f"{DAY}T08:00", 540)  # of Dora's team
    for technician in (ASIM, BETH):
        account.dispatch(technician, f"{DAY}T08:00", 540)
    assert slots(scheduler) == []
    # In the background it is found out that he goes alone.
    scheduler.changes(since=account.now() - dt.timedelta(hours=1))
    scheduler.diary.forget()
    assert slots(scheduler) == [MORNING, SCHOOL_RUN, AFTERNOON]


def test_a_diary_that_was_full_already_is_studied_in_the_background(account, scheduler, monkeypatch) -> None:
    monkeypatch.setattr("booking.schedulers.synchroteam.openings.OFFER_DETAILS", 0)
    for technician in (ASIM, BETH, CARL):
        account.dispatch(technician, f"{DAY}T08:00", 540)
    account.pass_by(3600)
    scheduler.raise_order(ORDER)
    scheduler.changes(since=account.now())
    assert slots(scheduler) == [MORNING, SCHOOL_RUN, AFTERNOON]
    before = len(account.calls())
    scheduler.changes(since=account.now())
    assert len(account.calls()) - before == 1


def test_what_changed_is_told_even_where_the_diary_cannot_be_studied(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    account.fault("GET activity/list", "html", times=None)
    assert scheduler.changes(since=account.now() - dt.timedelta(hours=1)).numbers == {NUMBER}


def test_who_never_sends_two_is_never_asked_who_else_comes(account, build) -> None:
    scheduler = build(crews="alone")
    scheduler.raise_order(ORDER)
    account.dispatch(CARL, f"{DAY}T08:00", 540)
    before = len(account.calls("GET job/details"))
    assert slots(scheduler) == [MORNING, SCHOOL_RUN, AFTERNOON]
    assert len(account.calls("GET job/details")) - before == 1


def test_details_of_a_job_are_read_once_as_long_as_it_stays_the_same(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    account.dispatch(CARL, f"{DAY}T08:00", 540)
    slots(scheduler)
    scheduler.diary.forget()
    before = len(account.calls("GET job/details"))
    slots(scheduler)
    assert len(account.calls("GET job/details")) - before == 1  # our own


@pytest.mark.parametrize("category", ["unavail", "atwork", "travel"])
def test_absences_take_time_of_technicians_and_of_teams(account, scheduler, category) -> None:
    scheduler.raise_order(ORDER)
    account.away(f"{DAY}T08:00", f"{DAY}T17:00", team=41, category=category)
    account.away(f"{DAY}T08:00", f"{DAY}T12:00", user=DORA, category=category)
    assert slots(scheduler) == [SCHOOL_RUN, AFTERNOON]
    scheduler.book(replace(BOOKING, window=SCHOOL_RUN))
    job = account.job(NUMBER)
    assert (job["technician"], job["start"]) == (DORA, f"{DAY}T12:00:00")


def test_a_time_clocks_records_take_no_time(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    for technician in (ASIM, BETH, DORA):
        account.away(f"{DAY}T08:00", f"{DAY}T17:00", user=technician, category="clock")
    assert slots(scheduler) == [MORNING, SCHOOL_RUN, AFTERNOON]


def test_a_long_holiday_that_began_weeks_ago_still_counts(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    for technician in (ASIM, BETH, DORA):
        account.away("2026-04-20T00:00", "2026-05-15T23:59", user=technician)
    assert slots(scheduler) == []
    with pytest.raises(SlotTaken):
        scheduler.book(BOOKING)
    assert slots(scheduler, date=dt.date(2026, 5, 18)) == [MORNING, SCHOOL_RUN, AFTERNOON]


def test_lead_reach_weekdays_holidays_and_team_are_the_contractors_own(account, build) -> None:
    scheduler = build(lead_days=2, max_days=5, work_days="tue,wed,thu", holidays=["2026-05-06"], team="South")
    scheduler.raise_order(ORDER)
    offer = scheduler.offer(NUMBER, since=dt.date(2026, 5, 4))
    assert {slot.date for slot in offer.slots} == {DAY}
    scheduler.book(BOOKING)
    assert account.job(NUMBER)["technician"] == DORA


def test_a_day_that_somebody_else_is_booking_is_waited_for(account, build, monkeypatch) -> None:
    scheduler = build()
    scheduler.raise_order(ORDER)
    lock = scheduler.placing.locks.acquire([str(id) for id in (ASIM, BETH, DORA)], date=DAY)
    monkeypatch.setattr("booking.schedulers.synchroteam.placing.WAIT_SECONDS", 0.1)
    with pytest.raises(Unavailable, match="Others are booking"):
        scheduler.book(BOOKING)
    assert not account.calls("POST job/schedule")
    lock.release()
    assert scheduler.book(BOOKING).date == DAY


def test_who_was_kept_waiting_too_long_does_not_begin_to_write(account, scheduler, monkeypatch) -> None:
    monkeypatch.setattr("booking.schedulers.synchroteam.placing.PATIENCE_SECONDS", -1)
    scheduler.raise_order(ORDER)
    with pytest.raises(Unavailable, match="too slow"):
        scheduler.book(BOOKING)
    assert not account.calls("POST job/schedule")


class Forgetful(Memory):
    """A store that loses every lock at once, as a cache may that has no room."""

    def add(self, key: str, value: object, timeout: float | None) -> bool:
        return super().add(key, value, 0 if ":lock:" in key else timeout)


def test_whose_hold_on_the_day_is_lost_does_not_schedule(account, now) -> None:
    options = {
        "url": account.sandbox.api_url,
        "domain": account.options.domain,
        "key": account.options.key,
        "job_type": "Plumbing",
    }
    scheduler = system.build(options, clock=now, store=Forgetful(now))
    scheduler.raise_order(ORDER)
    with pytest.raises(Unavailable, match="hold on the day"):
        scheduler.book(BOOKING)
    assert not account.calls("POST job/schedule")
