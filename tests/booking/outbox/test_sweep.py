"""The sweep finds what no wake-up reached; a broker may be down or talk nonsense."""

import pytest
from django.db import transaction

from booking import outbox
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


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
