"""A real sandbox over real HTTP, a scripted second system, and a record of what has happened."""

from collections.abc import Iterator

import pytest
from celery import current_app
from django.core.cache import cache

from booking import events, remote, sandbox
from booking.models import Order
from tests.booking import scripted
from tests.booking.pretend import Pretend
from tests.booking.scripted import Script


@pytest.fixture(scope="session")
def running() -> Iterator[Pretend]:
    started = sandbox.start(port=0)
    yield Pretend(started.url, started.api_url)
    started.stop()


@pytest.fixture
def connect(running: Pretend, settings, transactional_db) -> Iterator[Pretend]:
    """Connect as the portal knows it: patient for half a second only."""
    running.reset()
    cache.clear()
    options = settings.SCHEDULERS["connect"]["options"] | {
        "url": running.api_url,
        "read_seconds": 2,
        "write_seconds": 0.5,
    }
    line = settings.SCHEDULERS["connect"] | {"options": options}
    settings.SCHEDULERS = {"connect": line, "closed": closed(line)}
    yield running
    running.heal()


def closed(line: dict) -> dict:
    """The same system where nobody listens."""
    return line | {"options": line["options"] | {"url": "http://127.0.0.1:9/WS-API"}}


@pytest.fixture
def script(settings, transactional_db) -> Script:
    """A system that does what the test says, under the name that orders ask for."""
    settings.SCHEDULERS = {"connect": {"factory": "tests.booking.scripted.build", "options": {}}}
    scripted.SCRIPT.__init__()
    return scripted.SCRIPT


@pytest.fixture
def told(request) -> Iterator[list[tuple[str, str]]]:
    """What has happened, as (event, kind or date), in order."""
    heard: list[tuple[str, str]] = []

    def listen(event: events.Event, order: Order, facts: dict, **_: object) -> None:
        heard.append((str(event), facts.get("kind") or facts.get("payload", {}).get("date") or ""))

    events.happened.connect(listen, weak=False)
    yield heard
    events.happened.disconnect(listen)


@pytest.fixture(autouse=True)
def _built_anew() -> Iterator[None]:
    yield
    remote._build.cache_clear()


@pytest.fixture
def nudges(monkeypatch) -> list[tuple[str, tuple[str, ...]]]:
    """What the broker was asked to carry."""
    sent: list[tuple[str, tuple[str, ...]]] = []
    monkeypatch.setattr(current_app, "send_task", lambda task, args, **_: sent.append((task, args)))
    return sent
