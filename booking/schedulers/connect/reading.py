"""An answer's JSON as one of Connect's objects: at worst, whatever arrives, it is Unreadable."""

import copy
import logging
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from booking.schedulers import strict
from booking.schedulers.connect.fields import Remote
from booking.schedulers.http import Reply

log = logging.getLogger(__name__)

Shape = TypeVar("Shape", bound=Remote)


class Unreadable(ValueError):
    """Not an answer of Connect's: no JSON, or another shape."""


def parse(reply: Reply) -> Any:
    """The JSON of an answer; Unreadable for HTML, broken, ambiguous or bottomless JSON."""
    kind = reply.headers.get("content-type", "").lower()
    if "html" in kind or "xml" in kind:
        raise Unreadable("a page, not JSON")
    try:
        return strict.load(reply.body, parse_float=Decimal)
    except ValueError:
        raise Unreadable("no JSON") from None


def read(shape: type[Shape], data: Any) -> Shape:
    """The object, without fields that hold something odd (logged); Unreadable where it is another thing."""
    if not isinstance(data, dict):
        raise Unreadable(f"no {shape.__name__}")
    if data and not _names(shape) & data.keys():
        raise Unreadable(f"none of {shape.__name__}'s fields")
    for _ in range(8):  # mending one fault may bring the next to light
        try:
            return shape.model_validate(data)
        except ValidationError as error:
            for fault in error.errors(include_input=False, include_url=False, include_context=False):
                log.warning("%s: odd value at %s (%s)", shape.__name__, fault["loc"], fault["type"])
                _blank(data, fault["loc"])
    raise Unreadable(f"no {shape.__name__}")


def read_whole(shape: type[Shape], data: Any) -> Shape:
    """The object; Unreadable where even one field holds something odd."""
    found = read(shape, copy.deepcopy(data))
    if any(data[name] is not None and value is None for name, value in _pairs(found) if name in data):
        raise Unreadable(f"an odd {shape.__name__}")
    return found


def _pairs(thing: Remote) -> list[tuple[str, Any]]:
    return [(field.alias or name, getattr(thing, name)) for name, field in type(thing).model_fields.items()]


def _names(shape: type[Remote]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def _blank(data: Any, place: tuple[int | str, ...]) -> None:
    """Empty the field that the place names, or the nearest one above it."""
    for step in place[:-1]:
        if not isinstance(data[step], dict | list):
            data[step] = None
            return
        data = data[step]
    data[place[-1]] = None
