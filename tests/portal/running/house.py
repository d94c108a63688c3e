"""The portal as it runs for real: web server and worker are processes of their own."""

import datetime as dt
import json
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import requests

import portal.demo.__main__ as demo
from portal.demo import folder as folders
from portal.demo import mailbox, processes, sandboxes, throwaway
from portal.demo.supervisor import Part, Supervisor

PATIENCE = 40
TOKEN = "only-for-this-house"


@dataclass(frozen=True)
class House:
    """What runs, and where to ask it."""

    env: Mapping[str, str]
    folder: Path
    supervisor: Supervisor

    @property
    def url(self) -> str:
        """The portal's address."""
        return self.env["SITE_URL"]

    def part(self, name: str) -> Part:
        """A process by its name."""
        return next(part for part in self.supervisor.parts if part.name == name)

    def ask(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as database:
            cursor = database.execute(query, given)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def pretend(self, verb: str, **body: Any) -> Any:
        """Tells the pretend Connect what to do."""
        answer = requests.post(f"{self.env['SANDBOX']}_control/{verb}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def ledger(self, call: str) -> list[dict[str, Any]]:
        """What the pretend Connect was asked, by that name."""
        entries = requests.get(f"{self.env['SANDBOX']}_control/ledger", timeout=10).json()
        return [entry for entry in entries if entry["call"] == call]

    def again(self, name: str) -> None:
        """The process runs again after it has ended."""
        part = self.part(name)
        # Its own children, such as the worker's timetable, outlive a kill.
        processes.stop(part.child)
        if part.restart is not None:
            part.child = part.restart()
            return
        command = [str(Path(sys.executable).parent / "gunicorn"), "-c", "portal/gunicorn.py"]
        part.child = processes.start(command, log=part.log, env=self.env)
        port = int(self.env["BIND"].rpartition(":")[2])
        processes.wait_for_page(part.child, port=port, name=name, log=part.log)

    def letter(self, to: str, containing: str) -> str:
        """The newest e-mail to that address with that text, as soon as it has come."""

        def find() -> str:
            for letter in mailbox.read(self.folder / "mail"):
                if to in str(letter["To"]) and containing in (said := self._read(letter)):
                    return said
            return ""

        return until(find)

    def said(self) -> str:
        """Everything that web server and worker have written."""
        return "".join(path.read_text(errors="replace") for path in self._logs())

    def lines(self) -> list[dict[str, Any]]:
        """Their log lines."""
        text = [line for path in self._logs() for line in path.read_text().splitlines()]
        return [json.loads(line) for line in text if line.startswith("{")]

    def _logs(self) -> list[Path]:
        return [self.folder / "logs" / name for name in ("portal.log", "worker.log")]

    def _read(self, letter: EmailMessage) -> str:
        return f"{letter['Subject']}\n{mailbox.read_body(letter)}"


@contextmanager
def running() -> Iterator[House]:
    """Everything of `make demo` runs in a folder that goes away, and says all that it may say."""
    kept = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with throwaway.make_folder() as parent, Supervisor() as supervisor:
            folder = parent / "house"
            folders.make(folder)
            yield House(_furnish(supervisor, folder), folder, supervisor)
    finally:
        for sign, handler in kept.items():
            signal.signal(sign, handler)


def _furnish(supervisor: Supervisor, folder: Path) -> dict[str, str]:
    server = supervisor.stack.enter_context(demo.postgres.running(folder / "postgres", durable=False))
    broker = supervisor.stack.enter_context(demo.valkey.running(folder / "valkey"))
    port = processes.free_port()
    env = {
        **folders.read_secrets(folder),
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": server.url,
        "CELERY_BROKER_URL": broker.url + "0",
        "CACHE_URL": broker.url + "1",
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "HTTPS": "false",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": "json",
        "METRICS_TOKEN": TOKEN,
        "SWEEP_SECONDS": "1",
        "QUARANTINE_SECONDS": "3",
    }
    sandboxes.start(supervisor, folder, env)
    demo.furnish(folder, env)
    demo.start_portal(supervisor, folder, env)
    return env


class Visitor:
    """Somebody at a browser without JavaScript."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.session = requests.Session()
        self.details = {"name": "Somebody", "mobile": "07700 900111", "texts": "yes"}

    def open(self, path: str, **query: str) -> requests.Response:
        """The page, wherever it leads."""
        return self.session.get(self.house.url + path, params=query, timeout=60)

    def send(self, path: str, *, to: str = "", **fields: str) -> requests.Response:
        """Fills in the form of that page and presses its button."""
        page = self.open(path, **({"q": "tap"} if path.endswith("/problem/") else {}))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, (path, page.status_code, page.url)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        data = {**hidden, "csrfmiddlewaretoken": token[1], **fields}
        return self.session.post(self.house.url + (to or path), data=data, timeout=60)

    def sign_in(self, email: str) -> str:
        """By the code in the letter, which is answered."""
        self.send("/sign-in/", email=email)
        code = re.search(r"\b(\d{6})\b", self.house.letter(email, "code"))
        assert code
        self.send("/sign-in/code/", code=code[1])
        return code[1]

    def confirm(self) -> None:
        """The contact details are these."""
        self.send("/contact/", **self.details)

    def report(self, leaf: str, *, description: str, access: str = "", last: bool = True) -> str:
        """The path of a repair that has been reported, or needs but the last button."""
        at = self.send("/repairs/new/").url
        repair = re.search(r"/repairs/[0-9a-f-]{36}/", at)
        assert repair, at
        path = repair[0]
        if "/contact/" in at:
            self.confirm()
        answers: dict[str, dict[str, str]] = {
            "where": {"place": "home"},
            "known": {"known": "no"},
            "problem": {"leaf": leaf},
            "danger": {"danger": "no"},
            "try-this-first": {},
            "describe": {"description": description, "access": access},
        }
        while (step := self.open(path).url.rstrip("/").rpartition("/")[2]) != "check":
            self.send(
                f"{path}{step}/", to=f"{path}problem/choose/" if step == "problem" else "", **answers[step]
            )
        if last:
            self.send(f"{path}check/")
        return path

    def first_slot(self, path: str) -> str:
        """The token of the first time on offer, as soon as there are any."""

        def find() -> str:
            found = re.findall(r'name="slot"\s+value="([^"]+)"', self.open(f"{path}times/", plain="1").text)
            return str(found[20]) if found else ""

        return until(find)

    def book(self, path: str) -> str:
        """Books the first time on offer; answers its token."""
        token = self.first_slot(path)
        self.choose(path, token)
        return token

    def choose(self, path: str, token: str) -> None:
        """Confirms that time."""
        self.send(f"{path}times/confirm/?slot={quote(token)}", to=f"{path}times/confirm/", slot=token)

    def sees(self, path: str, words: str) -> str:
        """The page, as soon as it says so."""
        return until(lambda: page if words in (page := self.open(path).text) else "")


def until(true: Callable[[], Any], *, seconds: float = PATIENCE) -> Any:
    """What it answers, as soon as that is something."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)
    return found


def in_days(number: int) -> str:
    """A date as forms take it."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=number)).date().isoformat()
