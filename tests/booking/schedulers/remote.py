"""A remote of the tests' own: answers as scripted, on real sockets, and remembers what it was asked."""

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = {"access_token": "T1", "token_type": "bearer", "expires_in": 1199}
BASE = "/WS-API"


@dataclass
class Request:
    method: str
    path: str
    raw_query: str
    headers: dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def query(self) -> dict[str, str]:
        return {key: values[-1] for key, values in parse_qs(self.raw_query, keep_blank_values=True).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    raw: Callable[[socket.socket, threading.Event], None] | None = None


def answer(data: Any = None, status: int = 200, **headers: str) -> Answer:
    """JSON, or bytes as they are."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, body, {"Content-Type": "application/json; charset=utf-8"} | named)


def page(text: str = "<html>Sign in</html>", status: int = 200) -> Answer:
    return answer(text.encode(), status, Content_Type="text/html")


def raw(write: Callable[[socket.socket, threading.Event], None]) -> Answer:
    """Whatever `write` does with the connection; the event is set when the test is over."""
    return Answer(raw=write)


def sending(*parts: bytes, every: float = 0) -> Answer:
    """These bytes and then the end of the connection."""

    def write(wire: socket.socket, over: threading.Event) -> None:
        for part in parts:
            wire.sendall(part)
            if every and over.wait(every):
                return

    return raw(write)


class Remote:
    """Scripted: `on(name, *answers)` gives them in turn and repeats the last."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._script: dict[str, list[Answer | Callable[[Request], Answer]]] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.remote = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}{BASE}"
        self.on("POST /token", answer(TOKEN))

    def on(self, name: str, *answers: "Answer | Callable[[Request], Answer]") -> None:
        self._script[name] = list(answers)

    def calls(self, name: str = "") -> list[Request]:
        """What was asked so far, sign-ins only where they are asked for."""
        with self._lock:
            return [r for r in self.requests if (r.name == name if name else r.path != "/token")]

    def take(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            script = self._script.get(request.name)
            if not script:
                return answer({"Message": "No HTTP resource was found."}, 404)
            chosen = script.pop(0) if len(script) > 1 else script[0]
        return chosen if isinstance(chosen, Answer) else chosen(request)

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    remote: Remote

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30

    def _handle(self) -> None:
        where = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = where.path.removeprefix(BASE)
        reply = self.server.remote.take(Request(self.command, path, where.query, headers, body))
        if reply.raw:
            self.close_connection = True
            reply.raw(self.connection, self.server.remote._over)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""
