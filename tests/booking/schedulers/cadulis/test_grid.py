"""The wizard's proposal as an offer: whatever comes, free slots only, each once, in order."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.schedulers.base import Refused, Unavailable
from booking.schedulers.cadulis import grid
from booking.schedulers.cadulis.dates import LONDON
from tests.booking.schedulers.cadulis.contractor import NOW
from tests.booking.schedulers.cadulis.script import NUMBER, READ, WIZARD, one, proposed, start
from tests.booking.schedulers.remote import answer, page

DAY = dt.date(2026, 11, 20)
TWO_HOURS = dt.timedelta(hours=2)


def offer(*slots, duration=TWO_HOURS, since=DAY, until=DAY + dt.timedelta(days=1)):
    days = [{"date": DAY.isoformat(), "slots": list(slots)}]
    return grid.read_offer(grid.read_proposals(days), duration=duration, since=since, until=until)


def test_a_start_and_a_duration_make_a_window():
    [slot] = offer(start("09:00")).slots
    assert (slot.date, slot.window.id, slot.window.name) == (DAY, "0900-1100", "9am to 11am")
    assert (slot.window.start, slot.window.end) == (dt.time(9), dt.time(11))
    assert grid.read_window(slot.window.id) == slot.window


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("0930-1130", "9:30am to 11:30am"),
        ("1100-1200", "11am to midday"),
        ("1200-1345", "midday to 1:45pm"),
        ("0000-0100", "midnight to 1am"),
    ],
)
def test_a_window_is_named_in_words(id, name):
    assert grid.read_window(id).name == name


@pytest.mark.parametrize(
    "id", ["", "9-11", "0900", "0900-0900", "1100-0900", "2500-2600", "0900-1160", "MORNING"]
)
def test_what_is_no_window_of_ours_is_refused(id):
    with pytest.raises(Refused):
        grid.read_window(id)


def test_free_is_what_some_technician_has_free():
    slots = offer(start(available=False), start(userId=72), start("10:00", available=False)).slots
    assert [slot.window.id for slot in slots] == ["0900-1100"]


@pytest.mark.parametrize("word", [True, 1, "1", "true"])
def test_available_in_any_spelling(word):
    assert offer(start(available=word)).slots


@pytest.mark.parametrize("word", [False, 0, "0", "false", None, "", "perhaps", [1], {}, 2])
def test_anything_else_is_not_available(word):
    assert offer(start(available=word)).slots == ()


def test_the_best_are_preferred_unless_all_are_alike():
    slots = offer(start(relevance=3), start("10:00", relevance=9), start("11:00", relevance=9)).slots
    assert [slot.preferred for slot in slots] == [False, True, True]
    assert [slot.preferred for slot in offer(start(), start("10:00")).slots] == [False, False]


def test_the_best_of_those_that_are_not_free_counts_not():
    slots = offer(start(relevance=99, available=False), start("10:00", relevance=9), start("11:00")).slots
    assert [slot.preferred for slot in slots] == [True, False]


def test_a_job_that_would_not_end_that_day_is_no_slot():
    assert offer(start("23:00")).slots == ()
    assert offer(start("22:00")).slots == ()


def test_php_may_write_lists_as_objects():
    days = {"2026-11-20": {"date": "2026-11-20", "slots": {"0": start(), "1": start("10:00")}}}
    found = grid.read_proposals(days.values())
    assert len(found) == 2


def test_the_same_clock_time_before_and_after_a_clock_change_is_another_moment():
    sunday = dt.date(2027, 3, 28)
    slots = [
        start("00:30", date="2027-03-28"),
        start("01:30", date="2027-03-28"),
        start("09:00", date="2027-03-29"),
    ]
    found = grid.read_offer(
        grid.read_proposals([{"slots": slots}]),
        duration=TWO_HOURS,
        since=sunday,
        until=sunday + dt.timedelta(days=7),
    )
    assert [slot.window.id for slot in found.slots] == ["0030-0330", "0900-1100"]


ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
DATES = st.one_of(
    ODD, st.sampled_from(["2026-11-20", "2026-11-20T00:00:00+00:00", "2026-11-31", "2026-11-20T09:00:00Z"])
)
TIMES = st.one_of(ODD, st.sampled_from(["09:00", "10:30:00", "9:00", "24:00", "23:59"]))
SLOTS = st.one_of(
    ODD,
    st.fixed_dictionaries(
        {"date": DATES, "time": TIMES, "available": st.one_of(st.just(True), ODD), "relevance": ODD}
    ),
)
DAYS = st.lists(
    st.one_of(
        ODD, st.fixed_dictionaries({"date": DATES, "slots": st.one_of(ODD, st.lists(SLOTS, max_size=6))})
    )
)


@settings(deadline=None)
@given(DAYS)
def test_whatever_the_wizard_says_the_offer_is_sound(days):
    until = DAY + dt.timedelta(weeks=5)
    offer = grid.read_offer(grid.read_proposals(days), duration=TWO_HOURS, since=DAY, until=until)
    keys = [(slot.date, slot.window.start, slot.window.end) for slot in offer.slots]
    assert keys == sorted(set(keys))
    assert {slot.window for slot in offer.slots} == set(offer.windows)
    for slot in offer.slots:
        assert DAY <= slot.date < until
        assert grid.read_window(slot.window.id) == slot.window


@pytest.mark.parametrize(
    "reply",
    [
        answer({}),
        answer({"result": []}),
        answer({"result": {}}),
        answer({"result": {"dates": None}}),
        answer({"result": {"dates": "none"}}),
        answer([]),
        answer(b""),
        answer(b"null"),
        answer(b"{" * 50_000),
        answer(b'{"result": NaN}'),
        page(),
        answer({"error": "x"}, 400),
        answer({"error": "x"}, 500),
    ],
)
def test_no_answer_is_never_taken_for_an_empty_one(reply, scripted, remote):
    remote.on(READ, answer(one()))
    remote.on(WIZARD, reply)
    with pytest.raises(Unavailable):
        scripted.offer(NUMBER, since=NOW.date())


def test_the_wizard_is_asked_in_its_own_words(scripted, remote):
    remote.on(READ, answer(one(duration=5400)))
    remote.on(WIZARD, answer(proposed(start())))
    [slot] = scripted.offer(NUMBER, since=dt.date(2027, 3, 25), weeks=1).slots or [None]
    assert slot is None
    [asked] = [call.query for call in remote.calls(WIZARD)]
    assert asked == {
        "address": "1 Mill Lane",
        "date_min": "2027-03-25T00:00:00+00:00",
        "date_max": "2027-03-31T23:59:59+01:00",
        "duration": "01:30:00",
        "intervention_cref": NUMBER,
    }


def test_what_lies_behind_is_not_offered(scripted, remote, now):
    now.moment = dt.datetime(2026, 11, 20, 9, 30, tzinfo=LONDON)
    remote.on(READ, answer(one()))
    remote.on(WIZARD, answer(proposed(start("09:00"), start("10:00"))))
    slots = scripted.offer(NUMBER, since=dt.date(2026, 11, 1)).slots
    assert [slot.window.start for slot in slots] == [dt.time(10)]
