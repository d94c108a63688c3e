"""Somebody else's machine: takes webhooks over real HTTP, answers as it is told to, remembers what it got."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.db import connection

CERTIFICATE = Path(__file__).with_name("hooks.example.pem")


@dataclass
class Got:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    port: int
    got: list[Got] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """What to answer next; the last one again and again, and 204 where there is none."""
    meanwhile: Callable[[], None] | None = None
    """What happens before the answer."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?from=portal"

    def answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.answers.append((status, headers or {}, body))


@contextmanager
def running(*, tls: bool = False) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(Got(self.path, headers, body))
            if receiver.meanwhile:
                receiver.meanwhile()
                connection.close()
            answers = receiver.answers or [(204, {}, b"")]
            status, more, said = answers[0] if len(answers) == 1 else answers.pop(0)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver = Receiver(server.server_address[1])
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        context.sni_callback = lambda _, name, __: receiver.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping() -> Iterator[int]:
    """A machine that takes the request and gives a header byte now and then, and never ends."""
    stop = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        wire, _ = listening.accept()
        with wire:
            wire.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            try:
                while not stop.wait(0.05):
                    wire.sendall(b"x")
            except OSError:
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    stop.set()
    thread.join()
    listening.close()
