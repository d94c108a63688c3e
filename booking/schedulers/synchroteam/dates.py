"""Synchroteam's three ways of writing a moment: what it answers, what it takes, what activities have.

It answers the day first, takes the year first, and writes the minutes alone for activities; one call answers
in the form that it takes. All are local time, only `changedSince` is UTC.
"""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
YEARS = range(1970, 2200)
"""Those of any job: at the ends of the calendar, sums with a date would fail far away from here."""
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)


def read_moment(value: Any) -> dt.datetime | None:
    """A local moment without a zone, None where there is none; ValueError for anything else.

    A first number above twelve in second place is never read as a month: better no date than a wrong one.
    """
    if value is None or value == "":
        return None
    text = value.strip() if isinstance(value, str) else ""
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups()[:3])
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups()[:3])
    else:
        raise ValueError("not a date")
    if year not in YEARS:
        raise ValueError("a year that nobody means")
    hour, minute, second = (int(part or 0) for part in found.groups()[3:])
    return dt.datetime.combine(dt.date(year, month, day), dt.time(hour, minute, second))


def read_day(value: Any) -> dt.date | None:
    """A calendar date, None where there is none."""
    moment = read_moment(value)
    return moment.date() if moment else None


def read_time(value: Any) -> dt.time:
    """A time of day; ValueError where it is none."""
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("not a time of day")
    hour, minute, second = (int(part or 0) for part in found.groups())
    return dt.time(hour, minute, second)


def read_span(value: Any) -> dt.timedelta:
    """How long something takes, from "hh:mm:ss"; ValueError where it is no length."""
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("not a length of time")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def write_moment(moment: dt.datetime) -> str:
    """A moment with a zone as jobs take it: local, to the second."""
    return _local(moment).strftime("%Y-%m-%d %H:%M:%S")


def write_minute(moment: dt.datetime) -> str:
    """A moment with a zone as activities take it: local, to the minute."""
    return _local(moment).strftime("%Y-%m-%d %H:%M")


def write_utc(moment: dt.datetime) -> str:
    """A moment with a zone as `changedSince` takes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")


def earliest(moment: dt.datetime) -> dt.datetime:
    """The first moment that a local time may mean, in UTC: an hour comes twice in autumn, never in spring."""
    return min(_meanings(moment))


def latest(moment: dt.datetime) -> dt.datetime:
    """The last moment that it may mean."""
    return max(_meanings(moment))


def between(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How long it is in real time from one local time to another; rather too long than too short."""
    return latest(end) - earliest(start)


def is_plain(moment: dt.datetime) -> bool:
    """The local time of that moment names it and no other: not in the hour that comes twice."""
    local = _local(moment).replace(tzinfo=None)
    return earliest(local) == latest(local) == moment


def _meanings(moment: dt.datetime) -> list[dt.datetime]:
    return [moment.replace(tzinfo=LONDON, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(LONDON)
