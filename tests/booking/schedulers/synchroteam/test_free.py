"""Free time, computed: never over a job, an absence or the end of a working day, on any day of the year."""

import datetime as dt
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from booking.schedulers.base import Window
from booking.schedulers.synchroteam.dates import LONDON
from booking.schedulers.synchroteam.free import (
    Need,
    find_busy,
    find_places,
    find_technicians,
    span_of,
    working_span,
)
from booking.schedulers.synchroteam.objects import Activity, Job, User
from booking.schedulers.synchroteam.settings import STEPS, Settings

SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
DAYS = st.one_of(
    st.sampled_from([SPRING, AUTUMN, dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2028, 2, 29)]),
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
)
ALL_DAY = Settings(starts=dt.time(0), ends=dt.time(23, 59), days=frozenset(range(7)))
USERS = tuple(
    User.of({"id": id, "teams": [{"id": team, "name": f"T{team}"}], "skills": ["Plumber"]})
    for id, team in ((1, 7), (2, 7), (3, 8))
)
TIMES = st.times(min_value=dt.time(0), max_value=dt.time(23, 58)).map(
    lambda time: time.replace(second=0, microsecond=0, fold=0)
)


def job(id="9", **facts) -> Job:
    usual = {"id": id, "status": "scheduled", "technician": {"id": 1}, "otherTechnicians": []}
    return Job.of(usual | facts)


def text(moment: dt.datetime) -> str:
    return moment.strftime("%d/%m/%Y %H:%M:%S")


@st.composite
def diaries(draw):
    """A day, what stands on it, and a wish."""
    day = draw(DAYS)
    moments = st.builds(
        lambda shift, time: dt.datetime.combine(day + dt.timedelta(days=shift), time),
        st.integers(-1, 1),
        TIMES,
    )
    spans = st.tuples(moments, st.integers(5, 2000)).map(
        lambda pair: (pair[0], pair[0] + dt.timedelta(minutes=pair[1]))
    )
    jobs = [
        job(
            id=str(number),
            scheduledStart=text(start),
            scheduledEnd=text(end),
            technician={"id": draw(st.sampled_from([1, 2, 3]))},
        )
        for number, (start, end) in enumerate(draw(st.lists(spans, max_size=6)))
    ]
    crews = {one.id: draw(st.sampled_from([None, (), ("2",), ("3", "1")])) for one in jobs}
    activities = [
        Activity(category="unavail", start=start, end=end, user=user, team=team)
        for (start, end), (user, team) in draw(
            st.lists(st.tuples(spans, st.sampled_from([("1", ""), ("", "7"), ("3", "")])), max_size=3)
        )
    ]
    first, last = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    window = Window(id="1", name="", start=first, end=last)
    need = Need(
        duration=dt.timedelta(minutes=draw(st.integers(5, 300))),
        skills=frozenset({"plumber"}),
        people=draw(st.sampled_from([1, 2])),
    )
    step = dt.timedelta(minutes=draw(st.sampled_from(STEPS)))
    return day, jobs, crews, activities, window, need, step


@settings(max_examples=150, deadline=None)
@given(diaries())
def test_what_is_offered_never_overlaps_a_job_or_an_absence(diary) -> None:
    day, jobs, crews, activities, window, need, step = diary
    hours = replace(ALL_DAY, step=step)
    span = working_span(day, window, hours)
    if span is None:
        return
    busy = find_busy(jobs, activities, USERS, crews=crews)
    able = find_technicians(USERS, need)
    for place in list(find_places(span, need, technicians=able, busy=busy, step=step))[:50]:
        start, end = (moment.astimezone(LONDON).replace(tzinfo=None) for moment in place.span)
        assert place.span.end - place.span.start == need.duration
        assert start.date() == end.date() == day
        assert window.start <= start.time()
        assert end.time() <= window.end
        # What we write has no zone: read in either way it is the same moment.
        assert span_of(start, end) == place.span
        assert start.minute % (step.seconds // 60) == 0
        assert len(set(place.technicians)) == need.people
        for id in place.technicians:
            for one in jobs:
                crew = crews[one.id]
                mates = {"1": "12", "2": "12", "3": "3"}[one.technician] if crew is None else crew
                if id in {one.technician, *mates}:
                    assert not span_of(one.start, one.end).overlaps(place.span)
            for away in activities:
                if id == away.user or (away.team and id in "12"):
                    assert not span_of(away.start, away.end).overlaps(place.span)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([SPRING, AUTUMN]), st.integers(0, 22), st.integers(30, 240))
