"""Writes our objects as ASP.NET does: every field of the version, nulls included, dates with a time."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .fields import Field, Shape


def write(shape: Shape, values: Mapping[str, Any], *, version: int) -> dict[str, Any]:
    """The object as that version has it; what we do not hold is null."""
    return {
        key: _write_field(field, values.get(key), version)
        for key, field in shape.fields.items()
        if field.since <= version
    }


def _write_field(field: Field, value: Any, version: int) -> Any:
    if value is None:
        return None
    if field.many:
        return [_write_value(field, item, version) for item in value]
    return _write_value(field, value, version)


def _write_value(field: Field, value: Any, version: int) -> Any:
    if isinstance(field.kind, Shape):
        return write(field.kind, value, version=version)
    return write_date(value) if isinstance(value, dt.date) else value


def write_date(value: dt.date) -> str:
    """A date, with or without a time of day, as .NET writes one without a zone."""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return f"{value.isoformat()}T00:00:00"
