"""Cadulis's dates: ISO 8601 with an offset outside, London's clock inside, and two ways to write a span."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
YEARS = range(1970, 2200)
"""Those of any job: at the ends of the calendar, sums with a date would fail far away from here."""
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?\s?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII | re.I
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"(\d\d?):(\d\d)(?::\d\d)?", re.ASCII)


def read_moment(value: Any) -> dt.datetime | None:
    """A moment in London, also where it is written without an offset; None or ValueError where it is none."""
    if value is None or value in ("", False):
        return None
    if not isinstance(value, str) or not _MOMENT.fullmatch(value.strip()):
        raise ValueError("not a moment")
    moment = dt.datetime.fromisoformat(value.strip().upper().replace(" ", "T", 1).replace(" ", ""))
    if moment.year not in YEARS:
        raise ValueError("a year that nobody means")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    return moment.astimezone(LONDON)


def read_date(value: Any) -> dt.date:
    """A calendar date, however it is written; ValueError where it is none."""
    text = value.strip() if isinstance(value, str) else ""
    midnight = re.search(r"[T ]00:00(:00(\.0+)?)?\s?(Z|[+-][\d:]+)?$", text, re.I)
    if _DATE.fullmatch(text) or midnight:
        # Midnight as written: the date is meant as it stands, and converting would shift it.
        date = dt.date.fromisoformat(text[:10])
        if date.year not in YEARS:
            raise ValueError("a year that nobody means")
        return date
    moment = read_moment(text)
    if moment is None:
        raise ValueError("no date")
    return moment.date()


def read_time(value: Any) -> dt.time:
    """A time of day on London's clock, to the minute; ValueError where it is none."""
    text = value.strip() if isinstance(value, str) else ""
    if found := _TIME.fullmatch(text):
        return dt.time(int(found[1]), int(found[2]))
    moment = read_moment(text)
    if moment is None:
        raise ValueError("no time")
    return moment.time().replace(second=0, microsecond=0, fold=0)


def read_span(value: Any) -> dt.timedelta | None:
    """A duration, in seconds or as HH:MM:SS; None where there is none or it is odd."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if text.isascii() and text.isdigit() and len(text) < 7:
        return dt.timedelta(seconds=int(text)) or None
    parts = text.split(":")
    if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) == 2 for part in parts):
        hours, minutes, seconds = map(int, parts)
        return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds) or None
    return None


def place(date: dt.date, time: dt.time) -> dt.datetime | None:
    """That moment in London; None where the clock change leaves it out or doubles it."""
    moment = dt.datetime.combine(date, time, tzinfo=LONDON)
    one, other = (moment.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    return moment if one == other else None


def after(moment: dt.datetime, span: dt.timedelta) -> dt.datetime:
    """So much later in real time, whatever the clock does meanwhile."""
    return (moment.astimezone(dt.UTC) + span).astimezone(LONDON)


def between(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How long that is in real time: two moments of one zone are else subtracted as the wall shows them."""
    return end.astimezone(dt.UTC) - start.astimezone(dt.UTC)


def write_moment(moment: dt.datetime) -> str:
    """As Cadulis takes it: ISO 8601 to the second, with London's offset of that moment."""
    return moment.astimezone(LONDON).isoformat(timespec="seconds")


def write_span(span: dt.timedelta) -> str:
    """HH:MM:SS, as the schedule wizard alone wants it."""
    seconds = int(span.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
