"""The whole path over real HTTP, against a Cadulis that behaves."""

import datetime as dt

import pytest

from booking.schedulers.abilities import Watched
from booking.schedulers.base import Refused, RemoteUser, Screen, VisitResult, VisitState
from tests.booking.schedulers.cadulis.contractor import (
    NOW,
    book,
    only_visit,
    order,
    raise_and_offer,
    wanted,
    when,
)


def test_an_order_waits_without_a_date(cadulis, contractor):
    cadulis.raise_order(order())
    found = cadulis.read_order("TP-1")
    assert (found.number, found.cancelled, found.remote_id) == ("TP-1", False, "4101")
    assert cadulis.visits(number="TP-1").visits == ()
    job = contractor.job()
    assert (job["status"], job["start"], job["duration"]) == ("pending", None, 7200)
    assert job["values"]["title"] == "The kitchen tap drips."
    assert "TAPS001" in job["values"]["comment"]
    assert job["customer"]["mobile"] == "07700900123"


def test_an_order_that_is_not_there_is_none(cadulis):
    assert cadulis.read_order("TP-404") is None


def test_five_weeks_are_offered_by_one_call_of_the_wizard(cadulis, contractor):
    slots = raise_and_offer(cadulis)
    days = {slot.date for slot in slots}
    assert min(days) >= NOW.date()
    assert NOW.date() + dt.timedelta(days=30) < max(days) < NOW.date() + dt.timedelta(weeks=5)
    assert len(contractor.calls("schedule-wizard")) == 1
    assert next(slot.window.name for slot in slots if slot.window.id == "0900-1100") == "9am to 11am"
    assert any(slot.preferred for slot in slots)
    assert len({(slot.date, slot.window.id) for slot in slots}) == len(slots)


def test_a_technician_is_never_named(cadulis):
    assert "userId" not in repr(raise_and_offer(cadulis))


def test_the_windows_are_those_that_were_on_offer(cadulis, now):
    assert cadulis.windows() == ()
    slots = raise_and_offer(cadulis)
    assert {slot.window for slot in slots} == set(cadulis.windows())
    now.pass_by(3601)
    assert cadulis.windows() == ()


def test_a_slot_is_booked_read_moved_and_cancelled(cadulis, contractor):
    slots = raise_and_offer(cadulis)
    booked = book(cadulis, slots[5], instructions="Ring twice")
    assert (booked.visit, booked.date, booked.window) == ("TP-1", slots[5].date, slots[5].window)
    visit = only_visit(cadulis)
    assert (visit.state, visit.id, when(visit)) == (VisitState.BOOKED, "TP-1", wanted(slots[5]))
    assert contractor.job()["values"]["comment"].endswith("Ring twice")

    book(cadulis, slots[20], visit="TP-1")
    assert when(only_visit(cadulis)) == wanted(slots[20])

    cadulis.cancel_order("TP-1", reason="It is fixed", description="A neighbour did it")
    assert cadulis.read_order("TP-1").cancelled
    assert only_visit(cadulis).state is VisitState.CANCELLED
    assert contractor.job()["values"]["comment"].endswith("Cancelled: It is fixed (A neighbour did it)")


def test_nothing_is_sent_that_the_document_does_not_know(cadulis, contractor):
    cadulis.check()
    slots = raise_and_offer(cadulis)
    book(cadulis, slots[0])
    cadulis.changes(since=NOW - dt.timedelta(days=1))
    cadulis.cancel_order("TP-1", reason="It is fixed")
    assert [call["unknown_fields"] for call in contractor.calls() if call["unknown_fields"]] == []
    assert {call["status"] for call in contractor.calls()} == {200}


def test_what_is_booked_is_not_offered_to_the_next(build, contractor):
    cadulis = build(planning_lines=0)
    slot = raise_and_offer(cadulis)[5]
    contractor.control("take", start=f"{slot.date}T{slot.window.start:%H:%M}", minutes=120, leave=1)
    book(cadulis, slot)
    assert slot not in raise_and_offer(cadulis, "TP-2")


def test_booking_again_what_stands_changes_nothing(cadulis, contractor):
    slot = raise_and_offer(cadulis)[5]
    book(cadulis, slot)
    book(cadulis, slot)
    assert len(contractor.calls("intervention.update")) == 1


def test_a_second_time_needs_a_move(cadulis):
    slots = raise_and_offer(cadulis)
    book(cadulis, slots[5])
    with pytest.raises(Refused, match="another time already"):
        book(cadulis, slots[9])
    with pytest.raises(Refused, match="gone"):
        book(cadulis, slots[9], visit="TP-9")


def test_a_visit_that_nobody_planned_cannot_be_moved(cadulis):
    slots = raise_and_offer(cadulis)
    with pytest.raises(Refused, match="gone"):
        book(cadulis, slots[9], visit="TP-1")


