"""JSON with one thing changed in it: a value, a name, a shape; also into what Python would not write."""

import copy
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.hostile.odd import MARK, twin


@dataclass(frozen=True)
class Change:
    """Something done to the JSON at one place."""

    what: str
    where: int
    value: Any


def change(body: bytes, change: Change) -> bytes:
    """The body after the change; as it is where it is no JSON, or too deep to find a place in."""
    try:
        data, places = json.loads(body), _places(body)
    except (ValueError, RecursionError):
        return body
    path = places[change.where % len(places)]
    holder = {"": data}
    above: Any = holder
    for step in path[:-1]:
        above = above[step]
    ALTER[change.what](above, path[-1], copy.deepcopy(change.value))
    return _write(holder[""])


@lru_cache(maxsize=512)
def _places(body: bytes) -> list[tuple[Any, ...]]:
    return list(_walk(json.loads(body), ("",)))


def _walk(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(inner, (*path, name))
    elif isinstance(value, list):
        # Of a long list its beginning and its end: the rest is more of the same.
        for number in sorted({0, 1, len(value) - 1} & set(range(len(value)))):
            yield from _walk(value[number], (*path, number))


def _set(above: Any, step: Any, value: Any) -> None:
    above[step] = value


def _drop(above: Any, step: Any, value: Any) -> None:
    if step != "":
        del above[step]


def _rename(above: Any, step: Any, value: Any) -> None:
    if isinstance(above, dict) and step != "":
        name = value if isinstance(value, str) and MARK not in value else step.swapcase()
        above[name] = above.pop(step)


def _twin(above: Any, step: Any, value: Any) -> None:
    if isinstance(above, dict) and step != "":
        above[twin(step)] = value


def _wrap(above: Any, step: Any, value: Any) -> None:
    above[step] = {"0": above[step]} if isinstance(value, str) else [above[step]]


def _shift(above: Any, step: Any, value: Any) -> None:
    """A neighbour of what stands there: another day, another number, another letter."""
    found, by = above[step], value if type(value) is int and abs(value) < 400 else 1
    if isinstance(found, bool) or found is None:
        above[step] = not found
    elif isinstance(found, int | float):
        above[step] = found + by
    elif isinstance(found, str):
        above[step] = _shift_text(found, by)


def _shift_text(text: str, by: int) -> str:
    try:
        moment = dt.datetime.fromisoformat(text) + dt.timedelta(days=by)
    except (ValueError, OverflowError):
        return text[:-1] + chr(ord(text[-1]) + 1) if text else "x"
    return moment.isoformat()[: len(text)]


def _repeat(above: Any, step: Any, value: Any) -> None:
    found = above[step]
    if isinstance(found, list):
        above[step] = found * 3 + ([value] if found else [])
    elif isinstance(above, list):
        above.append(found)


def _poison(above: Any, step: Any, value: Any) -> None:
    """Every text from there on ends in something that nobody expects in it."""
    above[step] = _ending(above[step], value if isinstance(value, str) and MARK not in value else "\x00")


def _ending(found: Any, poison: str) -> Any:
    if isinstance(found, dict):
        return {name: _ending(inner, poison) for name, inner in found.items()}
    if isinstance(found, list):
        return [_ending(inner, poison) for inner in found[:50]]
    return found + poison[:100] if isinstance(found, str) else found


def _empty(above: Any, step: Any, value: Any) -> None:
    found = above[step]
    above[step] = type(found)() if isinstance(found, dict | list | str) else None


ALTER = {
    "set": _set,
    "drop": _drop,
    "rename": _rename,
    "twin": _twin,
    "wrap": _wrap,
    "shift": _shift,
    "repeat": _repeat,
    "empty": _empty,
    "poison": _poison,
}


def _write(data: Any) -> bytes:
    text = json.dumps(data)
    mark = json.dumps(MARK)[1:-1]
    if mark not in text:
        return text.encode()
    text = text.replace(f"{mark}twin:{mark}", "")
    while (start := text.find(f'"{mark}raw:')) >= 0:
        end = text.index(f'{mark}"', start + 1)
        inner = json.loads(text[start : end + len(mark) + 1])
        text = text[:start] + inner[len(MARK) + 4 : -len(MARK)] + text[end + len(mark) + 1 :]
    return text.encode()
