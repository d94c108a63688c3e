"""Celery's way in: each task by its name, an id and one call."""

import pytest

from booking import tasks
from booking.models import Command
from booking.models.outbox import State
from portal.celery import app
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_task_that_is_nudged_or_scheduled_exists(settings):
    app.loader.import_default_modules()
    scheduled = {line["task"] for line in settings.CELERY_BEAT_SCHEDULE.values()}
    nudged = {"booking.deliver", "booking.fetch_offer", "booking.fetch_home", "booking.reread"}
    ours = {name for name in scheduled | nudged if name.startswith("booking.")}
    assert ours <= set(app.tasks)


def test_the_sweep_and_the_delivery_raise_an_order(script, nudges):
    order = flow.raise_order()
    tasks.sweep()
    for _, (pk,) in set(nudges):
        tasks.deliver(pk)
    assert flow.only(order).state == State.CONFIRMED


def test_slots_and_a_homes_visits_are_fetched_before_anybody_waits(script):
    order, _ = flow.scripted_order(script)
    tasks.fetch_offer(str(order.pk))
    tasks.fetch_home(order.customer)
    assert flow.appointments.known_times(order).as_of is not None
    assert flow.visits.known_of_home(order.customer).answered


def test_a_hundred_hints_that_an_order_changed_are_one_read(script):
    order, _ = flow.scripted_order(script)
    flow.pass_time(days=1)
    for _ in range(100):
        tasks.reread(str(order.pk))
    assert script.count("read_order") == 1


def test_the_rows_speak_for_themselves(script):
    order, standing = flow.scripted_visit(script)
    assert str(order) == order.number
    assert str(Command.objects.get(kind="book")).startswith("book an appointment")
    assert "MORNING" in str(standing)
    assert standing.live
    assert not order.overdue(flow.day(0))
    assert order.overdue(order.target_date + flow.dt.timedelta(days=1))
    assert list(type(order).objects.open()) == [order]
