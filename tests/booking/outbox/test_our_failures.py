"""A mistake or an outage on our own side while something is settled."""

import pytest
from django.db import OperationalError

from booking import events, outbox
from booking.models import Command
from booking.models.outbox import Kind, State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listener():
    connected = []

    def connect(listen):
        connected.append(listen)
        events.happened.connect(listen, weak=False)

    yield connect
    for listen in connected:
        events.happened.disconnect(listen)


def test_a_bug_while_settling_goes_to_staff_with_what_the_remote_said(script, command, listener):
    def broken(event, **_):
        raise ValueError("a bug in a listener, whatever it hears")

    listener(broken)
    outbox.deliver(str(command.pk))
    assert flow.fresh(command).state == State.NEEDS_STAFF
    assert command.evidence["answer"] == {}


def test_a_row_that_the_database_refuses_is_a_bug_too_and_no_endless_loop(script, command, listener):
    def broken(event, order, **_):
        if event == events.Event.ORDER_RAISED:
            Command.objects.create(order=order, kind=Kind.BOOK, key=command.key, by="x")

    listener(broken)
    outbox.deliver(str(command.pk))
    assert flow.fresh(command).state == State.NEEDS_STAFF


def test_a_deadlock_while_settling_is_tried_again(script, command, listener):
    failures = [OperationalError("deadlock detected")] * 2

    def broken(**_):
        if failures:
            raise failures.pop()

    listener(broken)
    outbox.deliver(str(command.pk))
    assert flow.fresh(command).state == State.CONFIRMED
    assert script.count("raise_order") == 1


def test_a_database_that_stays_away_leaves_the_row_to_the_sweep(script, command, listener):
    def broken(**_):
        raise OperationalError("the server is going down")

    listener(broken)
    with pytest.raises(OperationalError):
        outbox.deliver(str(command.pk))
    assert flow.fresh(command).state == State.SENDING
    assert command.lease_until is not None
