"""Dates and times the way people say them: "Tuesday 24 November 2026", "8am to midday", never 12pm."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

LAST_MINUTES = {14, 29, 44, 59}
"""A scheduling system ends a window on its last minute; people say the minute after it."""
# A grid says the same few days and times a hundred times over.
remembered = lru_cache(maxsize=512)


@remembered
def date_words(date: dt.date) -> str:
    """The day in full: Tuesday 24 November 2026."""
    return f"{date:%A} {date.day} {date:%B} {date.year}"


def time_words(time: dt.time) -> str:
    """The time of day, a window's last minute rounded up: 8am, 2:30pm, midday, midnight."""
    minutes = time.hour * 60 + time.minute + (time.minute in LAST_MINUTES)
    hour, minute = divmod(minutes % (24 * 60), 60)
    if minute == 0 and hour in {0, 12}:
        return "midday" if hour else "midnight"
    half = "am" if hour < 12 else "pm"
    return f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''}{half}"


@remembered
def window_words(start: dt.time | None, end: dt.time | None) -> str:
    """A part of the day: "8am to 1pm"; as much as is known of it, and nothing for nothing."""
    if start is not None and end is not None and time_words(start) == time_words(end) == "midnight":
        return "at any time of the day"
    if start is not None and end is not None:
        return f"{time_words(start)} to {time_words(end)}"
    if start is not None:
        return f"from {time_words(start)}"
    return f"until {time_words(end)}" if end is not None else ""


def visit_words(date: dt.date, start: dt.time | None, end: dt.time | None) -> str:
    """A day and its part: "Tuesday 24 November 2026, 8am to 1pm"."""
    return ", ".join(part for part in (date_words(date), window_words(start, end)) if part)


def slot_words(slot: Mapping[str, Any]) -> str:
    """The same of what a write or an event carries: `date`, `start` and `end` in ISO form, or none."""
    if not slot.get("date"):
        return ""
    start, end = (slot.get(name) for name in ("start", "end"))
    return visit_words(
        dt.date.fromisoformat(slot["date"]),
        dt.time.fromisoformat(start) if start else None,
        dt.time.fromisoformat(end) if end else None,
    )
