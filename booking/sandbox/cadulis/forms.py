"""Forms in PHP's way: names with brackets become objects within objects."""

from typing import Any
from urllib.parse import parse_qsl

from ..messages import Request


def read(request: Request) -> dict[str, Any]:
    """The fields of the query, of a GET, or else of the body."""
    text = request.body.decode("utf-8", "replace")
    pairs = request.query if request.method == "GET" else parse_qsl(text, keep_blank_values=True)
    fields: dict[str, Any] = {}
    for name, value in pairs:
        _put(fields, name.replace("]", "").split("["), value)
    return fields


def items(value: Any) -> list[Any]:
    """One value or several: PHP numbers the items of a list."""
    if isinstance(value, dict):
        return list(value.values())
    return [] if value is None else [value]


def _put(fields: dict[str, Any], path: list[str], value: str) -> None:
    for step in path[:-1]:
        inner = fields.setdefault(step or str(len(fields)), {})
        if not isinstance(inner, dict):
            return
        fields = inner
    fields[path[-1] or str(len(fields))] = value
