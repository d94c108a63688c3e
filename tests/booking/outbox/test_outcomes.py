"""A send ends in one of three outcomes; what never left waits, longer each time."""

import logging

import pytest

from booking import outbox
from booking.models import Command, Order
from booking.models.outbox import State
from booking.moments import later
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (None, State.CONFIRMED),
        (flow.refused(), State.REFUSED),
        (flow.taken(), State.REFUSED),
        (flow.unavailable(), State.PLANNED),
        (flow.unknown(), State.UNKNOWN),
        (RuntimeError("a bug"), State.UNKNOWN),
    ],
)
def test_a_send_ends_in_what_is_known_of_it(script, command, step, state):
    script.then("raise_order", step)
    outbox.deliver(str(command.pk))
    assert flow.fresh(command).state == state
    assert command.lease is None


def test_the_reason_and_the_evidence_are_kept_for_staff(script, command):
    script.then("raise_order", flow.Unknown("no answer", evidence={"status": 502}))
    flow.deliver_due()
    assert (flow.fresh(command).reason, command.evidence) == ("no answer", {"status": 502})


def test_what_never_left_waits_longer_each_time_and_counts_as_no_send(script, command):
    script.then("raise_order", *[flow.unavailable()] * 3)
    for _ in range(3):
        flow.deliver_due()
    assert (flow.fresh(command).delays, command.sends) == (3, 0)
    assert 5 < (command.due_at - flow.now()).total_seconds() <= 8


def test_the_wait_that_the_remote_asks_for_is_kept(script, command):
    script.then("raise_order", flow.unavailable(retry_after=120))
    flow.deliver_due()
    assert 100 < (flow.fresh(command).due_at - flow.now()).total_seconds() <= 120


def test_an_outage_of_many_delays_leaves_all_three_sends(script, command):
    script.then("raise_order", *[flow.unavailable()] * 20, flow.unknown())
    flow.drain(rounds=60)
    assert flow.fresh(command).state == State.CONFIRMED
    assert script.count("raise_order") == 22


def test_a_wrong_setting_holds_the_queue_and_says_so(script, command, caplog):
    script.then("raise_order", flow.unavailable(misconfigured=True))
    with caplog.at_level(logging.ERROR):
        flow.deliver_due()
    assert flow.fresh(command).state == State.PLANNED
    assert "mends the settings" in caplog.text


def test_a_system_that_is_not_set_up_loses_nothing(script, settings, command):
    Order.objects.update(scheduler="nowhere")
    flow.deliver_due()
    assert (flow.fresh(command).state, command.sends) == (State.PLANNED, 0)


def test_a_closed_port_keeps_the_report_until_it_opens(connect):
    order = flow.raise_order(scheduler="closed")
    flow.deliver_due()
    assert flow.only(order).state == State.PLANNED
    Order.objects.update(scheduler="connect")
    flow.drain()
    assert len(connect.calls("POST SalesOrder")) == 1


def test_after_an_outage_a_read_goes_first_so_that_nothing_becomes_unknown(connect, rest):
    order = flow.raise_order()
    rest()
    connect.fault("*", "error_before", times=None)
    flow.deliver_due()
    assert (flow.only(order).state, flow.only(order).sends) == (State.PLANNED, 0)
    assert connect.calls("POST SalesOrder") == []
    connect.heal()
    rest()
    flow.deliver_due()
    assert flow.only(order).state == State.CONFIRMED


def test_what_is_not_due_yet_is_left_alone(script, command):
    Command.objects.update(due_at=later(60))
    outbox.deliver(str(command.pk))
    assert script.calls == []
