"""One remote, one store, one clock, and a Connect scheduler between them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from booking.schedulers import connect as system
from booking.schedulers import http
from booking.schedulers.base import Scheduler
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.remote import Remote


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "RETRY_PAUSES", (0.01, 0.01, 0.01))


@pytest.fixture
def remote() -> Iterator[Remote]:
    remote = Remote()
    yield remote
    remote.close()


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def store(now: Now) -> Memory:
    return Memory(now)


@pytest.fixture
def build(remote: Remote, store: Memory, now: Now) -> Callable[..., Scheduler]:
    def build(**options: Any) -> Scheduler:
        standard = {
            "url": remote.url,
            "username": "portal@clouddialogs.com",
            "password": "swordfish & chips",
            "contract": "DLO",
            "organisation": "RIVER",
            "read_seconds": 5,
            "write_seconds": 5,
        }
        return system.build(standard | options, clock=now, store=store)

    return build


@pytest.fixture
def connect(build: Callable[..., Scheduler]) -> Scheduler:
    return build()
