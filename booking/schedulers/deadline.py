"""An end to every call: when its time is up the connection is cut, whatever the remote is dripping.

A read timeout starts anew with each byte, so a byte a second would hold a caller for ever. Cutting the
connection from beside works for headers, bodies and TLS handshakes alike, with threads and with gevent.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_here = threading.local()


class Watch:
    """One call's time: `left` seconds, whether a byte has been `sent`, whether it `expired`."""

    def __init__(self, seconds: float) -> None:
        self.sent = False
        self.expired = False
        self._until = time.monotonic() + seconds
        self._over = False
        self._lock = threading.Lock()
        self._wire: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0), self._expire)
        self._timer.daemon = True

    @property
    def left(self) -> float:
        """Seconds until the end; never negative."""
        return max(self._until - time.monotonic(), 0.0)

    def __enter__(self) -> "Watch":
        _here.watch = self
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _here.watch = None
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
        wire = super()._new_conn()
        if watch := _watch():
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
