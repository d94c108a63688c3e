"""A message is kept, answered at once, and has its orders read; nothing in it is believed."""

import datetime as dt
import itertools
import json

import pytest
from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking import standing, tasks
from booking.models import Hook, Order
from booking.models.hook import Outcome
from booking.models.order import OrderState
from booking.moments import later
from booking.webhooks.inbound import ledger, limits
from tests.booking import flow
from tests.booking.webhooks.inbound.conftest import HOOK

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = [
    "OrderCompleted",
    "NewAppointment",
    "ReAppointment",
    "FollowOnAppointment",
    "VisitCompleted",
    "VisitDeleted",
    "VisitShelved",
]


def message(order, kind="ReAppointment", **more):
    return {"Event": kind, "PrimaryOrderNumber": order.number} | more


def work(nudges):
    """The worker does what it was nudged to do, once and in order."""
    todo, nudges[:] = list(nudges), []
    for task, args in todo:
        current_app.tasks[task](*args)


# --- stored and answered ------------------------------------------------------------------------------------
def test_what_came_is_kept_with_what_it_names(door, script, send):
    order, _ = flow.scripted_order(script)
    send(message(order))
    hook = Hook.objects.get()
    assert (hook.system, hook.numbers, hook.outcome) == ("connect", [order.number], Outcome.WAITING)
    assert json.loads(hook.body) == message(order)
    assert len(hook.digest) == 64


def test_it_is_answered_without_any_call_and_with_few_questions_to_the_database(door, script, send):
    order, _ = flow.scripted_order(script)
    script.calls.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert send(message(order)).status_code == 202
    assert script.calls == []
    statements = [query["sql"].split()[0] for query in asked]
    told = [one for one in statements if one not in {"BEGIN", "COMMIT"}]
    assert told == ["SELECT", "INSERT", "SELECT", "UPDATE"]


def test_fifty_orders_in_one_message_take_as_few_questions_as_one(door, script, send):
    orders = [flow.raise_order(key=f"raise:{n}") for n in range(60)]
    with CaptureQueriesContext(connection) as asked:
        send([message(order) for order in orders])
    assert len([query for query in asked if query["sql"].split()[0] not in {"BEGIN", "COMMIT"}]) == 4
    assert Order.objects.due_a_read().count() == 50


def test_an_unknown_number_is_kept_and_nothing_follows(door, script, send, nudges):
    send({"PrimaryOrderNumber": "TP-NOT-OURS"})
    hook = Hook.objects.get()
    assert (hook.outcome, hook.numbers) == (Outcome.UNKNOWN, ["TP-NOT-OURS"])
    assert nudges == []


def test_another_systems_order_is_not_read_because_of_it(door, script, send, nudges):
    order, _ = flow.scripted_order(script)
    Order.objects.update(scheduler="another")
    nudges.clear()
    send(message(order))
    assert Hook.objects.get().outcome == Outcome.UNKNOWN
    assert nudges == []


@pytest.mark.parametrize("body", ["not json", b"\xff\x00", "", "[" * 1000])
def test_what_nobody_can_read_is_kept_too(door, send, body):
    assert send(body).status_code == 202
    assert Hook.objects.get().outcome == Outcome.UNREADABLE


@pytest.mark.parametrize(
    "body", ['"TP-1"', "7", "null", '{"PrimaryOrderNumber": "tp 1; --"}', '{"a": "\\u0000"}']
)
def test_any_json_is_kept(door, send, body):
    assert send(body).status_code == 202
    assert (Hook.objects.get().outcome, Hook.objects.get().numbers) == (Outcome.UNKNOWN, [])


def test_a_form_is_understood(door, script, send):
    door(hook_numbers=["*.cref"])
    order, _ = flow.scripted_order(script)
    send(f"intervention[cref]={order.number}", content_type="application/x-www-form-urlencoded")
    assert Hook.objects.get().numbers == [order.number]


def test_the_same_message_again_is_the_same_row_and_a_hint_again(door, script, send, nudges):
    order, _ = flow.scripted_order(script)
    send(message(order))
    flow.reread_due()
    ledger.settle()
    assert Hook.objects.get().outcome == Outcome.READ
    Order.objects.update(read_at=flow.now() - standing.HINT_GAP)
    send(message(order))
    hook = Hook.objects.get()
    assert (hook.times, hook.outcome) == (2, Outcome.WAITING)
    assert Order.objects.due_a_read().count() == 1


def test_what_was_written_is_taken_away_after_a_month(door, script, send):
    order, _ = flow.scripted_order(script)
    send(message(order))
    Hook.objects.update(received_at=later(-dt.timedelta(days=29)))
    tasks.empty_hooks()
    assert Hook.objects.get().body
    Hook.objects.update(received_at=later(-dt.timedelta(days=31)))
    tasks.empty_hooks()
    assert (Hook.objects.get().body, Hook.objects.get().numbers) == ("", [order.number])


# --- read because of it -------------------------------------------------------------------------------------
def test_the_order_is_read_and_the_message_is_settled(door, script, send, nudges):
    order, visit = flow.scripted_visit(script)
    script.change(visit.visit, date=flow.day(17))
    nudges.clear()
    send(message(order))
    assert nudges == [("booking.reread", (str(order.pk),))]
    tasks.settle_hooks()
    assert Hook.objects.get().outcome == Outcome.WAITING
    work(nudges)
    tasks.settle_hooks()
    assert order.appointments.live().get().date == flow.day(17)
    assert (Hook.objects.get().outcome, Hook.objects.get().settled_at is None) == (Outcome.READ, False)


