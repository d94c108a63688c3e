"""Forms as PHP reads them: nested names in brackets, truth values as 1 and 0, nothing for None."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode


def encode(fields: Mapping[str, Any], *, send_as: str = "") -> str:
    """The fields as application/x-www-form-urlencoded, below that name where there is one."""
    return urlencode(
        [pair for name, value in fields.items() for pair in _flatten(_name(send_as, name), value)]
    )


def _name(prefix: str, name: str | int) -> str:
    return f"{prefix}[{name}]" if prefix else str(name)


def _flatten(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flatten(_name(name, key), item)
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _flatten(_name(name, place), item)
    elif isinstance(value, bool):
        yield name, str(int(value))
    elif value is not None:
        yield name, str(value)
