"""What goes over the wire and comes back: forms, moments, spans, both clock changes."""

import datetime as dt
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.schedulers.cadulis import dates
from booking.schedulers.cadulis.form import encode

UTC = dt.UTC


def test_a_form_is_what_php_reads():
    form = encode(
        {
            "cref": "TP-1",
            "ids": ["a", "b"],
            "yes": True,
            "no": False,
            "none": None,
            "end": "",
            "c": {"d": {"e": 1}},
        },
        send_as="intervention",
    )
    assert parse_qsl(form, keep_blank_values=True) == [
        ("intervention[cref]", "TP-1"),
        ("intervention[ids][0]", "a"),
        ("intervention[ids][1]", "b"),
        ("intervention[yes]", "1"),
        ("intervention[no]", "0"),
        ("intervention[end]", ""),
        ("intervention[c][d][e]", "1"),
    ]
    assert encode({"cref": "é & =", "n": None}) == "cref=%C3%A9+%26+%3D"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-07-01T09:00:00+01:00", "2026-07-01 09:00"),
        ("2026-07-01T10:00:00+02:00", "2026-07-01 09:00"),
        ("2026-07-01T08:00:00Z", "2026-07-01 09:00"),
        ("2026-07-01T08:00:00.000Z", "2026-07-01 09:00"),
        ("2026-07-01T08:00:00+0000", "2026-07-01 09:00"),
        ("2026-12-01T09:00:00+00:00", "2026-12-01 09:00"),
        ("2026-12-01 09:00:00", "2026-12-01 09:00"),
        ("2026-07-01 09:00", "2026-07-01 09:00"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25 01:30"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25 01:30"),
        ("2026-03-29T01:30:00+00:00", "2026-03-29 02:30"),
    ],
)
def test_a_moment_is_londons_however_it_is_written(text, local):
    moment = dates.read_moment(text)
    assert f"{moment:%Y-%m-%d %H:%M}" == local
    assert dates.read_moment(dates.write_moment(moment)) == moment


@pytest.mark.parametrize("nothing", [None, "", False])
def test_no_moment_is_none(nothing):
    assert dates.read_moment(nothing) is None


@pytest.mark.parametrize(
    "odd",
    [
        "soon",
        "2026-13-01T00:00:00Z",
        7,
        [],
        {},
        "2026-01-01",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T20:00:00Z",
        "0001-01-01T00:00:00+00:00",
        "2026-W01-1T00:00",
    ],
)
def test_an_odd_moment_is_never_taken_for_none(odd):
    with pytest.raises(ValueError, match=r".+"):
        dates.read_moment(odd)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-07-01", dt.date(2026, 7, 1)),
        ("2026-07-01T00:00:00+02:00", dt.date(2026, 7, 1)),
        ("2026-07-01T00:00:00Z", dt.date(2026, 7, 1)),
        ("2026-06-30T22:30:00Z", dt.date(2026, 6, 30)),
        ("2026-06-30T23:30:00Z", dt.date(2026, 7, 1)),
    ],
)
def test_a_date_stands_as_it_is_written(text, date):
    assert dates.read_date(text) == date


@pytest.mark.parametrize(
    "odd", [None, "", "tomorrow", 20260701, "2026-02-30", "0000-01-01", "9999-12-31", "0001-01-01T00:00:00Z"]
)
def test_an_odd_date_is_none(odd):
    with pytest.raises(ValueError, match=r".+"):
        dates.read_date(odd)


def test_a_time_of_day_is_read_to_the_minute():
    assert dates.read_time("09:30") == dates.read_time("9:30:59") == dt.time(9, 30)
    assert dates.read_time("2026-07-01T08:30:00Z") == dt.time(9, 30)
    for odd in (None, "", "25:00", "nine", 930):
        with pytest.raises(ValueError, match=r".+"):
            dates.read_time(odd)


@pytest.mark.parametrize(
    ("value", "minutes"),
    [(7200, 120), ("7200", 120), ("02:00:00", 120), ("00:30:00", 30), (0, None), ("", None), (None, None)],
)
def test_a_span_is_seconds_or_a_clock(value, minutes):
    assert dates.read_span(value) == (dt.timedelta(minutes=minutes) if minutes else None)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=359_999))
def test_a_span_survives_the_wizards_way_of_writing(seconds):
    span = dt.timedelta(seconds=seconds)
    assert dates.read_span(dates.write_span(span)) == span
    assert len(dates.write_span(span)) == 8


@settings(deadline=None)
@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.integers())))
def test_an_odd_span_is_none_or_a_span(value):
    assert dates.read_span(value) is None or dates.read_span(value) > dt.timedelta()


def test_a_time_that_the_clock_change_leaves_out_is_none():
    spring, autumn = dt.date(2027, 3, 28), dt.date(2026, 10, 25)
    assert dates.place(spring, dt.time(1, 30)) is None
    assert dates.write_moment(dates.place(spring, dt.time(9))) == "2027-03-28T09:00:00+01:00"
    assert dates.place(autumn, dt.time(1, 30)) is None
    assert dates.write_moment(dates.place(autumn, dt.time(0, 59))) == "2026-10-25T00:59:00+01:00"
    assert dates.write_moment(dates.place(autumn, dt.time(9))) == "2026-10-25T09:00:00+00:00"


def test_a_job_takes_as_long_on_the_night_of_a_clock_change():
    start = dates.place(dt.date(2027, 3, 28), dt.time(0, 30))
    end = dates.after(start, dt.timedelta(hours=2))
    assert f"{end:%H:%M}" == "03:30"
    assert end.astimezone(UTC) - start.astimezone(UTC) == dt.timedelta(hours=2)
    assert dates.between(start, end) == dt.timedelta(hours=2)


@settings(deadline=None)
@given(st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)), st.times())
def test_every_local_time_is_written_and_read_as_itself(date, time):
    placed = dates.place(date, time.replace(second=0, microsecond=0))
    if placed is not None:
        read = dates.read_moment(dates.write_moment(placed))
        assert (read.date(), read.time().replace(fold=0)) == (placed.date(), placed.time())
