"""The sandbox as a server: HTTP/1.1, a thread a connection, and every manner of not answering."""

import socket
import struct
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from .gateway import Gateway
from .messages import Answer, Request, as_json
from .system import System

_MOST_BYTES = 2_000_000
_RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing tells the other side nothing but that it is over."""


class Handler(BaseHTTPRequestHandler):
    """Reads one request after another from a connection and sends what the gateway answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "Sandbox"
    sys_version = ""
    wbufsize = -1
    server: "Server"

    def do_GET(self) -> None:
        """Every method goes the same way."""
        with suppress(ConnectionError):
            self._send(self._answer())

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_TRACE = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """The ledger is our log."""

    def _answer(self) -> Answer:
        length = self.headers.get("Content-Length") or "0"
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self.close_connection = True
            return as_json({"Message": "A length is required."}, status=411)
        if int(length) > _MOST_BYTES:
            self.close_connection = True
            return as_json({"Message": "Maximum request length exceeded."}, status=413)
        return self.server.gateway.answer(self._read(self.rfile.read(int(length))))

    def _read(self, body: bytes) -> Request:
        parts = urlsplit(self.path)
        return Request(
            method=self.command,
            path=unquote(parts.path),
            query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.title(): value for name, value in self.headers.items()},
            body=body,
            base=f"http://{self.headers.get('Host') or self.server.address}",
        )

    def _send(self, answer: Answer) -> None:
        if answer.manner in {"gone", "reset"}:
            self._hang_up(rudely=answer.manner == "reset")
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            self.wfile.flush()
        elif answer.manner == "drip":
            self._drip(answer)
        elif answer.manner == "cut":
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self._hang_up(rudely=True)
        else:
            self.wfile.write(answer.body)
            self.wfile.flush()

    def _drip(self, answer: Answer) -> None:
        released = answer.released
        for number in range(len(answer.body)):
            if released is None or released.wait(answer.pause):
                self.wfile.write(answer.body[number:])
                break
            self.wfile.write(answer.body[number : number + 1])
            self.wfile.flush()
        self.wfile.flush()

    def _hang_up(self, *, rudely: bool) -> None:
        self.close_connection = True
        if rudely:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            # Both files hold the socket open; a shutdown would send a polite end first.
            self.rfile.close()
            self.connection.close()


class Server(ThreadingHTTPServer):
    """Takes hundreds of callers at once and leaves none hanging when it ends."""

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, host: str, port: int, gateway: Gateway[Any]) -> None:
        self.gateway = gateway
        self._sockets: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        """Without asking a name server who we are."""
        super(ThreadingHTTPServer, self).server_bind()

    @property
    def address(self) -> str:
        """host:port."""
        host, port = self.server_address[:2]
        return f"{host!s}:{port}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread of its own, and we remember the socket."""
        with self._lock:
            self._sockets.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """The connection is over."""
        with self._lock:
            self._sockets.discard(request)
        with suppress(OSError):
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers who hang up are nobody's business; the rest is a bug."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Ends every connection that is still open."""
        with self._lock:
            for each in self._sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class Sandbox:
    """A running sandbox."""

    def __init__(self, gateway: Gateway[Any], *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.system: System = gateway.system
        self._gateway = gateway
        self._server = Server(host, port, gateway)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://{self._server.address}"
        """Where it stands; the API is at `api_url`."""
        self.api_url = f"{self.url}{gateway.base}"

    def start(self) -> Self:
        """Begins to listen."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Lets held calls go, hangs up and frees the port."""
        self._gateway.close()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
