"""What may come back at all: a value of the type that a method names, all the way down, or a base error."""

import dataclasses
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Union

from pydantic import BaseModel

from booking.schedulers.base import Refused, SlotTaken, Unavailable, Unknown

ERRORS = (Unavailable, Refused, SlotTaken, Unknown)


def promised(method: Any) -> Any:
    """The type that the method says it answers."""
    return _hints(getattr(method, "__func__", method))["return"]


def fits(value: Any, hint: Any) -> bool:
    """The value is of that type, and so is everything inside it."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in {Union, types.UnionType}:
        return any(fits(value, one) for one in inner)
    if origin in {tuple, list, frozenset}:
        return isinstance(value, origin) and all(fits(item, inner[0]) for item in value)
    if dataclasses.is_dataclass(hint):
        return type(value) is hint and _fields_fit(value, hint)
    if hint in SPECIAL:
        return SPECIAL[hint](value)
    return type(value) is hint if issubclass(hint, BaseModel) else isinstance(value, hint)


def _fields_fit(value: Any, hint: Any) -> bool:
    hints = _hints(hint)
    return all(fits(getattr(value, field.name), hints[field.name]) for field in dataclasses.fields(hint))


def _can_be_kept(text: str) -> bool:
    # What no database takes would fail far away from here.
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _is_amount(value: Any) -> bool:
    # Whoever wrote 1E+999999999 out would fill the memory.
    return isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 40


SPECIAL: dict[Any, Callable[[Any], bool]] = {
    Any: lambda _: True,
    object: lambda _: True,
    None: lambda value: value is None,
    types.NoneType: lambda value: value is None,
    int: _is_number,
    str: lambda value: isinstance(value, str) and _can_be_kept(value),
    Decimal: _is_amount,
}


@lru_cache(maxsize=512)
def _hints(thing: Any) -> dict[str, Any]:
    return typing.get_type_hints(thing)
