"""Dates and times in templates: {{ date|day }}, {{ slot.window|hours }}, {{ appointment|hours }}."""

import datetime as dt
from typing import Protocol

from django import template
from django.utils import timezone

from portal.wording import date_words, window_words

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
