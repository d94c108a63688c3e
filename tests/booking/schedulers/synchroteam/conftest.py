"""One pretend Synchroteam for all of these tests, emptied before each, and a scheduler that speaks to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from booking.sandbox import synchroteam as sandboxes
from booking.sandbox.synchroteam import Options, Sandbox
from booking.schedulers import synchroteam as system
from booking.schedulers.base import Scheduler
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.synchroteam.account import Account


@pytest.fixture(scope="session")
def running() -> Iterator[Sandbox]:
    sandbox = sandboxes.start(options=Options(busy=0))
    yield sandbox
    sandbox.stop()


@pytest.fixture
def account(running: Sandbox, now: Now) -> Iterator[Account]:
    account = Account(running, now)
    account.reset()
    yield account
    account.heal()


@pytest.fixture
def make(store: Memory, now: Now) -> Callable[..., Scheduler]:
    """A scheduler with these options, against whatever stands at `url`."""

    def make(**options: Any) -> Scheduler:
        usual = {
            "domain": Options().domain,
            "key": Options().key,
            "job_type": "Plumbing",
            "pair_job_type": "Heavy lifting",
            "high_priorities": ["EMERGENCY"],
            "read_seconds": 2,
            "write_seconds": 0.6,
        }
        return system.build(usual | options, clock=now, store=store)

    return make


@pytest.fixture
def scheduler(account: Account, make: Callable[..., Scheduler]) -> Scheduler:
    return make(url=account.sandbox.api_url)


@pytest.fixture
def build(account: Account, make: Callable[..., Scheduler]) -> Callable[..., Scheduler]:
    """The same with other options."""
    return lambda **options: make(url=account.sandbox.api_url, **options)
