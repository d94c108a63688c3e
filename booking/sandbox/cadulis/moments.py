"""Cadulis's ways to write a moment and a span of time."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?(Z|[+-]\d\d(:?\d\d)?)", re.ASCII)
_SPAN = re.compile(r"(\d\d):(\d\d):(\d\d)", re.ASCII)


def read_moment(text: Any) -> dt.datetime:
    """ISO 8601 with its offset, as the document has it; ValueError otherwise."""
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        raise ValueError("does not match the iso 8601 pattern")
    return dt.datetime.fromisoformat(text).astimezone(LONDON)


def read_span(text: Any) -> dt.timedelta:
    """HH:MM:SS; ValueError otherwise."""
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError("has to be hh:mm:ss")
    return dt.timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3]))


def write(moment: dt.datetime, *, utc: bool = False) -> str:
    """With London's offset, or in UTC."""
    return moment.astimezone(dt.UTC if utc else LONDON).isoformat(timespec="seconds")


def at(day: dt.date, minutes: int) -> dt.datetime:
    """That minute after midnight on London's clock."""
    return dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60), tzinfo=LONDON)


def later(moment: dt.datetime, span: dt.timedelta) -> dt.datetime:
    """That much later by a stopwatch."""
    return (moment.astimezone(dt.UTC) + span).astimezone(LONDON)
