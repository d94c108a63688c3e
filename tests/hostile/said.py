"""What an answer says, read by the harness's own strict rules: it shares no line with the clients."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from tests.hostile.recording import Answer

DEEPEST = 64
ODD = object()
"""Not JSON, or not unambiguous."""


def data(answer: Answer) -> Any:
    """Its JSON, or ODD."""
    if answer.page or not answer.whole:
        return ODD
    try:
        text = answer.body.decode("utf-8-sig")
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_never, parse_float=Decimal)
        return _kept(found, DEEPEST)
    except (ValueError, RecursionError):
        return ODD


def thing(answer: Answer) -> dict[str, Any]:
    """Its JSON object, empty where it is none."""
    found = data(answer)
    return found if isinstance(found, dict) else {}


def is_blank(answer: Answer) -> bool:
    """Nothing, or null."""
    return answer.whole and answer.body.removeprefix(b"\xef\xbb\xbf").strip() in {b"", b"null"}


def is_done(answer: Answer) -> bool:
    """A 2xx that came whole."""
    return 200 <= answer.status < 300 and answer.whole


def same_day(told: Any, day: Any) -> bool:
    """The text names that calendar date, as it stands or as London's midnight told in another zone."""
    if not isinstance(told, str):
        return False
    if told.strip().startswith(day.isoformat()):
        return True
    return bool(re.search(r"T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$", told.strip(), re.IGNORECASE))


def mentions(answer: Answer, text: str) -> bool:
    """That text stands somewhere in it, as a value."""
    return text in set(_texts(data(answer)))


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str | int | Decimal):
        yield str(value).strip()


def _kept(value: Any, left: int) -> Any:
    """As it can be written down: NUL and halves of letters are what nobody keeps, nor what has no bottom."""
    if left < 0:
        raise ValueError("bottomless")
    if isinstance(value, dict):
        return {name: _kept(inner, left - 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_kept(inner, left - 1) for inner in value]
    return (
        re.sub("[\x00\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _never(constant: str) -> NoReturn:
    raise ValueError(constant)
