"""Moments by the database's clock, which every process shares; a machine's own may be an hour wrong."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from django.db import connection
from django.db.models import DateTimeField, ExpressionWrapper, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils import timezone

_left: ContextVar[tuple[dt.datetime, float] | None] = ContextVar("left", default=None)
"""When this thread turned away from the database, by the database's clock and by one that nobody sets."""


def later(delay: dt.timedelta | float) -> "ExpressionWrapper[CombinedExpression]":
    """Now, and that long (seconds, or a span) after it."""
    span = delay if isinstance(delay, dt.timedelta) else dt.timedelta(seconds=delay)
    return ExpressionWrapper(Now() + Value(span), output_field=DateTimeField())


def now() -> dt.datetime:
    """The present moment: one small query, and none inside `counting`."""
    left = _left.get()
    if left is None:
        return _ask()
    moment, mark = left
    return moment + dt.timedelta(seconds=monotonic() - mark)


def today() -> dt.date:
    """The date where the landlord is."""
    return timezone.localdate(now())


@contextmanager
def counting() -> Iterator[None]:
    """While inside, `now` needs no connection: it counts on from the moment of entry."""
    token = _left.set((_ask(), monotonic()))
    try:
        yield
    finally:
        _left.reset(token)


def _ask() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
        return moment
