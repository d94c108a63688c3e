"""A question is put to the remote by one asker at a time, and a failure leaves the last good answer."""

import pytest

from booking import readings
from booking.models import Reading
from booking.moments import later
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_nobody_has_asked_is_empty():
    assert not readings.last("home:P-1").answered


def test_an_answer_is_kept():
    readings.ask("home:P-1", lambda: {"visits": []})
    kept = readings.last("home:P-1")
    assert (kept.answered, kept.get("visits"), kept.asking) == (True, [], None)


def test_a_second_asker_does_not_wait_but_sees_what_there_is():
    inner = []
    readings.ask("home:P-1", lambda: inner.append(readings.ask("home:P-1", lambda: {"n": 2})) or {"n": 1})
    assert not inner[0].answered
    assert readings.last("home:P-1").get("n") == 1


def test_an_asker_that_never_came_back_holds_nobody_up_for_long():
    readings.ask("home:P-1", lambda: Reading.objects.update(asking_until=later(-1)) and answer("home:P-1"))
    assert readings.last("home:P-1").get("n") == 2


def answer(key):
    """Another asker takes over; the first one's answer comes too late."""
    readings.ask(key, lambda: {"n": 2})
    return {"n": 1}


@pytest.mark.parametrize("error", [flow.unavailable(), flow.unknown(), RuntimeError("a bug")])
def test_a_failure_leaves_the_last_good_answer_and_says_so(error):
    def fail():
        raise error

    readings.ask("home:P-1", lambda: {"n": 1})
    kept = readings.ask("home:P-1", fail, seen=readings.last("home:P-1").read_at)
    assert (kept.get("n"), kept.failed_at is not None, kept.asking) == (1, True, None)


def test_the_next_answer_forgets_the_failure():
    readings.keep("home:P-1", None)
    readings.keep("home:P-1", {"n": 1})
    assert readings.last("home:P-1").failed_at is None
    assert str(readings.last("home:P-1")) == "home:P-1"


def test_a_copy_that_came_while_one_looked_will_do() -> None:
    seen = readings.last("home:P-1").read_at
    readings.keep("home:P-1", {"n": 1})
    asked: list[int] = []
    found = readings.ask("home:P-1", lambda: asked.append(1) or {"n": 2}, seen=seen)
    assert (found.get("n"), found.asking, asked) == (1, None, [])
    assert readings.ask("home:P-1", lambda: {"n": 2}, seen=found.read_at).get("n") == 2
