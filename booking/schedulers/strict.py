"""JSON as an answer must have it: unambiguous, not bottomless, of texts that can be kept."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

from booking.schedulers.texts import plain

DEEPEST = 64
"""No document nests deeper than a dozen, and what works through each level must not run out of stack."""
MOST_PARTS = 100_000
"""Objects and lists: two megabytes of nothing but these would take fifty times as much memory."""
_ODD = object()


def load(body: bytes, *, parse_float: Callable[[str], Any] = float) -> Any:
    """The value, its texts plain; ValueError, which does not repeat the body, for anything else."""
    data = _ODD if body.count(b"[") + body.count(b"{") > MOST_PARTS else _parse(body, parse_float)
    # Outside the parser's handler: its own error would bring the whole text along.
    if data is _ODD:
        raise ValueError("no JSON")
    return _make_plain(data)


def _parse(body: bytes, parse_float: Callable[[str], Any]) -> Any:
    try:
        text = body.decode("utf-8-sig")
        return json.loads(text, parse_float=parse_float, parse_constant=_reject, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return _ODD


def _make_plain(data: Any) -> Any:
    whole = [data]
    level: list[Any] = [whole]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for box in level:
            for place, value in box.items() if isinstance(box, dict) else enumerate(box):
                if isinstance(value, str):
                    box[place] = plain(value)
                elif value and isinstance(value, dict | list):
                    below.append(value)
        level = below
    if level:
        raise ValueError("bottomless JSON")
    return whole[0]


def _reject(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name twice")
    return found
