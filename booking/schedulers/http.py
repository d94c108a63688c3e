"""The one door to the network: pooled sessions, one deadline for the whole call, a capped body, no surprises.

A read is repeated up to three times within its deadline, a write never. Only the base errors come out: a
failed read is Unavailable; a failed write is Unavailable before its first byte left and Unknown after.
"""

import http.client
import logging
import os
import random
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy

import requests
import urllib3

from booking.schedulers import fence
from booking.schedulers.base import SchedulerError, Unavailable, Unknown
from booking.schedulers.breaker import Breaker
from booking.schedulers.deadline import Watch, WatchedAdapter

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3.0
BODY_BYTES = 2_000_000
IDLE_SECONDS = 30.0
IDLE_SESSIONS = 64
RETRY_PAUSES = (0.1, 0.2, 0.4)
_FAULTS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,  # an address or a header that cannot be sent
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, whole: header names in lower case, the body decompressed and at most 2 MB."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> float | None:
        """Seconds the remote asked us to wait, if it said so in seconds."""
        value = self.headers.get("retry-after", "").strip()
        return min(float(value), 86_400.0) if value.isascii() and value.isdigit() else None


class _TooLarge(OSError):
    """The body goes on after 2 MB."""


class _Undecodable(OSError):
    """The body is no whole gzip, or something else that nobody asked for."""


class _Late(OSError):
    """The deadline cut the call."""


class Door:
    """The way to one remote; safe to share between threads, greenlets and forked processes."""

    def __init__(self, *, breaker: Breaker) -> None:
        self._breaker = breaker
        self._idle: list[tuple[float, requests.Session]] = []
        self._pid = os.getpid()

    def read(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        seconds: float,
        again: Callable[[], None] = lambda: None,
    ) -> Reply:
        """GET, repeated after a broken connection or a 5xx while there is time, else Unavailable.

        `again` is called before each repetition: where calls are counted it may refuse one by an error.
        """
        return self._guard(lambda watch: self._patiently(url, headers, watch, again), seconds)

    def write(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes, seconds: float
    ) -> Reply:
        """One request, sent once: Unavailable where no byte left, Unknown where one may have been read."""
        fence.pass_by()

        def send(watch: Watch) -> Reply:
            try:
                return self._exchange(method, url, headers, body, watch)
            except _FAULTS as fault:
                raise _verdict(fault, Unknown if watch.sent else Unavailable, method, watch) from fault

        return self._guard(send, seconds)

    def _guard(self, call: Callable[[Watch], Reply], seconds: float) -> Reply:
        probe = self._breaker.enter()
        try:
            with Watch(seconds) as watch:
                reply = call(watch)
        except SchedulerError:
            self._breaker.failed(probe=probe)
            raise
        if reply.status >= 500:
            self._breaker.failed(probe=probe)
        else:
            self._breaker.passed(probe=probe)
        return reply

    def _patiently(
        self, url: str, headers: Mapping[str, str], watch: Watch, again: Callable[[], None]
    ) -> Reply:
        for pause in RETRY_PAUSES:
            try:
                reply = self._exchange("GET", url, headers, None, watch)
                if reply.status < 500 or "retry-after" in reply.headers:
                    return reply
            except _FAULTS as fault:
                if watch.left <= pause * 1.5:
                    raise _verdict(fault, Unavailable, "GET", watch) from fault
            # Spread, so that many callers do not come back at once.
            time.sleep(min(pause * random.uniform(0.5, 1.5), watch.left))  # noqa: S311 - guards nothing
            again()
        try:
            return self._exchange("GET", url, headers, None, watch)
        except _FAULTS as fault:
            raise _verdict(fault, Unavailable, "GET", watch) from fault

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, watch: Watch
    ) -> Reply:
        if watch.expired or not watch.left:
            raise _Late
        timeout = (min(CONNECT_SECONDS, watch.left), watch.left)
        with self._lend() as session:
            answer = session.request(
                method,
                url,
                headers=dict(headers),
                data=body,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
            with answer:
                content = _drain(answer)
        if watch.expired:  # a body without a length ends just so when it is cut
            raise _Late
        names = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(status=answer.status_code, headers=names, body=content)

    @contextmanager
    def _lend(self) -> Iterator[requests.Session]:
        """A session that nobody else has meanwhile.

        Lent instead of kept per thread: a greenlet lives for one page, so its own would never be used twice.
        """
        session = self._take()
        yield session
        # Not reached after a fault: what has failed once is not lent again.
        if len(self._idle) < IDLE_SESSIONS:
            self._idle.append((time.monotonic(), session))

    def _take(self) -> requests.Session:
        if self._pid != os.getpid():  # forked: these connections are our parent's
            self._idle, self._pid = [], os.getpid()
        while self._idle:
            try:
                since, session = self._idle.pop()
            except IndexError:
                break
            if time.monotonic() - since < IDLE_SECONDS:
                return session
            session.close()
        return _new_session()


def _new_session() -> requests.Session:
    session = requests.Session()
    # The environment must not decide whom we trust or whom we send tenants' details to: a forgotten .netrc
    # would replace our token, and a proxy variable would reroute every call.
    session.trust_env = False
    session.verify = True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update({"User-Agent": "repairs-portal", "Accept-Encoding": "gzip"})
    for scheme in ("https://", "http://"):
        session.mount(scheme, WatchedAdapter(pool_connections=1, pool_maxsize=1, max_retries=0))
    return session


def _drain(answer: requests.Response) -> bytes:
    parts, size = [], 0
    for part in answer.raw.stream(65_536, decode_content=False):
        size += len(part)
        if size > BODY_BYTES:
            raise _TooLarge
        parts.append(part)
    return _decode(b"".join(parts), answer.headers.get("Content-Encoding", "").strip().lower())


def _decode(body: bytes, coding: str) -> bytes:
    """The body as it was before it was packed; an error unless it is whole, in a coding that we asked for.

    Unpacked here: the library notices no missing end, and how much memory it takes depends on its version.
    """
    if not body or coding in {"", "identity"}:
        return body
    if coding not in {"gzip", "x-gzip"}:
        raise _Undecodable
    packer = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        found = packer.decompress(body, BODY_BYTES + 1)
    except zlib.error:
        raise _Undecodable from None
    if len(found) > BODY_BYTES:
        raise _TooLarge
    if not packer.eof or packer.unused_data:
        raise _Undecodable
    return found


def _verdict(fault: Exception, kind: type[SchedulerError], method: str, watch: Watch) -> SchedulerError:
    # The kind of fault alone: its text may repeat a header, and so the token.
    name = "Late" if watch.expired else type(fault).__name__.lstrip("_")
    log.warning("%s failed: %s, sent=%s", method, name, watch.sent)
    reason = f"The remote gave no whole answer to {method} ({name})."
    return kind(reason, evidence={"method": method, "fault": name, "sent": watch.sent})
