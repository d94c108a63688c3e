"""Three ways of writing a moment."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.schedulers.synchroteam import dates

MOMENTS = st.builds(
    dt.datetime.combine,
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    st.times().map(lambda time: time.replace(microsecond=0, fold=0)),
)


@given(MOMENTS)
def test_the_day_comes_first_in_what_it_answers(moment) -> None:
    assert dates.read_moment(moment.strftime("%d/%m/%Y %H:%M:%S")) == moment


@given(MOMENTS)
def test_the_year_comes_first_in_what_it_takes_and_in_activities(moment) -> None:
    assert dates.read_moment(moment.strftime("%Y-%m-%d %H:%M:%S")) == moment
    assert dates.read_moment(moment.strftime("%Y-%m-%d %H:%M")) == moment.replace(second=0)


def test_the_third_of_april_is_not_the_fourth_of_march() -> None:
    assert dates.read_moment("03/04/2026 09:00:00") == dt.datetime.fromisoformat("2026-04-03T09:00")


@pytest.mark.parametrize(
    "text",
    [
        "04/19/2026 09:00:00",
        "31/02/2026",
        "2026-13-01",
        "9:00",
        "today",
        7,
        {},
        "07/05/2026 25:00:00",
        "31/12/9999",
    ],
)
def test_what_is_no_moment_is_never_made_one(text) -> None:
    with pytest.raises(ValueError, match=r"date|range|hour|day|month|year"):
        dates.read_moment(text)


def test_nothing_is_nothing() -> None:
    assert dates.read_moment(None) is dates.read_moment("") is dates.read_day(None) is None


def test_what_is_sent_is_local_and_changed_since_is_not() -> None:
    moment = dt.datetime(2026, 7, 1, 9, 30, 15, tzinfo=dt.UTC)
    assert dates.write_moment(moment) == "2026-07-01 10:30:15"
    assert dates.write_minute(moment) == "2026-07-01 10:30"
    assert dates.write_utc(moment) == "2026-07-01 09:30:15"


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 4), ("2026-03-29", 3), ("2026-10-24", 4), ("2026-10-25", 5)]
)
def test_a_night_is_as_long_as_it_really_is(day, hours) -> None:
    start, end = (dt.datetime.fromisoformat(f"{day} {hour}:00") for hour in ("00", "04"))
    assert dates.between(start, end) == dt.timedelta(hours=hours)


def test_lengths_and_times_of_day() -> None:
    assert dates.read_span("01:30:00") == dt.timedelta(minutes=90)
    assert dates.read_time("08:00") == dt.time(8)
    for read in (dates.read_span, dates.read_time):
        with pytest.raises(ValueError, match="not a"):
            read("soon")
