"""One sandbox for all of these tests, emptied before each."""

from collections.abc import Iterator

import pytest

from booking.sandbox import Sandbox, start

from .caller import TODAY, Caller


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    running = start()
    yield running
    running.stop()


@pytest.fixture
def connect(sandbox: Sandbox) -> Iterator[Caller]:
    caller = Caller(sandbox.url)
    caller.control("reset", today=TODAY)
    with caller.session:
        yield caller
    sandbox.connect.faults.clear()
