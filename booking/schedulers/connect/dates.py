"""Connect's dates: calendar dates without a zone, and .NET's way of writing none."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
YEARS = range(1970, 2200)
"""Those of any repair: at the ends of the calendar, sums with a date would fail far away from here."""
_SHAPE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII | re.I
)


def read_date(value: Any) -> dt.date | None:
    """A calendar date, None where there is none; ValueError for a moment that is no midnight in London."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    moment, zoned = _read(value)
    if moment is None:
        return None
    # Midnight as written, or no zone: the date is meant as it stands, and converting would shift it.
    if not zoned or moment.time() == dt.time():
        return moment.date()
    local = moment.astimezone(LONDON)
    if local.time() != dt.time():
        raise ValueError("not a midnight in London")
    return local.date()


def read_moment(value: Any) -> dt.datetime | None:
    """A local moment without a zone, None where there is none."""
    moment, zoned = _read(value)
    if moment is None:
        return None
    return moment.astimezone(LONDON).replace(tzinfo=None) if zoned else moment


def _read(value: Any) -> tuple[dt.datetime | None, bool]:
    if value is None or value == "":
        return None, False
    if isinstance(value, dt.datetime):
        return value, value.tzinfo is not None
    found = _SHAPE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("not a date")
    year, month, day, hour, minute, second, zone = found.groups()
    if year == "0001":  # DateTime.MinValue
        return None, False
    if int(year) not in YEARS:
        raise ValueError("a year that nobody means")
    time = dt.time(int(hour or 0), int(minute or 0), int(second or 0))
    moment = dt.datetime.combine(dt.date(int(year), int(month), int(day)), time)
    return (moment.replace(tzinfo=_zone(zone)), True) if zone else (moment, False)


def _zone(text: str) -> dt.timezone:
    if text in {"Z", "z"}:
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-offset if text[0] == "-" else offset)