@pytest.mark.parametrize(
    ("action", "more", "state", "result"),
    [
        ("begin", {}, VisitState.STARTED, None),
        ("pause", {}, VisitState.STARTED, None),
        ("cancel", {}, VisitState.CANCELLED, None),
        ("terminate", {"report": "ok"}, VisitState.COMPLETED, VisitResult.COMPLETED),
        ("terminate", {"report": "ko"}, VisitState.COMPLETED, VisitResult.NO_ACCESS),
        ("set", {"status": "on_the_moon"}, VisitState.UNKNOWN, None),
    ],
)
def test_what_planners_do_is_read(action, more, state, result, cadulis, contractor):
    slot = raise_and_offer(cadulis)[5]
    book(cadulis, slot)
    contractor.planner(action, **more)
    visit = only_visit(cadulis)
    assert (visit.state, visit.result, visit.date) == (state, result, slot.date)


def test_a_planner_moves_and_unplans_a_visit(cadulis, contractor):
    book(cadulis, raise_and_offer(cadulis)[5])
    contractor.planner("move", start="2026-12-01T13:00")
    assert when(only_visit(cadulis)) == (dt.date(2026, 12, 1), dt.time(13), dt.time(15))
    contractor.planner("unplan")
    assert cadulis.visits(number="TP-1").visits == ()


@pytest.mark.parametrize("habits", [{"utc": True}, {"two_ls": True}])
def test_other_spellings_mean_the_same(habits, cadulis, contractor):
    contractor.control("habits", **habits)
    slot = raise_and_offer(cadulis)[5]
    book(cadulis, slot)
    assert when(only_visit(cadulis)) == wanted(slot)
    cadulis.cancel_order("TP-1", reason="It is fixed")
    assert cadulis.read_order("TP-1").cancelled


def test_a_job_that_has_begun_is_neither_booked_nor_cancelled(cadulis, contractor):
    slots = raise_and_offer(cadulis)
    book(cadulis, slots[5])
    contractor.planner("begin")
    for attempt in (
        lambda: cadulis.cancel_order("TP-1", reason="It is fixed"),
        lambda: book(cadulis, slots[9], visit="TP-1"),
        lambda: cadulis.offer("TP-1", since=NOW.date()),
    ):
        with pytest.raises(Refused, match="in_progress"):
            attempt()


def test_cancelling_twice_is_one_cancellation(cadulis, contractor):
    cadulis.raise_order(order())
    cadulis.cancel_order("TP-1", reason="It is fixed")
    cadulis.cancel_order("TP-1", reason="It is fixed")
    assert len(contractor.calls("intervention.update")) == 1


def test_the_visits_of_a_property_are_found_among_all(cadulis):
    slots = raise_and_offer(cadulis)
    book(cadulis, slots[5])
    cadulis.raise_order(order("TP-2", customer="P-2002"))
    book(cadulis, cadulis.offer("TP-2", since=NOW.date()).slots[9], "TP-2")
    assert [visit.number for visit in cadulis.visits(customer="P-2002").visits] == ["TP-2"]


def test_nobody_is_handed_over_to_and_nobody_jumps(cadulis):
    with pytest.raises(Refused):
        cadulis.hand_over("TP-1", supplier="S1")
    assert cadulis.jump(RemoteUser(user_name="t"), screen=Screen.BOOK) is None


def test_changes_are_found_page_by_page_and_others_left_out(cadulis, contractor):
    assert isinstance(cadulis, Watched)
    for number in range(3):
        cadulis.raise_order(order(f"TP-{number}"))
    contractor.control("clock", now="2026-11-18T10:00:00+00:00")
    for number in range(120):
        contractor.session.post(
            f"{contractor.api_url}/1/interventions",
            data={
                "intervention[cref]": f"other/{number}" if number % 2 else f"TP-X{number}",
                "intervention[customer][type]": "company",
                "intervention[customer][reference]": "C-1",
            },
            timeout=10,
        )
    found = cadulis.changes(since=NOW + dt.timedelta(minutes=30))
    assert found.numbers == {f"TP-X{number}" for number in range(0, 120, 2)}
    assert 1 < len(contractor.calls("intervention.list")) < 5


def test_the_next_look_begins_a_little_before_this_one(cadulis, now):
    since = NOW - dt.timedelta(hours=1)
    assert cadulis.changes(since=since).until == NOW - dt.timedelta(minutes=2)
    assert cadulis.changes(since=NOW).until == NOW


def test_a_property_without_an_address_says_so(cadulis):
    cadulis.raise_order(order(customer="Z-1"))
    with pytest.raises(Exception, match="no address") as caught:
        cadulis.offer("TP-1", since=NOW.date())
    assert caught.value.misconfigured


def test_an_address_that_we_know_goes_along(cadulis, contractor):
    cadulis.raise_order(order(customer="Z-1", address="7 Weir Road, Riverside"))
    assert cadulis.offer("TP-1", since=NOW.date()).slots
    assert contractor.job()["values"]["address"] == "7 Weir Road, Riverside"
