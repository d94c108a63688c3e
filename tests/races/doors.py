"""The portal behind a threaded server, and people's browsers before it."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
SECRET = "c" * 32
"""Of the forms: the cookie and the field hold the same."""
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    to: str
    """Where it sends the browser."""
    said: bool
    """There is something to be said on the next page."""
    page: str

    @property
    def gist(self) -> tuple[int, str, bool]:
        """All but the page itself."""
        return self.status, self.to, self.said

    @property
    def hidden(self) -> dict[str, str]:
        """What the page's form holds without showing it, but for the proof of where it comes from."""
        found = dict(HIDDEN.findall(self.page))
        found.pop("csrfmiddlewaretoken", None)
        return found


class Browser:
    """Somebody's browser: one connection, one session, an address of its own."""

    _count = 0

    def __init__(self, port: int, session: str = "") -> None:
        Browser._count += 1
        number = Browser._count
        self._port, self._line = port, HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {
            "Cookie": f"session={session}; csrf={SECRET}",
            "X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
        }

    def look(self, path: str) -> Answer:
        """The page."""
        return self._ask("GET", path, None, {})

    def send(self, path: str, **fields: object) -> Answer:
        """The form of that page, with its button pressed."""
        body = urlencode({"csrfmiddlewaretoken": SECRET, **fields})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def close(self) -> None:
        """The window is shut."""
        self._line.close()

    def _ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        self._line.request(method, path, body=body, headers=self._headers | more)
        response = self._line.getresponse()
        page = response.read().decode()
        cookies = response.headers.get_all("Set-Cookie", [])
        said = any(cookie.startswith("messages=") for cookie in cookies)
        return Answer(response.status, response.headers.get("Location", ""), said, page)


def sign_in(person: Any) -> str:
    """The cookie of a session of that person, as signing in makes it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def together(acts: Sequence[Callable[[], T]]) -> list[T]:
    """All of them at one moment, each in a thread; what each answered, in their order."""
    from django.db import connection

    barrier = threading.Barrier(len(acts))

    def one(act: Callable[[], T]) -> T:
        try:
            barrier.wait(PATIENCE)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@contextmanager
def serving() -> Iterator[int]:
    """The portal answers at a port of this machine."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """The portal writes its own lines."""

    class Server(ThreadedWSGIServer):
        request_queue_size = 1024

    server = Server(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
