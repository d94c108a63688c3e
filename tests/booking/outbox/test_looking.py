"""What is unknown is looked for; sent at most three times, and never within the quarantine."""

import pytest

from booking import settling
from booking.models.order import OrderState
from booking.models.outbox import State
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_inside_the_quarantine_it_is_read_and_never_sent(script, command, settings):
    settings.QUARANTINE_SECONDS = 3600
    script.then("raise_order", flow.unknown())
    for _ in range(6):
        flow.deliver_due()
    assert (script.count("raise_order"), script.count("read_order")) == (1, 5)
    assert flow.fresh(command).state == State.UNKNOWN


def test_after_the_quarantine_one_absent_read_is_not_enough(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    flow.deliver_due()
    assert (flow.fresh(command).state, command.absences) == (State.UNKNOWN, 1)
    flow.deliver_due()
    assert flow.fresh(command).state == State.PLANNED


def test_every_send_needs_two_absent_reads_of_its_own(script, command):
    script.then("raise_order", flow.unknown(), flow.unknown())
    while flow.fresh(command).sends < 2:
        flow.deliver_due()
        flow.pass_time(minutes=5)
    flow.deliver_due()
    assert (flow.fresh(command).state, command.absences) == (State.UNKNOWN, 1)


def test_a_read_that_fails_is_no_absence(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    script.then("read_order", *[flow.unavailable()] * 5)
    for _ in range(5):
        flow.deliver_due()
    assert (flow.fresh(command).state, command.absences) == (State.UNKNOWN, 0)


def test_three_sends_are_the_most(script, command, told):
    script.then("raise_order", *[flow.unknown()] * 5)
    flow.drain(rounds=60)
    assert script.count("raise_order") == settling.MOST_SENDS
    assert flow.fresh(command).state == State.NEEDS_STAFF
    assert told == [("staff.needed", "raise")]


def test_half_an_hour_without_a_clear_read_is_a_persons_matter(script, command, told):
    script.then("raise_order", flow.unknown())
    script.then("read_order", *[flow.unavailable()] * 40)
    flow.deliver_due()
    flow.pass_time(minutes=29)
    flow.deliver_due()
    assert flow.fresh(command).state == State.UNKNOWN
    flow.pass_time(minutes=2)
    flow.deliver_due()
    assert flow.fresh(command).state == State.NEEDS_STAFF
    assert told == [("staff.needed", "raise")]


def test_somebody_elses_order_under_our_number_is_never_adopted(script, command, told):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    script.orders[command.order.number] = flow.foreign(number=command.order.number)
    flow.drain()
    assert flow.fresh(command).state == State.REFUSED
    assert command.order.__class__.objects.get().state == OrderState.REFUSED
    assert told == [("order.refused", "")]


def test_an_answer_about_another_number_is_no_answer(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    script.orders[command.order.number] = flow.foreign(number="TP-OTHER", crm_id="")
    flow.deliver_due()
    assert flow.fresh(command).state == State.UNKNOWN


def test_our_order_without_our_own_id_is_recognised_by_its_number(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    script.orders[command.order.number] = flow.foreign(number=command.order.number, crm_id="")
    flow.deliver_due()
    assert flow.fresh(command).state == State.CONFIRMED


def test_a_second_send_that_is_refused_and_cannot_be_read_stays_unknown(script, command):
    script.then("raise_order", flow.unknown(), flow.refused())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    flow.deliver_due()
    flow.deliver_due()
    script.then("read_order", lambda: None, flow.unavailable())
    flow.deliver_due()
    assert flow.fresh(command).state == State.UNKNOWN
    assert script.count("raise_order") == 2


def test_a_refusal_that_cannot_be_read_back_is_not_believed(script, command):
    """A proxy may have sent it twice, and passed on the second answer."""

    def refuse_the_second():
        script.orders[command.order.number] = flow.foreign(number=command.order.number, crm_id="")
        raise flow.refused()

    script.then("raise_order", refuse_the_second)
    script.then("read_order", flow.unavailable())
    flow.deliver_due()
    assert flow.fresh(command).state == State.UNKNOWN
    flow.drain()
    assert flow.fresh(command).state == State.CONFIRMED
    assert script.count("raise_order") == 1


def test_a_refusal_stands_where_nothing_is_found_once_it_can_be_read(script, command):
    script.then("raise_order", flow.refused(), flow.refused())
    script.then("read_order", flow.unavailable())
    flow.deliver_due()
    flow.drain()
    assert flow.fresh(command).state == State.REFUSED
