"""What is owed to the remote: claimed once, put off, looked for, sent at most three times, or a person's."""

import datetime as dt
import logging
import uuid

import pytest
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, transaction

from booking import events, outbox, settling
from booking.models import Command, Order
from booking.models.order import OrderState
from booking.models.outbox import Kind, State
from booking.moments import later
from booking.schedulers import connect as connect_system
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def command(script):
    return flow.only(flow.raise_order())


def now(command):
    command.refresh_from_db()
    return command


# --- three outcomes ----------------------------------------------------------------------------------------
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
    assert now(command).state == state
    assert command.lease is None


def test_the_reason_and_the_evidence_are_kept_for_staff(script, command):
    script.then("raise_order", flow.Unknown("no answer", evidence={"status": 502}))
    flow.deliver_due()
    assert (now(command).reason, command.evidence) == ("no answer", {"status": 502})


# --- put off -----------------------------------------------------------------------------------------------
def test_what_never_left_waits_longer_each_time_and_counts_as_no_send(script, command):
    script.then("raise_order", *[flow.unavailable()] * 3)
    for _ in range(3):
        flow.deliver_due()
    assert (now(command).delays, command.sends) == (3, 0)
    assert 5 < (command.due_at - flow.now()).total_seconds() <= 8


def test_the_wait_that_the_remote_asks_for_is_kept(script, command):
    script.then("raise_order", flow.unavailable(retry_after=120))
    flow.deliver_due()
    assert 100 < (now(command).due_at - flow.now()).total_seconds() <= 120


def test_an_outage_of_many_delays_leaves_all_three_sends(script, command):
    script.then("raise_order", *[flow.unavailable()] * 20, flow.unknown())
    flow.drain(rounds=60)
    assert now(command).state == State.CONFIRMED
    assert script.count("raise_order") == 22


def test_a_wrong_setting_holds_the_queue_and_says_so(script, command, caplog):
    script.then("raise_order", flow.unavailable(misconfigured=True))
    with caplog.at_level(logging.ERROR):
        flow.deliver_due()
    assert now(command).state == State.PLANNED
    assert "mends the settings" in caplog.text


def test_a_system_that_is_not_set_up_loses_nothing(script, settings, command):
    Order.objects.update(scheduler="nowhere")
    flow.deliver_due()
    assert (now(command).state, command.sends) == (State.PLANNED, 0)


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


@pytest.fixture
def rest(settings):
    """The breaker was open until a moment ago: the next call finds out whether the system is back."""

    def rest():
        name = connect_system.identify(settings.SCHEDULERS["connect"]["options"])
        cache.set(f"{name}:open-until", flow.now().timestamp() - 1)

    yield rest
    cache.clear()


def test_what_is_not_due_yet_is_left_alone(script, command):
    Command.objects.update(due_at=later(60))
    outbox.deliver(str(command.pk))
    assert script.calls == []


# --- unknown -----------------------------------------------------------------------------------------------
def test_inside_the_quarantine_it_is_read_and_never_sent(script, command, settings):
    settings.QUARANTINE_SECONDS = 3600
    script.then("raise_order", flow.unknown())
    for _ in range(6):
        flow.deliver_due()
    assert (script.count("raise_order"), script.count("read_order")) == (1, 5)
    assert now(command).state == State.UNKNOWN


