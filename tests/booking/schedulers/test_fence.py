"""A sender that was held up for longer than its claim may last begins no write."""

import datetime as dt

import pytest
import time_machine

from booking.schedulers import fence
from booking.schedulers.base import Unavailable
from booking.schedulers.breaker import Breaker
from booking.schedulers.http import Door
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.remote import Remote, answer

MORNING = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def door(store: Memory, now: Now, remote: Remote) -> Door:
    remote.on("POST /x", answer({}))
    remote.on("GET /x", answer({}))
    return Door(breaker=Breaker(name="r", store=store, clock=now))


def write(door: Door, remote: Remote) -> int:
    return door.write("POST", f"{remote.url}/x", headers={}, body=b"{}", seconds=5).status


def test_in_time_a_write_goes_through(door: Door, remote: Remote) -> None:
    with fence.closing(fence.Start(), after=90):
        assert write(door, remote) == 200


@pytest.mark.parametrize(("later", "sent"), [(89, 1), (91, 0), (-3600, 1)])
def test_too_late_no_byte_leaves_and_it_may_be_tried_again(
    door: Door, remote: Remote, later: int, sent: int
) -> None:
    with time_machine.travel(MORNING) as clock:
        start = fence.Start()
        clock.shift(later)
        with fence.closing(start, after=90):
            if sent:
                write(door, remote)
            else:
                with pytest.raises(Unavailable):
                    write(door, remote)
    assert len(remote.calls()) == sent


def test_reads_are_never_too_late(door: Door, remote: Remote) -> None:
    with fence.closing(fence.Start(), after=-1):
        assert door.read(f"{remote.url}/x", headers={}, seconds=5).status == 200


def test_outside_there_is_no_fence(door: Door, remote: Remote) -> None:
    with fence.closing(fence.Start(), after=-1):
        pass
    assert write(door, remote) == 200
