"""Reads what a caller sent: ASP.NET's refusals for what is wrong, silence for what is unknown."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from .fields import Choice, Field, Shape
from .refusals import Refused

INVALID = "The request is invalid."
_WHEN = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_WHOLE = re.compile(r"[+-]?\d{1,10}", re.ASCII)


class Binder:
    """Collects what is wrong and what is unknown while one request is read."""

    def __init__(self, *, version: int, spoken: bool = False) -> None:
        self.version = version
        self.spoken = spoken
        """The values come from a query, where everything is text."""
        self.errors: dict[str, list[str]] = {}
        self.unknown: list[str] = []

    def read(self, shape: Shape, value: Any, *, name: str) -> dict[str, Any]:
        """The object's known fields with Python's values, None for those that were not sent."""
        if not isinstance(value, dict):
            self._object(name)
            return {}
        sent = self._sort(shape, value, name)
        return {
            key: self._field(field, sent.get(key), f"{name}.{key}" if name else key)
            for key, field in shape.fields.items()
        }

    def read_list(self, shape: Shape, value: Any, *, name: str) -> list[dict[str, Any]]:
        """An array of such objects, as `read` reads each."""
        if not isinstance(value, list):
            self.blame(name, f"An array was expected. Path '{name}'.")
            return []
        return [self.read(shape, item, name=f"{name}[{index}]") for index, item in enumerate(value)]

    def close(self) -> None:
        """Raises the refusal, if anything was wrong."""
        if self.errors:
            raise Refused(INVALID, model_state=self.errors)

    def blame(self, path: str, why: str) -> None:
        """One more thing is wrong."""
        self.errors.setdefault(path, []).append(why)

    def _sort(self, shape: Shape, value: Mapping[str, Any], name: str) -> dict[str, Any]:
        names = {key.lower(): key for key, field in shape.fields.items() if field.since <= self.version}
        later = {key.lower(): field.since for key, field in shape.fields.items()}
        sent = {}
        for key, item in value.items():
            if known := names.get(key.lower()):
                sent[known] = item
            else:
                since = later.get(key.lower())
                path = f"{name}.{key}" if name else key
                self.unknown.append(f"{path} (version {since})" if since else path)
        return sent

    def _field(self, field: Field, value: Any, path: str) -> Any:
        if value is None or (value == "" and (field.required or self.spoken)):
            if field.required and field.since <= self.version:
                self.blame(path, f"The {path.rpartition('.')[2]} field is required.")
            return None
        if field.many:
            return self._many(field, value, path)
        return self._value(field, value, path)

    def _many(self, field: Field, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            self.blame(path, f"An array was expected. Path '{path}'.")
            return []
        return [self._value(field, item, f"{path}[{index}]") for index, item in enumerate(value)]

    def _value(self, field: Field, value: Any, path: str) -> Any:
        if isinstance(field.kind, Shape):
            return self.read(field.kind, value, name=path)
        try:
            found = (
                _choose(field.kind, value)
                if isinstance(field.kind, Choice)
                else _READERS[field.kind](value, self.spoken)
            )
        except ValueError:
            kind = field.kind.name if isinstance(field.kind, Choice) else field.kind
            self.blame(path, f"The value '{str(value)[:80]}' is not valid for {path} ({kind}).")
            return None
        if field.length and isinstance(found, str) and len(found) > field.length:
            self.blame(path, f"The field must be a string with a maximum length of {field.length}.")
        return found

    def _object(self, path: str) -> None:
        self.blame(path, f"An object was expected. Path '{path}'.")


def _choose(choice: Choice, value: Any) -> int:
    by_name = {name.lower(): number for number, name in choice.names.items()}
    number = by_name.get(value.lower()) if isinstance(value, str) else None
    number = _integer(value, True) if number is None else number
    if number not in choice.names:
        raise ValueError(number)
    return number


def _string(value: Any, spoken: bool) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _integer(value: Any, spoken: bool) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**31:
        raise ValueError(value)
    return value


def _number(value: Any, spoken: bool) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return value


def _boolean(value: Any, spoken: bool) -> bool:
    if spoken and isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _moment(value: Any, spoken: bool) -> dt.datetime:
    found = _WHEN.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError(value)
    return dt.datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00:00'}")


def _date(value: Any, spoken: bool) -> dt.date:
    return _moment(value, spoken).date()


_READERS: dict[str, Callable[[Any, bool], Any]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _moment,
}
