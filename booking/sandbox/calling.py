"""Calls somebody back when something has happened: over real HTTP, and as unreliably as was asked for."""

import hashlib
import hmac
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import count
from queue import Queue
from random import Random
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

HOME = frozenset({"127.0.0.1", "localhost", "::1"})
_KEPT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where calls go, how they prove where they come from, and what shall become of them on the way."""

    url: str = ""
    """Nobody is called while this is empty."""
    header: str = "X-Hook-Secret"
    secret: str = ""
    proof: str = "secret"
    """The header holds the `secret` itself, or the body's `hmac` by SHA-256 in small hexadecimal letters."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Where in the JSON a field shall stand instead of at the top: {"Event": "Message.Kind"}."""
    loss: float = 0.0
    """The share of calls that never leave."""
    duplicates: float = 0.0
    """The share of calls that are sent twice."""
    reorder: int = 0
    """So many calls are held back and then sent in another order; 0 and 1 hold none."""
    seed: int = 1
    """The same seed, the same fate of the same call."""
    seconds: float = 5.0
    """How long the other side may take."""

    def sign(self, body: bytes) -> str:
        """The header's value for that body."""
        if self.proof == "hmac":
            return hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return self.secret


@dataclass(slots=True, kw_only=True)
class Note:
    """One call in the log. Fate: waiting, lost, answered or failed."""

    sequence: int
    event: str
    order: str
    body: dict[str, Any]
    again: bool = False
    fate: str = "waiting"
    status: int | None = None
    why: str = ""


class Caller:
    """Tells one target, one call after the other, on a thread of its own."""

    def __init__(self, target: Target | None = None, *, hosts: str = "") -> None:
        self._hosts = HOME | {host.strip() for host in hosts.split(",") if host.strip()}
        self._first = target or Target()
        self._lock = Lock()
        self._queue: Queue[tuple[Note, Target] | None] = Queue()
        self._thread: Thread | None = None
        self._closing = False
        self.clear()

    def aim(self, target: Target) -> None:
        """From now on that one is told; ValueError where its host is not allowed, or its fields are odd."""
        _check(target, self._hosts)
        with self._lock:
            self.target = target

    def clear(self) -> None:
        """Forgets log and target, and aims as at first; what is under way still goes out."""
        with self._lock:
            self._notes: deque[Note] = deque(maxlen=_KEPT)
            self._held: list[Note] = []
            self._count = count(1)
        self.aim(self._first)

    def tell(self, event: str, body: dict[str, Any], *, order: str = "") -> None:
        """The target will hear of it, as far as its fate allows; never waits."""
        with self._lock:
            if not self.target.url:
                return
            number = next(self._count)
            fate = Random(f"{self.target.seed}:{number}")  # noqa: S311 - a fate, not a secret
            lost, twice = fate.random() < self.target.loss, fate.random() < self.target.duplicates
            body = _place(body, self.target.paths)
            for again in (False, True) if twice and not lost else (False,):
                note = Note(sequence=number, event=event, order=order, body=body, again=again)
                self._notes.append(note)
                if lost:
                    note.fate = "lost"
                else:
                    self._held.append(note)
            if len(self._held) >= max(1, self.target.reorder):
                self._release()

    def flush(self) -> None:
        """What was held back goes out, and everything has been answered."""
        with self._lock:
            self._release()
        self._queue.join()

    def read(self, *, order: str = "") -> list[dict[str, Any]]:
        """The log, oldest first; of that order alone where one is named."""
        with self._lock:
            return [asdict(note) for note in self._notes if not order or note.order == order]

    def close(self) -> None:
        """Calls nobody any more, not even those who were to be told just now."""
        self._closing = True
        if self._thread:
            self._queue.put(None)
            self._thread.join()

    def _release(self) -> None:
        held, self._held = self._held, []
        if len(held) > 1 and self.target.reorder > 1:
            held = _shuffle(held, seed=self.target.seed)
        for note in held:
            self._queue.put((note, self.target))
        if held and self._thread is None:
            self._thread = Thread(target=self._work, daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while item := self._queue.get():
            if not self._closing:
                _send(*item)
            self._queue.task_done()
        self._queue.task_done()


def _check(target: Target, hosts: frozenset[str]) -> None:
    parts = urlsplit(target.url)
    if target.url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("url begins with http:// or https:// and names a host")
    if target.url and not hosts & {parts.hostname, "*"}:
        raise ValueError(f"{parts.hostname} is not among the hosts that may be called")
    if target.proof not in {"secret", "hmac"}:
        raise ValueError("proof is secret or hmac")
    if not (0 <= target.loss <= 1 and 0 <= target.duplicates <= 1):
        raise ValueError("loss and duplicates are shares between 0 and 1")


def _shuffle(notes: list[Note], *, seed: int) -> list[Note]:
    """Another order than that of the events."""
    shuffled = list(notes)
    Random(f"{seed}:{notes[0].sequence}").shuffle(shuffled)  # noqa: S311 - a fate, not a secret
    return shuffled if shuffled != notes else notes[::-1]


def _place(body: dict[str, Any], paths: Mapping[str, str]) -> dict[str, Any]:
    placed: dict[str, Any] = {}
    for name, value in body.items():
        *outer, last = paths.get(name, name).split(".")
        at = placed
        for step in outer:
            at = at.setdefault(step, {})
        at[last] = value
    return placed


def _send(note: Note, target: Target) -> None:
    try:
        note.status = _post(target, note.body)
        note.fate = "answered"
    except (OSError, HTTPException) as error:
        note.fate, note.why = "failed", repr(error)


def _post(target: Target, document: dict[str, Any]) -> int:
    parts = urlsplit(target.url)
    body = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=target.seconds)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if target.secret:
        headers[target.header] = target.sign(body)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        line.request("POST", path, body=body, headers=headers)
        return line.getresponse().status
    finally:
        line.close()
