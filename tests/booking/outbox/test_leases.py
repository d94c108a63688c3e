"""One sender at a time: whoever died, was late or is a second one does no harm."""

import datetime as dt
import uuid

import pytest

from booking import outbox
from booking.models import Command, Order
from booking.models.order import OrderState
from booking.models.outbox import State
from booking.moments import later
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_worker_leaves_a_claimed_command_alone(script, command):
    script.then("raise_order", lambda: outbox.deliver(str(command.pk)))
    outbox.deliver(str(command.pk))
    assert script.count("raise_order") == 1
    assert flow.fresh(command).state == State.CONFIRMED


def test_a_killed_sender_leaves_an_unknown_write_that_is_read_back(script, command):
    killed(script, command, after=True)
    outbox.sweep()
    assert flow.fresh(command).state == State.UNKNOWN
    flow.drain()
    assert flow.fresh(command).state == State.CONFIRMED
    assert script.count("raise_order") == 0


def test_a_sender_that_may_be_alive_is_not_swept(script, command):
    killed(script, command)
    Command.objects.update(lease_until=later(5))
    outbox.sweep()
    assert flow.fresh(command).state == State.SENDING


def test_a_sender_held_up_since_before_its_claim_sends_nothing(connect, monkeypatch):
    command = flow.only(flow.raise_order())
    monkeypatch.setattr(outbox, "FENCE", dt.timedelta(0))
    outbox.deliver(str(command.pk))
    assert connect.calls("POST SalesOrder") == []
    assert (flow.fresh(command).state, flow.fresh(command).sends) == (State.PLANNED, 0)


def test_the_quarantine_of_a_killed_send_has_passed_when_its_lease_has(script, command, settings):
    settings.QUARANTINE_SECONDS = 80
    killed(script, command)
    outbox.sweep()
    for _ in range(2):
        flow.deliver_due()
    assert flow.fresh(command).state == State.PLANNED
    assert (outbox.LEASE - outbox.FENCE).total_seconds() + 60 >= 105 + 30


def test_the_first_look_after_the_quarantine_comes_as_soon_as_it_is_over(script, command, settings):
    settings.QUARANTINE_SECONDS = 2
    script.then("raise_order", flow.unknown())
    for _ in range(3):
        flow.deliver_due()
    assert 0 < (flow.fresh(command).due_at - command.unknown_since).total_seconds() <= 2.5


def test_a_second_send_that_was_killed_waits_out_a_quarantine_of_its_own(script, command, settings):
    settings.QUARANTINE_SECONDS = 200
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    flow.deliver_due()
    flow.deliver_due()
    assert flow.fresh(command).state == State.PLANNED
    killed(script, command)
    outbox.sweep()
    for _ in range(4):
        flow.deliver_due()
    assert flow.fresh(command).state == State.UNKNOWN
    assert script.count("raise_order") == 1


def killed(script, command, *, after=False):
    """The worker died between its claim and the end."""
    assert outbox._claim(command.pk, uuid.uuid4())
    if after:
        script.orders[command.order.number] = flow.foreign(number=command.order.number, crm_id="")
    flow.abandon(command)


def test_only_the_holder_of_the_lease_may_settle(script, command):
    script.then("raise_order", lambda: Command.objects.update(lease=uuid.uuid4()))
    outbox.deliver(str(command.pk))
    assert flow.fresh(command).state == State.SENDING
    assert Order.objects.get().state == OrderState.RAISING


def test_the_lease_outlasts_a_write_with_its_reads(settings):
    options = settings.SCHEDULERS["connect"]["options"]
    longest = 3 * options["read_seconds"] + options["write_seconds"]
    assert outbox.LEASE.total_seconds() > longest * 1.2
