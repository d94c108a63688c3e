"""A pretend Cadulis over real HTTP, emptied before each test, and schedulers that speak to it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from booking.sandbox import cadulis as sandbox
from booking.schedulers import cadulis as system
from booking.schedulers.base import Scheduler
from tests.booking.schedulers.cadulis.contractor import NOW, Contractor
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.remote import Remote


@pytest.fixture(scope="session")
def running() -> Iterator[sandbox.Sandbox]:
    started = sandbox.start(options=sandbox.Options(lines=2, busy=0.2))
    yield started
    started.stop()


@pytest.fixture
def contractor(running: sandbox.Sandbox) -> Iterator[Contractor]:
    contractor = Contractor(running.url, running.api_url)
    contractor.control("reset")
    contractor.control("clock", now=NOW.isoformat())
    with contractor.session:
        yield contractor
    running.cadulis.faults.clear()


@pytest.fixture
def now() -> Now:
    now = Now()
    now.moment = NOW
    return now


@pytest.fixture
def build(contractor: Contractor, store: Memory, now: Now) -> Callable[..., Scheduler]:
    def build(*, store: Memory = store, **options: Any) -> Scheduler:
        standard = {
            "url": contractor.api_url,
            "intervention_type": "REPAIR",
            "planning_lines": 2,
            "read_seconds": 5,
            "write_seconds": 5,
        }
        return system.build(standard | options, clock=now, store=store)

    return build


@pytest.fixture
def cadulis(build: Callable[..., Scheduler]) -> Scheduler:
    return build()


@pytest.fixture
def scripted(remote: Remote, store: Memory, now: Now) -> Scheduler:
    """The same scheduler in front of a remote that answers what a test wrote."""
    from tests.booking.schedulers.cadulis.script import discover

    discover(remote)
    options = {"url": f"{remote.url}/secret-k3y", "read_seconds": 2, "write_seconds": 2}
    return system.build(options, clock=now, store=store)


@pytest.fixture
def today() -> dt.date:
    return NOW.date()
