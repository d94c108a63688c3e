"""A server that answers, byte for byte, whatever the test says next; a thread a connection, kept alive."""

import re
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing is a reset."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, as far as an answer depends on it."""

    method: str
    target: str
    head: bytes
    body: bytes

    @property
    def key(self) -> str:
        """Method and path, without the query."""
        return f"{self.method} {unquote(self.target.partition('?')[0])}"


@dataclass(frozen=True, slots=True)
class Wire:
    """Bytes for the connection, and how it ends after them: kept, closed or reset."""

    data: bytes
    end: str = ""


Drip = Callable[[socket.socket, threading.Event], None]
"""Does with the connection what it likes; the event is set when the test is over."""
Answering = Callable[[Request], Wire | Drip]


def nothing(request: Request) -> Wire:
    """Nobody has said yet what to answer."""
    return Wire(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone")


RENEWED = Wire(b"x", "close")
NAME = "hostile"
"""Of its threads."""


class Server:
    """Listens on a free port; `answer` may be replaced between two calls."""

    def __init__(self) -> None:
        self.answer: Answering = nothing
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._open: set[socket.socket] = set()
        self._age = 0

    def renew(self) -> None:
        """Whoever has connected so far is answered no more: a caller that gave up may have left a request."""
        with socket.create_connection(("127.0.0.1", self.port)) as last:
            # They are taken in their order, so that all before this one are known to be old.
            last.sendall(b"GET /renew HTTP/1.1\r\n\r\n")
            last.recv(1)
        self._age += 1

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for wire in [self._listening, *self._open]:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                wire, _ = self._listening.accept()
            except OSError:
                return
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(wire)
            threading.Thread(target=self._serve, args=(wire, self._age), name=NAME, daemon=True).start()

    def _serve(self, wire: socket.socket, age: int) -> None:
        # A caller that hangs up is what many cases are about.
        with suppress(OSError):
            while (request := _read(wire)) is not None and age == self._age:
                answer = RENEWED if request.target == "/renew" else self.answer(request)
                if not isinstance(answer, Wire):
                    answer(wire, self.over)
                    break
                wire.sendall(answer.data)
                if answer.end == "reset":
                    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                if answer.end:
                    break
        self._open.discard(wire)
        wire.close()


def _read(wire: socket.socket) -> Request | None:
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        if not (part := wire.recv(65_536)):
            return None
        data += part
    head, body = data[:end], data[end + 4 :]
    found = LENGTH.search(head)
    length = int(found[1]) if found else 0
    while len(body) < length:
        if not (part := wire.recv(65_536)):
            return None
        body += part
    method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    return Request(method, target, head, body)
