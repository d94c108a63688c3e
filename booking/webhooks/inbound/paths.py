"""Where in a message something may stand: names with dots between, `*` for every entry, `.` for the whole.

`PrimaryOrderNumber`, `*.PrimaryOrderNumber` (each entry of a list), `Visit.Order.Number`, `Orders.*.Id`.
Names are compared without regard to case.
"""

from collections.abc import Iterable, Iterator
from typing import Any

MOST = 200
"""Values taken from one message."""


def find(document: Any, *, paths: Iterable[str]) -> list[str]:
    """The texts and whole numbers at those paths, as texts, each once and in order."""
    found: dict[str, None] = {}
    for path in paths:
        for value in _walk([document], [] if path == "." else path.split(".")):
            if len(found) == MOST:
                break
            found.update(dict.fromkeys(_as_text(value)))
    return list(found)


def _walk(places: list[Any], steps: list[str]) -> list[Any]:
    for step in steps:
        places = [inner for place in places for inner in _enter(place, step)]
    return places


def _enter(place: Any, step: str) -> Iterator[Any]:
    if isinstance(place, dict):
        wanted = step.casefold()
        yield from (value for name, value in place.items() if step == "*" or name.casefold() == wanted)
    elif isinstance(place, list) and step == "*":
        yield from place


def _as_text(value: Any) -> list[str]:
    if isinstance(value, str):
        text = value.replace("\0", "").strip()
        return [text] if text else []
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else []
