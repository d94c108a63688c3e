"""Every call that reached the API, so that a test can read what was really asked and what came of it."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from .messages import Request

_KEPT = 20_000


@dataclass(slots=True, kw_only=True)
class Entry:
    """One call; without `ended` it is still under way, without a status the caller got no answer."""

    sequence: int
    call: str
    """Method and resource, as the document writes them: "POST Booking"."""
    method: str
    path: str
    query: dict[str, str]
    body: Any
    version: int | None
    order: str = ""
    status: int | None = None
    committed: bool = False
    """The call changed what Connect remembers."""
    fault: str | None = None
    unknown_fields: list[str] = field(default_factory=list)
    """What was sent and dropped: not in the document, or newer than the version asked for."""
    started: float = 0.0
    """Milliseconds of a clock that never steps."""
    ended: float | None = None


class Ledger:
    """The last calls, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._sequence = count(1)

    def open(
        self,
        request: Request,
        *,
        call: str,
        version: int | None = None,
        find_order: Callable[[Request, Any], str],
    ) -> Entry:
        """A call begins."""
        query = dict(request.query)
        body = _read_body(request)
        entry = Entry(
            sequence=next(self._sequence),
            call=call,
            method=request.method,
            path=request.path,
            query=query,
            body=body,
            version=version,
            order=find_order(request, body),
            started=_now(),
        )
        self._entries.append(entry)
        return entry

    def close(self, entry: Entry, *, status: int | None) -> None:
        """The call is over."""
        entry.status = status
        entry.ended = _now()

    def clear(self) -> None:
        """Forgets every call; the sequence goes on."""
        self._entries.clear()

    def read(self, *, order: str = "", call: str = "", since: int = 0) -> list[dict[str, Any]]:
        """The calls as JSON: of that order, of that name, after that sequence."""
        return [
            asdict(entry)
            for entry in list(self._entries)
            if (not order or entry.order == order)
            and (not call or entry.call.lower() == call.lower())
            and entry.sequence > since
        ]

    def last(self, number: int) -> list[Entry]:
        """The newest calls, newest first."""
        return list(self._entries)[: -number - 1 : -1]


def _now() -> float:
    return round(time.monotonic() * 1000, 3)


def _read_body(request: Request) -> Any:
    if not request.body:
        return None
    if request.media_type == "application/x-www-form-urlencoded":
        form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        return {key: "…" if key == "password" else value for key, value in form.items()}
    try:
        return request.json()
    except (ValueError, RecursionError):
        return request.body.decode("utf-8", "replace")
