"""The whole path over real HTTP: raised, offered, booked, moved, read, cancelled; and what dispatchers do."""

import datetime as dt
from dataclasses import replace

import pytest

from booking.schedulers.base import BookingRequest, Refused, SlotTaken, VisitResult, VisitState
from tests.booking.schedulers import samples
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

NUMBER = "TP-23456-ABCDE"
ORDER = replace(samples.ORDER, number=NUMBER, two_to_attend=False)
PAIR = replace(ORDER, two_to_attend=True)
BOOKING = BookingRequest(number=NUMBER, date=DAY, window=MORNING)
TODAY = dt.date(2026, 5, 4)


def slots(scheduler, date=DAY, **more):
    offer = scheduler.offer(NUMBER, since=TODAY, **more)
    return [slot.window.id for slot in offer.slots if slot.date == date]


def only_visit(scheduler):
    [visit] = scheduler.visits(number=NUMBER).visits
    return visit


def test_an_order_is_raised_offered_booked_moved_and_cancelled(account, scheduler) -> None:
    assert scheduler.read_order(NUMBER) is None
    scheduler.raise_order(ORDER)
    order = scheduler.read_order(NUMBER)
    assert (order.number, order.cancelled) == (NUMBER, False)
    assert "The bath leaks." in order.description
    assert scheduler.visits(number=NUMBER).visits == ()

    assert slots(scheduler) == [MORNING, SCHOOL_RUN, AFTERNOON]
    booked = scheduler.book(BOOKING)
    visit = only_visit(scheduler)
    assert (booked.visit, booked.number, booked.date, booked.window.id) == (visit.id, NUMBER, DAY, MORNING)
    assert (visit.state, visit.date) == (VisitState.BOOKED, DAY)
    assert (visit.start, visit.end) == (dt.time(8), dt.time(12))

    moved = scheduler.book(replace(BOOKING, window=AFTERNOON, visit=booked.visit))
    assert moved.visit == booked.visit
    visit = only_visit(scheduler)
    assert (visit.id, visit.start, visit.end) == (booked.visit, dt.time(12), dt.time(17))

    scheduler.cancel_order(NUMBER, reason="It is fixed")
    assert scheduler.read_order(NUMBER).cancelled
    assert only_visit(scheduler).state is VisitState.CANCELLED
    assert not account.calls("DELETE job/delete")


def test_raising_twice_makes_one_job_and_takes_nothing_away(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    scheduler.book(BOOKING)
    scheduler.raise_order(ORDER)
    [order] = account.state()["orders"]
    assert order["start"]
    assert account.calls("POST job/send")[0]["unknown_fields"] == []


def test_the_job_carries_what_the_contractor_needs(account, scheduler) -> None:
    scheduler.raise_order(replace(ORDER, priority="EMERGENCY"))
    job = account.job(NUMBER)
    kept = job["fields"]
    assert (kept["contactLastName"], kept["contactMobile"]) == ("Ada Byron", "07700900123")
    assert (kept["contactPhone"], kept["contactEmail"]) == ("01632960001", "ada@example.org")
    assert kept["priority"] == "high"
    assert job["customer"]["myId"] == "PROP-1"
    for word in ("PROP-1", "BATH001 x 2", "BATH002", "1 June 2026"):
        assert word in kept["description"]


def test_properties_may_be_sites_of_the_landlord(account, build) -> None:
    build(customer="RIVER").raise_order(ORDER)
    job = account.job(NUMBER)
    assert (job["customer"]["myId"], job["site"]["myId"]) == ("RIVER", "PROP-1")


def test_a_property_that_the_contractor_does_not_know_is_a_refusal(account, scheduler) -> None:
    account.habits(any_customer=False)
    with pytest.raises(Refused, match="not found"):
        scheduler.raise_order(ORDER)


def test_codes_choose_the_job_type_and_so_the_technicians(account, build) -> None:
    scheduler = build(job_types=["BA=Plumbing", "BATH=Electrics"])
    scheduler.raise_order(ORDER)
    for technician in (BETH, CARL):
        account.dispatch(technician, f"{DAY}T08:00", 600)
    assert slots(scheduler) == []
    assert slots(scheduler, date=DAY + dt.timedelta(days=1)) == [MORNING, SCHOOL_RUN, AFTERNOON]


def test_a_dispatcher_who_moves_the_visit_within_its_window_changes_nothing_for_the_tenant(
    account, scheduler
) -> None:
    scheduler.raise_order(ORDER)
    scheduler.book(BOOKING)
    account.staff("move", NUMBER, start=f"{DAY}T10:30")
    assert (only_visit(scheduler).start, only_visit(scheduler).end) == (dt.time(8), dt.time(12))


def test_a_dispatcher_who_moves_it_elsewhere_is_shown_as_it_is(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    booked = scheduler.book(BOOKING)
    account.staff("move", NUMBER, start="2026-05-08T13:15", technician=DORA)
    visit = only_visit(scheduler)
    assert (visit.id, visit.state, visit.date) == (booked.visit, VisitState.BOOKED, dt.date(2026, 5, 8))
    assert (visit.start, visit.end, visit.resource) == (dt.time(13, 15), dt.time(14, 15), "Dora Vale")


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("synchronize", VisitState.BOOKED),
        ("start", VisitState.STARTED),
        ("pause", VisitState.STARTED),
        ("complete", VisitState.COMPLETED),
        ("validate", VisitState.COMPLETED),
        ("cancel", VisitState.CANCELLED),
        ("unschedule", VisitState.CANCELLED),
    ],
)
def test_what_dispatchers_and_technicians_do_is_read(account, scheduler, action, state) -> None:
    scheduler.raise_order(ORDER)
    booked = scheduler.book(BOOKING)
    account.staff(action, NUMBER)
    visit = only_visit(scheduler)
    assert (visit.id, visit.state) == (booked.visit, state)
    assert visit.result == (VisitResult.COMPLETED if state is VisitState.COMPLETED else None)


