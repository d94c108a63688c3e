"""What only a person can judge."""

import pytest

from booking import outbox, settling
from booking.models import Order
from booking.models.outbox import State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unclear(script, command):
    script.then("raise_order", *[flow.unknown()] * 3)
    flow.drain(rounds=60)
    assert flow.fresh(command).state == State.NEEDS_STAFF
    return command


def test_staff_may_have_it_read_back_once_more(script, unclear):
    script.orders[unclear.order.number] = flow.foreign(number=unclear.order.number, crm_id="")
    outbox.look_again(unclear, by="officer:1")
    flow.drain()
    assert flow.fresh(unclear).state == State.CONFIRMED
    assert Order.objects.get().is_open


def test_a_look_for_staff_sends_nothing_after_three_sends(script, unclear):
    outbox.look_again(unclear, by="officer:1")
    flow.drain(rounds=60)
    assert flow.fresh(unclear).state == State.NEEDS_STAFF
    assert script.count("raise_order") == settling.MOST_SENDS


def test_what_may_still_arrive_is_not_written_off_yet(script, command, told, monkeypatch):
    monkeypatch.setattr(settling, "settle", lambda *_: {}["our own mistake"])
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    assert flow.fresh(command).state == State.NEEDS_STAFF
    with pytest.raises(outbox.TooEarly):
        outbox.write_off(command, by="officer:1", reason="not in Connect")
    assert flow.fresh(command).state == State.NEEDS_STAFF
    assert "judged_by" not in flow.fresh(command).evidence
    flow.pass_time(seconds=106)
    outbox.write_off(command, by="officer:1", reason="not in Connect")
    assert flow.fresh(command).state == State.REFUSED


def test_staff_may_find_that_it_was_not_done(unclear, told):
    outbox.write_off(unclear, by="officer:1", reason="Not in Connect, planned by hand")
    assert flow.fresh(unclear).state == State.REFUSED
    assert unclear.evidence["judged_by"] == "officer:1"
    assert told[-1] == ("order.refused", "")


def test_a_settled_command_is_no_matter_for_staff(script, command):
    flow.drain()
    with pytest.raises(outbox.NotWithStaff):
        outbox.look_again(command, by="officer:1")
