"""Faults on the way: what is known afterwards, and whether that is what Cadulis has."""

import pytest

from booking.schedulers.base import Refused, SlotTaken, Unavailable, Unknown
from tests.booking.schedulers.cadulis.contractor import NOW, book, order, raise_and_offer, wanted, when

DONE = ["reset_after", "error_after", "truncated", "empty", "wrong_order", "timeout_after"]
NOT_DONE = ["reset_before", "error_before", "html", "login_page", "timeout_before"]


@pytest.fixture
def hasty(build):
    return build(read_seconds=3, write_seconds=0.4)


@pytest.mark.parametrize("fault", [*DONE, *NOT_DONE])
def test_a_lost_answer_to_raising_is_unknown_and_read_back(fault, hasty, contractor):
    contractor.spoil("intervention.create", fault)
    with pytest.raises(Unknown):
        hasty.raise_order(order())
    contractor.heal()
    assert (hasty.read_order("TP-1") is not None) is (fault in DONE)
    assert len(contractor.calls("intervention.create")) == 1


@pytest.mark.parametrize("fault", [*DONE, *NOT_DONE])
def test_a_lost_answer_to_booking_is_unknown_and_read_back(fault, hasty, contractor):
    slot = raise_and_offer(hasty)[5]
    contractor.spoil("intervention.update", fault)
    with pytest.raises(Unknown):
        book(hasty, slot)
    contractor.heal()
    visits = hasty.visits(number="TP-1").visits
    assert [when(visit) for visit in visits] == ([wanted(slot)] if fault in DONE else [])
    assert len(contractor.calls("intervention.update")) == 1


@pytest.mark.parametrize("fault", [*DONE, *NOT_DONE])
def test_a_lost_answer_to_cancelling_is_unknown_and_read_back(fault, hasty, contractor):
    hasty.raise_order(order())
    contractor.spoil("intervention.update", fault)
    with pytest.raises(Unknown):
        hasty.cancel_order("TP-1", reason="It is fixed")
    contractor.heal()
    assert hasty.read_order("TP-1").cancelled is (fault in DONE)


BLIND = ["timeout_before", "html", "login_page", "truncated", "empty"]
LOOKS = [
    ("intervention.read", "wrong_order"),
    *(
        (call, fault)
        for call in ("intervention.read", "schedule-wizard", "intervention.list")
        for fault in BLIND
    ),
]


@pytest.mark.parametrize(("call", "fault"), LOOKS)
def test_a_look_that_fails_before_booking_books_nothing(call, fault, build, contractor):
    cadulis = build(read_seconds=0.4)
    slot = raise_and_offer(cadulis)[5]
    contractor.spoil(call, fault, times=None)
    with pytest.raises(Unavailable):
        book(cadulis, slot)
    contractor.heal()
    assert cadulis.visits(number="TP-1").visits == ()


def test_a_booking_that_cannot_be_read_back_is_unknown(cadulis, contractor):
    slot = raise_and_offer(cadulis)[5]
    # One read comes before the write, the next after it.
    contractor.spoil("intervention.read", "latency", seconds=0)
    contractor.spoil("intervention.read", "html", times=None)
    with pytest.raises(Unknown, match="not to be read back"):
        book(cadulis, slot)
    contractor.heal()
    assert len(contractor.calls("intervention.update")) == 1
    assert when(cadulis.visits(number="TP-1").visits[0]) == wanted(slot)


def test_a_time_that_is_gone_when_looked_at_again_is_taken(cadulis, contractor):
    slot = raise_and_offer(cadulis)[5]
    start = f"{slot.date}T{slot.window.start:%H:%M}"
    contractor.control("take", start=start)
    with pytest.raises(SlotTaken, match="does not propose"):
        book(cadulis, slot)
    assert contractor.calls("intervention.update") == []


def test_a_time_that_goes_between_look_and_write_is_taken(cadulis, contractor):
    slot = raise_and_offer(cadulis)[5]
    contractor.spoil("intervention.update", "slot_taken")
    with pytest.raises(SlotTaken):
        book(cadulis, slot)
    assert cadulis.visits(number="TP-1").visits == ()
    assert slot not in cadulis.offer("TP-1", since=NOW.date()).slots


def test_nobody_listens(build):
    with pytest.raises(Unavailable) as caught:
        build(url="http://127.0.0.1:9/connectors/a/b").raise_order(order())
    assert not caught.value.misconfigured


def test_too_many_calls_are_unknown_for_a_write_and_say_when_for_a_read(cadulis, contractor):
    cadulis.check()
    contractor.spoil("*", "status", status=429, seconds=7, times=2)
    with pytest.raises(Unknown):
        cadulis.raise_order(order())
    with pytest.raises(Unavailable) as caught:
        cadulis.read_order("TP-1")
    assert caught.value.retry_after == 7


@pytest.mark.parametrize("number", ["tp-1", "", "A" * 33, "TP/1"])
def test_what_is_no_number_of_ours_never_leaves(number, cadulis, contractor):
    for attempt in (
        lambda: cadulis.raise_order(order(number)),
        lambda: cadulis.read_order(number),
        lambda: cadulis.offer(number, since=NOW.date()),
        lambda: cadulis.cancel_order(number, reason="x"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert contractor.calls() == []
