"""An end to every call: when its time is up the connection is cut, whatever the remote is dripping.

A read timeout starts anew with each byte, so a byte a second would hold a caller for ever. Cutting the
connection from beside works for headers, bodies and TLS handshakes alike, with threads and with gevent. What
comes before there is a connection, the name server and each of its addresses, is left behind instead.
"""

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError

Thing = TypeVar("Thing")

_here = threading.local()


def hurry(
    errand: Callable[[], Thing], *, seconds: float, discard: Callable[[Thing], object] = lambda _: None
) -> Thing:
    """What the errand brings, or TimeoutError after so long: then it goes on alone, for nobody.

    For what cannot be cut from beside, such as asking a name server. What comes too late is discarded.
    """
    waiting: Future[Thing] = Future()

    def go() -> None:
        try:
            found = errand()
        except Exception as fault:
            with suppress(InvalidStateError):
                waiting.set_exception(fault)
            return
        try:
            waiting.set_result(found)
        except InvalidStateError:
            discard(found)

    threading.Thread(target=go, daemon=True).start()
    try:
        return waiting.result(timeout=seconds)
    except TimeoutError:
        if waiting.cancel():
            raise
    return waiting.result()  # it came at the last moment, or was late itself


class Watch:
    """One call's time: `left` seconds, whether a byte has been `sent`, whether it `expired`."""

    def __init__(self, seconds: float) -> None:
        self.sent = False
        self.expired = False
        self._until = time.monotonic() + seconds
        self._over = False
        self._lock = threading.Lock()
        self._wire: socket.socket | None = None
        self._outer: Watch | None = None
        self._timer = threading.Timer(max(seconds, 0), self._expire)
        self._timer.daemon = True

    @property
    def left(self) -> float:
        """Seconds until the end; never negative."""
        return max(self._until - time.monotonic(), 0.0)

    def __enter__(self) -> "Watch":
        self._outer, _here.watch = _watch(), self
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        # A call within a call must not leave the outer one unwatched: what it sent would count as not sent.
        _here.watch = self._outer
        with self._lock:
            self._over = True
            self._forget()

    def follow(self, wire: socket.socket) -> None:
        """Cut this connection when the time is up."""
        with self._lock:
            self._forget()
            # A handle of our own: urllib3 drops or wraps its socket while the answer is still arriving.
            self._wire = socket.socket(fileno=os.dup(wire.fileno()))
            if self.expired:
                self._cut()

    def _expire(self) -> None:
        with self._lock:
            # The call may have ended while we were waking: its connection may serve another one by now.
            if not self._over:
                self.expired = True
                self._cut()

    def _cut(self) -> None:
        if self._wire is not None:
            with suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)

    def _forget(self) -> None:
        if self._wire is not None:
            self._wire.close()
            self._wire = None


def _watch() -> Watch | None:
    return getattr(_here, "watch", None)


class _Watched(HTTPConnection):
    """Tells the watch which connection it is on, and when the first byte leaves."""

    def _new_conn(self) -> socket.socket:
        watch = _watch()
        if watch is None:
            return super()._new_conn()
        seconds = min(float(self.timeout or watch.left), watch.left)
        try:
            wire = hurry(super()._new_conn, seconds=seconds, discard=socket.socket.close)
        except TimeoutError:
            raise ConnectTimeoutError(self, f"no connection within {seconds:.1f} s") from None
        watch.follow(wire)
        return wire

    def send(self, data: Any) -> None:
        # Connecting first tells "never reached" from "may have been read".
        if self.sock is None:
            self.connect()
        if watch := _watch():
            watch.follow(self.sock)
            watch.sent = True
        super().send(data)


class _WatchedTLS(_Watched, HTTPSConnection):
    """The same over TLS."""

    def connect(self) -> None:
        super().connect()
        # What is cut before its handshake looks to the library like a socket that is yet to be connected: it
        # would be taken for a sound one, and for plain text.
        if isinstance(self.sock, ssl.SSLSocket) and self.sock.version() is None:
            self.close()
            raise ssl.SSLError("the connection was cut before its handshake")


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _WatchedTLS


class WatchedAdapter(HTTPAdapter):
    """Makes every connection of a requests session answer to the current watch."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Build the pools out of watched connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
