"""The way to Connect's API: every call is authorised, carries its version, and comes back as an answer."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from booking.schedulers.base import Refused, Unavailable, Unknown
from booking.schedulers.connect import answers
from booking.schedulers.connect.answers import Answer
from booking.schedulers.connect.fields import Remote
from booking.schedulers.connect.token import Tokens
from booking.schedulers.http import Door, Reply

# One version for all, since what is newer than the version asked for is dropped without a word. The call
# of one later version says so itself.
VERSION = 3


class Calls:
    """Calls to one Connect as one account."""

    def __init__(
        self, *, url: str, door: Door, tokens: Tokens, read_seconds: float, write_seconds: float
    ) -> None:
        self._url = url
        self._door = door
        self._tokens = tokens
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """Ask; repeated by the door where the first attempt gets no answer."""
        return self._authorised(_Call(method="GET", path=path, query=query or {}), self._read_seconds)

    def send(
        self,
        method: str,
        path: str,
        thing: Remote | Sequence[Remote] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        version: int = VERSION,
    ) -> Answer:
        """Write, once."""
        call = _Call(method=method, path=path, query=query or {}, body=_encode(thing), version=version)
        return self._authorised(call, self._write_seconds)

    def question(self, path: str, thing: Remote, *, secret: bool = False) -> Answer:
        """POST what nothing hangs on: never Unknown, and Refused where Connect says why not."""
        try:
            answer = self.send("POST", path, thing)
        except Unknown as lost:
            raise Unavailable(lost.reason, evidence=lost.evidence) from lost
        answer = replace(answer, secret=secret)
        answer.refuse_told()
        return answer

    def _authorised(self, call: "_Call", seconds: float) -> Answer:
        if not self._url:
            raise Unavailable("The remote's address is not set.", misconfigured=True)
        until = time.monotonic() + seconds
        token = self._tokens.current(until=until)
        reply = self._once(call, token, until)
        if reply.status == 401:
            # The filter that answers 401 stands before every action, so even a write was not begun.
            token = self._tokens.renewed(stale=token, until=until)
            reply = self._once(call, token, until)
        if reply.status == 401:
            # No hold on sign-ins here: this account may lack the right to this one call only.
            kept = answers.evidence(call.name, reply, secret=True)
            raise Unavailable(f"{call.name} is not allowed to us.", misconfigured=True, evidence=kept)
        return Answer(call=call.name, reply=reply)

    def _once(self, call: "_Call", token: str, until: float) -> Reply:
        # %20 and not +: the document's dates hold a space.
        url = f"{self._url}/api/{call.path}" + (
            "?" + urlencode(call.query, quote_via=quote) if call.query else ""
        )
        headers = {
            "Accept": f"application/json; version={call.version}",
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
        }
        seconds = until - time.monotonic()
        if call.body is None:
            return self._door.read(url, headers=headers, seconds=seconds)
        return self._door.write(call.method, url, headers=headers, body=call.body, seconds=seconds)


def segment(value: str) -> str:
    """One step of a path, whatever it holds; Refused where an address could not carry it as a step."""
    if value in {"", ".", ".."}:  # those two would climb to another call
        raise Refused(f"{value!r} cannot be asked for at Connect.")
    return quote(value, safe="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    version: int = VERSION

    @property
    def name(self) -> str:
        return f"{self.method} /api/{self.path}"


def _encode(thing: Remote | Sequence[Remote] | None) -> bytes:
    if thing is None:
        return b""
    data = thing.body() if isinstance(thing, Remote) else [one.body() for one in thing]
    return json.dumps(data).encode()
