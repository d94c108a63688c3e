"""Moments by the database's clock, which every process shares."""

import datetime as dt

from django.db.models import DateTimeField, ExpressionWrapper, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now


def later(delay: dt.timedelta | float) -> "ExpressionWrapper[CombinedExpression]":
    """Now, and that long (seconds, or a span) after it."""
    span = delay if isinstance(delay, dt.timedelta) else dt.timedelta(seconds=delay)
    return ExpressionWrapper(Now() + Value(span), output_field=DateTimeField())
