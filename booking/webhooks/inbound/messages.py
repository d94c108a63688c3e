"""What came in a body: JSON of any shape, or a form's fields as if they had been JSON."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

FIELDS = 1000


class Unreadable(ValueError):
    """Neither JSON nor a form."""


def read(body: bytes, *, form: bool) -> Any:
    """The message as JSON would give it; a form's `order[id]` is the `id` in `order`. Raises Unreadable."""
    try:
        return _read_form(body) if form else json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error


def _read_form(body: bytes) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, value in parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS):
        *outer, last = re.findall(r"[^\[\]]+", name) or [""]
        place = document
        for step in outer:
            inner = place.setdefault(step, {})
            if not isinstance(inner, dict):
                inner = place[step] = {}
            place = inner
        place[last] = _read_value(value)
    return document


def _read_value(value: str) -> Any:
    # A field may hold a whole document.
    if not value.lstrip().startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