@example(AUTUMN, 1, 30)
@example(SPRING, 1, 30)
def test_nothing_begins_or_ends_in_an_hour_that_comes_twice_or_never(day, hour, minutes) -> None:
    window = Window(id="1", name="", start=dt.time(hour), end=dt.time(23, 59))
    span = working_span(day, window, ALL_DAY)
    assert span is not None
    need = Need(duration=dt.timedelta(minutes=minutes))
    for place in find_places(span, need, technicians=["1"], busy={}, step=dt.timedelta(minutes=30)):
        for moment in place.span:
            local = moment.astimezone(LONDON)
            assert local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


def test_in_spring_three_hours_do_not_fit_between_midnight_and_three() -> None:
    window = Window(id="1", name="", start=dt.time(0), end=dt.time(3))
    span = working_span(SPRING, window, ALL_DAY)
    assert span is not None
    assert span.end - span.start == dt.timedelta(hours=2)


def test_in_autumn_a_job_in_the_hour_that_comes_twice_takes_both() -> None:
    night = job(scheduledStart="25/10/2026 01:15:00", scheduledEnd="25/10/2026 01:45:00")
    assert night.start
    span = span_of(night.start, night.end)
    assert span.end - span.start == dt.timedelta(minutes=90)


def test_windows_end_with_the_working_day_and_holidays_have_none() -> None:
    hours = Settings(holidays=frozenset({dt.date(2026, 5, 8)}))
    evening = Window(id="1", name="", start=dt.time(16), end=dt.time(20))
    span = working_span(dt.date(2026, 5, 7), evening, hours)
    assert span is not None
    assert span.end - span.start == dt.timedelta(hours=1)
    assert working_span(dt.date(2026, 5, 8), evening, hours) is None
    assert working_span(dt.date(2026, 5, 9), evening, hours) is None
    assert working_span(dt.date(2026, 5, 7), replace(evening, start=dt.time(18)), hours) is None


def test_only_technicians_with_every_skill_are_asked() -> None:
    users = [
        User.of({"id": 1, "skills": ["Plumber", "GAS"], "profile": "technician"}),
        User.of({"id": 2, "skills": ["Plumber"]}),
        User.of({"id": 3, "skills": ["Plumber", "Gas"], "profile": "manager"}),
        User.of({"id": 4, "skills": ["Plumber", "Gas"], "team": {"id": 7, "name": "North"}}),
        User.of({"id": 5, "skills": ["Plumber", "Gas"], "isActive": False}),
    ]
    need = Need(duration=dt.timedelta(hours=1), skills=frozenset({"plumber", "gas"}))
    assert find_technicians(users, need) == ("1", "4")
    assert find_technicians(users, need, team="north") == find_technicians(users, need, team="7") == ("4",)


def test_a_cancelled_job_and_our_own_take_no_time() -> None:
    times = {"scheduledStart": "07/05/2026 09:00:00", "scheduledEnd": "07/05/2026 10:00:00"}
    jobs = [job("1", status="cancelled", **times), job("2", **times), job("3", status="created")]
    assert find_busy(jobs, [], USERS, crews={}, besides="2") == {"1": [], "2": [], "3": []}


def test_a_team_that_nobody_is_known_to_be_in_might_be_anybodys() -> None:
    users = [User.of({"id": id}) for id in (1, 2)]
    away = Activity.of(
        {"id": 5, "dateStart": "2026-05-07 08:00", "dateEnd": "2026-05-07 09:00", "team": {"id": 7}}
    )
    assert all(find_busy([], [away], users, crews={}).values())


def test_an_absence_without_a_sound_end_lasts_until_midnight() -> None:
    span = span_of(*[dt.datetime.fromisoformat("2026-05-07T00:00")] * 2)
    assert span.end - span.start == dt.timedelta(days=1)
