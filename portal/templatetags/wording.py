"""Dates and times in templates: {{ date|day }}, {{ appointment|hours }}, {{ command.payload|slot }}."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from django import template
from django.utils import timezone

from portal.wording import date_words, slot_words, window_words

register = template.Library()


class Window(Protocol):
    """Whatever has a start and an end."""

    start: dt.time | None
    end: dt.time | None


@register.filter
def day(date: dt.date | dt.datetime | None) -> str:
    """The day in full; a moment's day is the one in our own time zone."""
    if not date:
        return ""
    if isinstance(date, dt.datetime):
        date = timezone.localtime(date).date() if timezone.is_aware(date) else date.date()
    return date_words(date)


@register.filter
def hours(window: Window | None) -> str:
    """From when to when; nothing for no window."""
    return window_words(window.start, window.end) if window else ""


@register.filter
def slot(payload: Mapping[str, Any]) -> str:
    """The day and the part of it that a write asks for: "Tuesday 24 November 2026, 8am to 1pm"."""
    return slot_words(payload)
