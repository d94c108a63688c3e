"""What comes in and what goes out: requests, answers and refusals, before anybody knows what they mean."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Literal
from urllib.parse import parse_qsl

Manner = Literal["plain", "gone", "reset", "drip", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request as it was received."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = ""
    """scheme://host:port under which we were called."""

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in small letters."""
        return (self.headers.get("Content-Type") or "").split(";")[0].strip().lower()

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form; empty where the body is none."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def argument(self, name: str) -> str:
        """A query argument by its name in any case; the empty string where there is none."""
        return next((value for key, value in self.query if key.lower() == name.lower()), "")

    def json(self) -> Any:
        """The body as JSON; ValueError where it is not."""
        return json.loads(self.body, parse_constant=_refuse_constant)


@dataclass(slots=True, kw_only=True)
class Answer:
    """One HTTP answer, and the manner in which it goes out."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    manner: Manner = "plain"
    pause: float = 0.0
    """Seconds between two bytes of a dripping answer."""
    released: Event | None = None
    """Once set, the rest of a dripping answer goes out at once."""


class Refused(Exception):
    """The system says no: an HTTP error with that JSON."""

    def __init__(self, body: Any, *, status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.body = body
        self.status = status
        self.headers = dict(headers or {})

    def answer(self) -> Answer:
        """The same as an HTTP answer."""
        return as_json(self.body, status=self.status, headers=self.headers)


def as_json(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with that value as its JSON."""
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return Answer(status=status, body=body, headers=dict(headers or {}))


def as_page(html: str, *, status: int = 200) -> Answer:
    """An answer for a person's browser."""
    return Answer(status=status, body=html.encode(), content_type="text/html; charset=utf-8")


def see_other(location: str) -> Answer:
    """Sends the browser on to another page of ours."""
    return Answer(status=303, content_type="text/plain", headers={"Location": location})


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
