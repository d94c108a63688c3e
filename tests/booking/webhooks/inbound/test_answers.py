"""Where a system waits to hear how we got on, it hears it: once, after the read, whatever happens."""

import datetime as dt

import pytest
from django.db.models import F

from booking import remote, tasks
from booking.models import Hook, Order
from booking.models.hook import AnswerState
from tests.booking import flow, telling

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(door, script):
    """An order in a system that waits to hear."""
    door(factory="tests.booking.telling.build_telling")
    remote._build.cache_clear()
    telling.HEARD.clear()
    return flow.scripted_order(script)[0]


def message(order, cloud_id="C-1", **more):
    return {"PrimaryOrderNumber": order.number, "CloudExternalId": cloud_id} | more


def answer(*, minutes=0):
    """The worker, that much later."""
    Hook.objects.update(answer_due_at=F("answer_due_at") - dt.timedelta(minutes=minutes))
    tasks.settle_hooks()
    tasks.answer_hooks("connect")


def test_it_is_told_once_and_only_after_the_read(order, send):
    send(message(order))
    answer()
    assert telling.HEARD == []
    flow.reread_due()
    answer()
    answer(minutes=99)
    assert telling.HEARD == [("C-1", True)]
    assert Hook.objects.get().answer == AnswerState.GIVEN


def test_whoever_is_to_be_told_is_woken(order, send, nudges):
    send(message(order))
    flow.reread_due()
    nudges.clear()
    tasks.settle_hooks()
    assert nudges == [("booking.answer_hooks", ("connect",))]


def test_an_order_that_is_not_ours_is_said_not_to_be_known(order, send):
    send({"PrimaryOrderNumber": "TP-NOT-OURS", "CloudExternalId": "C-2"})
    answer()
    assert telling.HEARD == [("C-2", False)]


def test_a_message_that_comes_twice_is_answered_once(order, send):
    send(message(order))
    send(message(order))
    send(message(order, sent="again"))
    flow.reread_due()
    answer()
    send(message(order))
    Order.objects.update(read_at=flow.now() - dt.timedelta(minutes=1))
    flow.pass_time(minutes=1)
    flow.reread_due()
    answer(minutes=99)
    assert telling.HEARD == [("C-1", True)]


def test_a_system_that_cannot_be_reached_is_told_later_and_at_growing_intervals(order, send, script):
    script.then("acknowledge", flow.unavailable(), flow.unavailable(), flow.unknown())
    send(message(order))
    flow.reread_due()
    waits = []
    for _ in range(3):
        answer(minutes=99)
        waits.append(round((Hook.objects.get().answer_due_at - flow.now()).total_seconds()))
    assert waits == [15, 30, 60]
    answer()
    assert telling.HEARD == []
    answer(minutes=99)
    assert telling.HEARD == [("C-1", True)]


def test_it_waits_as_long_as_the_system_asked(order, send, script):
    script.then("acknowledge", flow.unavailable(retry_after=900))
    send(message(order))
    flow.reread_due()
    answer()
    assert (Hook.objects.get().answer_due_at - flow.now()).total_seconds() > 890


def test_our_own_mistake_loses_no_answer(order, send, script):
    script.then("acknowledge", RuntimeError("a bug"))
    send(message(order))
    flow.reread_due()
    answer()
    answer(minutes=1)
    assert telling.HEARD == [("C-1", True)]


def test_a_system_that_wants_no_answer_gets_none_again(order, send, script):
    script.then("acknowledge", flow.refused())
    send(message(order))
    flow.reread_due()
    answer()
    answer(minutes=99)
    hook = Hook.objects.get()
    assert (hook.answer, hook.answer_reason, script.count("acknowledge")) == (AnswerState.REFUSED, "no", 1)


def test_while_the_system_is_away_its_other_messages_wait_without_a_call_for_each(order, send, script):
    script.then("acknowledge", flow.unavailable())
    for number in range(5):
        send(message(order, f"C-{number}"))
    flow.reread_due()
    answer()
    assert script.count("acknowledge") == 1
    answer(minutes=99)
    assert {cloud_id for cloud_id, _ in telling.HEARD} == {f"C-{number}" for number in range(5)}


def test_two_workers_do_not_tell_it_twice(order, send, script):
    script.then("acknowledge", lambda: tasks.answer_hooks("connect"))
    send(message(order))
    flow.reread_due()
    answer()
    assert telling.HEARD == [("C-1", True)]


def test_a_system_that_cannot_hear_is_not_told(order, send, door):
    door()
    send(message(order))
    flow.reread_due()
    answer()
    assert Hook.objects.get().answer == AnswerState.NONE
    assert telling.HEARD == []


def test_an_id_that_is_too_long_is_no_id(order, send):
    send(message(order, "C" * 129))
    assert Hook.objects.get().answer == AnswerState.NONE