@pytest.mark.parametrize("action", ["start", "complete", "cancel"])
def test_nothing_is_booked_for_a_job_that_is_under_way_or_over(account, scheduler, action) -> None:
    scheduler.raise_order(ORDER)
    booked = scheduler.book(BOOKING)
    account.staff(action, NUMBER)
    with pytest.raises(Refused):
        scheduler.book(replace(BOOKING, window=AFTERNOON, visit=booked.visit))
    assert len(account.calls("POST job/schedule")) == 1


def test_a_cancelled_job_is_offered_no_times(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    account.staff("cancel", NUMBER)
    with pytest.raises(Refused):
        scheduler.offer(NUMBER, since=TODAY)


def test_instructions_stand_in_the_description_once(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    booked = scheduler.book(replace(BOOKING, instructions="Ring twice"))
    scheduler.book(replace(BOOKING, instructions="Ring twice", window=AFTERNOON, visit=booked.visit))
    assert account.job(NUMBER)["fields"]["description"].count("Ring twice") == 1
    assert "The bath leaks." in account.job(NUMBER)["fields"]["description"]


def test_a_second_booking_without_the_visit_is_refused(scheduler) -> None:
    scheduler.raise_order(ORDER)
    scheduler.book(BOOKING)
    with pytest.raises(Refused):
        scheduler.book(replace(BOOKING, window=AFTERNOON))


def test_a_job_that_has_begun_is_not_cancelled(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    scheduler.book(BOOKING)
    account.staff("start", NUMBER)
    with pytest.raises(Refused):
        scheduler.cancel_order(NUMBER, reason="It is fixed")


def test_two_technicians_come_to_a_job_for_two(account, scheduler) -> None:
    scheduler.raise_order(PAIR)
    for technician in (ASIM, BETH, CARL):
        account.dispatch(technician, f"{DAY}T08:00", 240)
    assert slots(scheduler) == [SCHOOL_RUN, AFTERNOON]
    scheduler.book(replace(BOOKING, window=AFTERNOON))
    job = account.job(NUMBER)
    assert len({job["technician"], *job["others"]}) == 2


def test_a_job_for_two_waits_until_somebody_says_which_type_that_is(build) -> None:
    scheduler = build(pair_job_type="")
    with pytest.raises(Exception, match="PAIR_JOB_TYPE") as caught:
        scheduler.raise_order(PAIR)
    assert caught.value.misconfigured


def test_an_offer_of_five_weeks_costs_few_calls_and_the_next_one_a_single_one(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    before = len(account.calls())
    scheduler.offer(NUMBER, since=TODAY)
    first = len(account.calls()) - before
    scheduler.offer(NUMBER, since=TODAY)
    assert first <= 6
    assert len(account.calls()) - before - first == 1


def test_lists_of_several_pages_are_read_whole(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    for number in range(230):
        account.dispatch(CARL, f"2026-05-0{5 + number % 4}T08:00", 5)
    for technician in (ASIM, BETH, DORA):
        account.dispatch(technician, f"{DAY}T08:00", 540)
    assert slots(scheduler) == []


def test_somebody_books_the_last_time_and_the_next_is_told_that_it_is_taken(account, scheduler) -> None:
    other = replace(ORDER, number="TP-23456-FGHJK")
    for order in (ORDER, other):
        scheduler.raise_order(order)
    for technician in (ASIM, BETH):
        account.dispatch(technician, f"{DAY}T08:00", 540)
    account.dispatch(DORA, f"{DAY}T09:00", 480)
    assert slots(scheduler) == [MORNING]
    scheduler.book(replace(BOOKING, number=other.number))
    with pytest.raises(SlotTaken):
        scheduler.book(BOOKING)
    assert slots(scheduler) == []
    assert account.job(NUMBER)["start"] is None


def test_changes_name_our_orders_alone_deleted_ones_too(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    scheduler.raise_order(replace(ORDER, number="TP-23456-FGHJK"))
    account.pass_by(3600)
    since = account.now()
    account.dispatch(CARL, f"{DAY}T08:00")
    account.staff("delete", NUMBER)
    found = scheduler.changes(since=since)
    assert found.numbers == {NUMBER}
    assert found.until == account.now()
    account.pass_by(3600)
    assert scheduler.changes(since=found.until + dt.timedelta(hours=1)).numbers == frozenset()


def test_a_property_shows_its_visits_by_their_day(scheduler) -> None:
    scheduler.raise_order(ORDER)
    scheduler.book(BOOKING)
    [visit] = scheduler.visits(customer="PROP-1").visits
    assert (visit.number, visit.date, visit.start, visit.end) == (NUMBER, DAY, None, None)
    assert scheduler.visits(customer="PROP-2").visits == ()


def test_a_contractors_system_hands_nothing_over_and_has_no_screen_for_us(scheduler) -> None:
    with pytest.raises(Refused):
        scheduler.hand_over(NUMBER, supplier="S1")
    assert scheduler.jump(samples.USER, screen=None) is None