def test_after_the_quarantine_one_absent_read_is_not_enough(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    flow.deliver_due()
    assert (now(command).state, command.absences) == (State.UNKNOWN, 1)
    flow.deliver_due()
    assert now(command).state == State.PLANNED


def test_every_send_needs_two_absent_reads_of_its_own(script, command):
    script.then("raise_order", flow.unknown(), flow.unknown())
    while now(command).sends < 2:
        flow.deliver_due()
        flow.pass_time(minutes=5)
    flow.deliver_due()
    assert (now(command).state, command.absences) == (State.UNKNOWN, 1)


def test_a_read_that_fails_is_no_absence(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    script.then("read_order", *[flow.unavailable()] * 5)
    for _ in range(5):
        flow.deliver_due()
    assert (now(command).state, command.absences) == (State.UNKNOWN, 0)


def test_three_sends_are_the_most(script, command, told):
    script.then("raise_order", *[flow.unknown()] * 5)
    flow.drain(rounds=60)
    assert script.count("raise_order") == settling.MOST_SENDS
    assert now(command).state == State.NEEDS_STAFF
    assert told == [("staff.needed", "raise")]


def test_half_an_hour_without_a_clear_read_is_a_persons_matter(script, command, told):
    script.then("raise_order", flow.unknown())
    script.then("read_order", *[flow.unavailable()] * 40)
    flow.deliver_due()
    flow.pass_time(minutes=29)
    flow.deliver_due()
    assert now(command).state == State.UNKNOWN
    flow.pass_time(minutes=2)
    flow.deliver_due()
    assert now(command).state == State.NEEDS_STAFF
    assert told == [("staff.needed", "raise")]


def test_somebody_elses_order_under_our_number_is_never_adopted(script, command, told):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    script.orders[command.order.number] = flow.foreign(number=command.order.number)
    flow.drain()
    assert now(command).state == State.REFUSED
    assert command.order.__class__.objects.get().state == OrderState.REFUSED
    assert told == [("order.refused", "")]


def test_an_answer_about_another_number_is_no_answer(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    script.orders[command.order.number] = flow.foreign(number="TP-OTHER", crm_id="")
    flow.deliver_due()
    assert now(command).state == State.UNKNOWN


def test_our_order_without_our_own_id_is_recognised_by_its_number(script, command):
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    script.orders[command.order.number] = flow.foreign(number=command.order.number, crm_id="")
    flow.deliver_due()
    assert now(command).state == State.CONFIRMED


def test_a_second_send_that_is_refused_and_cannot_be_read_stays_unknown(script, command):
    script.then("raise_order", flow.unknown(), flow.refused())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    flow.deliver_due()
    flow.deliver_due()
    script.then("read_order", lambda: None, flow.unavailable())
    flow.deliver_due()
    assert now(command).state == State.UNKNOWN
    assert script.count("raise_order") == 2


def test_a_refusal_that_cannot_be_read_back_is_not_believed(script, command):
    """A proxy may have sent it twice, and passed on the second answer."""

    def refuse_the_second():
        script.orders[command.order.number] = flow.foreign(number=command.order.number, crm_id="")
        raise flow.refused()

    script.then("raise_order", refuse_the_second)
    script.then("read_order", flow.unavailable())
    flow.deliver_due()
    assert now(command).state == State.UNKNOWN
    flow.drain()
    assert now(command).state == State.CONFIRMED
    assert script.count("raise_order") == 1


def test_a_refusal_stands_where_nothing_is_found_once_it_can_be_read(script, command):
    script.then("raise_order", flow.refused(), flow.refused())
    script.then("read_order", flow.unavailable())
    flow.deliver_due()
    flow.drain()
    assert now(command).state == State.REFUSED


# --- leases ------------------------------------------------------------------------------------------------
def test_a_second_worker_leaves_a_claimed_command_alone(script, command):
    script.then("raise_order", lambda: outbox.deliver(str(command.pk)))
    outbox.deliver(str(command.pk))
    assert script.count("raise_order") == 1
    assert now(command).state == State.CONFIRMED


def test_a_killed_sender_leaves_an_unknown_write_that_is_read_back(script, command):
    killed(script, command, after=True)
    outbox.sweep()
    assert now(command).state == State.UNKNOWN
    flow.drain()
    assert now(command).state == State.CONFIRMED
    assert script.count("raise_order") == 0


def test_a_sender_that_may_be_alive_is_not_swept(script, command):
    killed(script, command)
    Command.objects.update(lease_until=later(5))
    outbox.sweep()
    assert now(command).state == State.SENDING


def test_a_sender_held_up_since_before_its_claim_sends_nothing(connect, monkeypatch):
    command = flow.only(flow.raise_order())
    monkeypatch.setattr(outbox, "FENCE", dt.timedelta(0))
    outbox.deliver(str(command.pk))
    assert connect.calls("POST SalesOrder") == []
    assert (now(command).state, now(command).sends) == (State.PLANNED, 0)


def test_the_quarantine_of_a_killed_send_has_passed_when_its_lease_has(script, command, settings):
    settings.QUARANTINE_SECONDS = 80
    killed(script, command)
    outbox.sweep()
    for _ in range(2):
        flow.deliver_due()
    assert now(command).state == State.PLANNED
    assert (outbox.LEASE - outbox.FENCE).total_seconds() + 60 >= 105 + 30


def test_the_first_look_after_the_quarantine_comes_as_soon_as_it_is_over(script, command, settings):
    settings.QUARANTINE_SECONDS = 2
    script.then("raise_order", flow.unknown())
    for _ in range(3):
        flow.deliver_due()
    assert 0 < (now(command).due_at - command.unknown_since).total_seconds() <= 2.5


def test_a_second_send_that_was_killed_waits_out_a_quarantine_of_its_own(script, command, settings):
    settings.QUARANTINE_SECONDS = 200
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    flow.pass_time(minutes=5)
    flow.deliver_due()
    flow.deliver_due()
    assert now(command).state == State.PLANNED
    killed(script, command)
    outbox.sweep()
    for _ in range(4):
        flow.deliver_due()
    assert now(command).state == State.UNKNOWN
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
    assert now(command).state == State.SENDING
    assert Order.objects.get().state == OrderState.RAISING


def test_the_lease_outlasts_a_write_with_its_reads(settings):
    options = settings.SCHEDULERS["connect"]["options"]
    longest = 3 * options["read_seconds"] + options["write_seconds"]
    assert outbox.LEASE.total_seconds() > longest * 1.2


# --- the sweep and the broker -------------------------------------------------------------------------------
def test_the_sweep_finds_what_no_nudge_reached(command, nudges):
    outbox.sweep()
    assert nudges == [("booking.deliver", (str(command.pk),))]


def test_the_sweep_wakes_a_portion_and_of_a_system_that_rests_one(connect, rest, nudges, monkeypatch):
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    orders = [flow.raise_order(key=f"raise:{number}") for number in range(3)]
    nudges.clear()
    outbox.sweep()
    assert nudges == [("booking.deliver", (str(flow.only(order).pk),)) for order in orders[:2]]
    nudges.clear()
    rest()
    outbox.sweep()
    assert nudges == [("booking.deliver", (str(flow.only(orders[0]).pk),))]


def test_a_broker_that_is_down_loses_nothing(script, monkeypatch):
    monkeypatch.setattr(flow.current_app, "send_task", broken)
    order = flow.raise_order()
    flow.drain()
    order.refresh_from_db()
    assert order.is_open


def broken(*_, **__):
    raise ConnectionRefusedError


def test_a_broker_that_answers_nonsense_never_reaches_the_person_who_waits(script, monkeypatch):
    def nonsense(*_, **__):
        raise RuntimeError("READONLY You can't write against a read only replica.")

    monkeypatch.setattr(flow.current_app, "send_task", nonsense)
    assert flow.raise_order().pk


def test_the_nudge_leaves_only_after_the_intent_is_committed(script, nudges):
    with transaction.atomic():
        order = flow.raise_order()
        assert nudges == []
    assert nudges == [("booking.deliver", (str(flow.only(order).pk),))]


def test_a_long_wait_is_a_date_in_the_database_and_no_countdown(script, command, nudges):
    script.then("raise_order", flow.unavailable(retry_after=3600))
    outbox.deliver(str(command.pk))
    assert nudges == []


# --- our own failures ---------------------------------------------------------------------------------------
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
    assert now(command).state == State.NEEDS_STAFF
    assert command.evidence["answer"] == {}


def test_a_row_that_the_database_refuses_is_a_bug_too_and_no_endless_loop(script, command, listener):
    def broken(event, order, **_):
        if event == events.Event.ORDER_RAISED:
            Command.objects.create(order=order, kind=Kind.BOOK, key=command.key, by="x")

    listener(broken)
    outbox.deliver(str(command.pk))
    assert now(command).state == State.NEEDS_STAFF


def test_a_deadlock_while_settling_is_tried_again(script, command, listener):
    failures = [OperationalError("deadlock detected")] * 2

    def broken(**_):
        if failures:
            raise failures.pop()

    listener(broken)
    outbox.deliver(str(command.pk))
    assert now(command).state == State.CONFIRMED
    assert script.count("raise_order") == 1


def test_a_database_that_stays_away_leaves_the_row_to_the_sweep(script, command, listener):
    def broken(**_):
        raise OperationalError("the server is going down")

    listener(broken)
    with pytest.raises(OperationalError):
        outbox.deliver(str(command.pk))
    assert now(command).state == State.SENDING
    assert command.lease_until is not None


# --- staff --------------------------------------------------------------------------------------------------
@pytest.fixture
def unclear(script, command):
    script.then("raise_order", *[flow.unknown()] * 3)
    flow.drain(rounds=60)
    assert now(command).state == State.NEEDS_STAFF
    return command


def test_staff_may_have_it_read_back_once_more(script, unclear):
    script.orders[unclear.order.number] = flow.foreign(number=unclear.order.number, crm_id="")
    outbox.look_again(unclear, by="officer:1")
    flow.drain()
    assert now(unclear).state == State.CONFIRMED
    assert Order.objects.get().is_open


def test_a_look_for_staff_sends_nothing_after_three_sends(script, unclear):
    outbox.look_again(unclear, by="officer:1")
    flow.drain(rounds=60)
    assert now(unclear).state == State.NEEDS_STAFF
    assert script.count("raise_order") == settling.MOST_SENDS


def test_what_may_still_arrive_is_not_written_off_yet(script, command, told, monkeypatch):
    monkeypatch.setattr(settling, "settle", lambda *_: {}["our own mistake"])
    script.then("raise_order", flow.unknown())
    flow.deliver_due()
    assert now(command).state == State.NEEDS_STAFF
    with pytest.raises(outbox.TooEarly):
        outbox.write_off(command, by="officer:1", reason="not in Connect")
    assert now(command).state == State.NEEDS_STAFF
    assert "judged_by" not in now(command).evidence
    flow.pass_time(seconds=106)
    outbox.write_off(command, by="officer:1", reason="not in Connect")
    assert now(command).state == State.REFUSED


def test_staff_may_find_that_it_was_not_done(unclear, told):
    outbox.write_off(unclear, by="officer:1", reason="Not in Connect, planned by hand")
    assert now(unclear).state == State.REFUSED
    assert unclear.evidence["judged_by"] == "officer:1"
    assert told[-1] == ("order.refused", "")


def test_a_settled_command_is_no_matter_for_staff(script, command):
    flow.drain()
    with pytest.raises(outbox.NotWithStaff):
        outbox.look_again(command, by="officer:1")


# --- what the database itself holds -------------------------------------------------------------------------
@pytest.mark.parametrize("state", [State.PLANNED, State.UNKNOWN, State.NEEDS_STAFF])
def test_an_order_has_one_unsettled_command(command, state):
    Command.objects.update(state=state, unknown_since=later(0))
    with pytest.raises(IntegrityError, match="one_unsettled"):
        Command.objects.create(order=command.order, kind=Kind.CANCEL, key="another", by="x")


def test_a_key_is_used_once(script, command):
    flow.drain()
    with pytest.raises(IntegrityError, match="key"):
        Command.objects.create(order=command.order, kind=Kind.CANCEL, key=command.key, by="x")


def test_whatever_is_being_sent_has_a_lease(command):
    with pytest.raises(IntegrityError, match="sending_has_a_lease"):
        Command.objects.update(state=State.SENDING)


def test_whatever_is_unknown_says_since_when(command):
    with pytest.raises(IntegrityError, match="unknown_since"):
        Command.objects.update(state=State.UNKNOWN)