def test_a_thousand_replays_are_one_read(door, script, send, nudges, monkeypatch):
    order, _ = flow.scripted_order(script)
    monkeypatch.setattr(limits, "A_MINUTE", 2000)
    nudges.clear()
    for _ in range(1000):
        send(message(order))
    work(nudges)
    tasks.reread_open()
    work(nudges)
    assert script.count("read_order") == 1
    assert Hook.objects.get().times == 1000


def test_messages_that_go_on_lead_to_one_more_read_a_while_later(door, script, send, nudges):
    order, _ = flow.scripted_order(script)
    nudges.clear()
    asked = 0
    for n in range(40):
        send(message(order, n=n))
        asked += len(nudges)
        work(nudges)
    assert (script.count("read_order"), asked) == (1, 2)
    due = Order.objects.get().read_due_at
    assert dt.timedelta() < due - flow.now() <= standing.HINT_GAP
    flow.pass_time(seconds=21)
    flow.reread_due()
    flow.reread_due()
    assert script.count("read_order") == 2


def test_a_message_that_comes_while_the_order_is_being_read_is_not_lost(door, script, send):
    order, visit = flow.scripted_visit(script)

    def staff_move_it_and_tell():
        seen = list(script.visits)
        script.change(visit.visit, date=flow.day(17))
        send(message(order))
        moved, script.visits = script.visits, seen
        script.then("visits", lambda: setattr(script, "visits", moved))

    script.then("read_order", staff_move_it_and_tell)
    script.then("visits", lambda: None)
    flow.reread(order)
    tasks.settle_hooks()
    assert Hook.objects.get().outcome == Outcome.WAITING
    assert Order.objects.due_a_read().count() == 1
    flow.reread_due()
    tasks.settle_hooks()
    assert order.appointments.live().get().date == flow.day(17)
    assert Hook.objects.get().outcome == Outcome.READ


def test_a_message_during_our_own_write_waits_for_the_write(door, script, send, nudges):
    order, slot = flow.scripted_order(script)
    flow.appointments.book(order, token=flow.grid.sign(order, slot, offered_at=flow.now()), by="x")
    nudges.clear()
    send(message(order))
    work(nudges)
    tasks.settle_hooks()
    assert script.count("read_order") == 0
    assert Hook.objects.get().outcome == Outcome.WAITING
    flow.drain()
    flow.pass_time(minutes=2)
    flow.reread_due()
    tasks.settle_hooks()
    assert Hook.objects.get().outcome == Outcome.READ


def test_a_broker_that_is_down_delays_the_read_and_loses_nothing(door, script, send, monkeypatch):
    order, _ = flow.scripted_order(script)

    def refuse(*_, **__):
        raise ConnectionRefusedError

    monkeypatch.setattr(current_app, "send_task", refuse)
    assert send(message(order)).status_code == 202
    assert Order.objects.due_a_read().count() == 1


# --- whatever they say, what is read is what counts ---------------------------------------------------------
@pytest.fixture
def callers(connect, settings):
    """The sandbox's Connect, with an address to call."""
    settings.SCHEDULERS = {"connect": settings.SCHEDULERS["connect"] | {"hook": HOOK}}
    cache.clear()
    return connect


def facts():
    rows = Order.objects.order_by("pk").values_list("state", "concern", "remote_status")
    visits = Order.objects.order_by("pk", "appointments__visit").values_list(
        "appointments__visit", "appointments__state", "appointments__date", "appointments__result"
    )
    return list(rows), list(visits)


def test_forged_messages_of_every_kind_change_nothing(callers, send, told):
    orders = [flow.booked_order(key=f"raise:{n}") for n in range(3)]
    for order in orders:
        flow.reread(order)
    before, heard = facts(), list(told)
    for order, kind in itertools.product(orders, KINDS):
        forged = {"Status": "Cancelled", "VisitStatus": "Completed", "Deleted": True, "Date": "2001-01-01"}
        assert send(message(order, kind, **forged)).status_code == 202
        flow.pass_time(minutes=1)
        flow.reread_due()
    assert (facts(), told) == (before, heard)


def test_messages_in_any_order_and_any_number_end_in_what_the_remote_has(callers, send, told):
    order = flow.booked_order()
    date = callers.other_day(order.appointments.get().date)
    callers.staff("move", order.number, date=date.isoformat(), window=flow.any_window(callers))
    visit = order.appointments.get().visit
    for kind in ("VisitCompleted", "NewAppointment", "ReAppointment", "ReAppointment", "VisitDeleted"):
        send(message(order, kind, VisitExternalId=visit))
        Order.objects.update(read_at=flow.now() - standing.HINT_GAP)
        flow.reread_due()
    assert order.appointments.live().get().date == date
    assert [event for event, _ in told].count("appointment.moved") == 1


def test_an_order_that_the_remote_cancelled_is_cancelled_by_the_read(callers, send):
    order = flow.booked_order()
    callers.staff("cancel_order", order.number)
    send(message(order, "VisitCompleted"))
    flow.reread_due()
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED


def test_with_every_message_lost_a_move_is_seen_within_a_quarter_of_an_hour(callers, told):
    order = flow.booked_order()
    flow.reread(order)
    date = callers.other_day(order.appointments.get().date)
    callers.staff("move", order.number, date=date.isoformat(), window=flow.any_window(callers))
    flow.pass_time(minutes=14)
    tasks.read_round("connect", "0")
    assert order.appointments.live().get().date == date
    assert told[-1] == ("appointment.moved", date.isoformat())


def test_the_worker_finds_every_task_that_this_needs():
    for name in ("settle_hooks", "answer_hooks", "empty_hooks", "read_round", "watch", "reread_open"):
        assert f"booking.{name}" in current_app.tasks
