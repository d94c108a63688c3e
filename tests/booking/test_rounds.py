"""Reading by schedule: nothing grows older than a quarter of an hour, and no remote is flooded."""

import datetime as dt

import pytest
from django.db.models import F

from booking import readings, remote, rounds, tasks, timetable, turns, visits
from booking.models import Order, Reading, Turn
from booking.schedulers.abilities import Changes
from booking.schedulers.base import VisitState
from booking.schedulers.urgency import is_background
from tests.booking import flow, telling

pytestmark = pytest.mark.django_db(transaction=True)


def open_orders(script, count):
    """So many open orders in the scripted system, all of them due."""
    first, _ = flow.scripted_order(script)
    script.orders |= {f"TP-{n}": flow.foreign(number=f"TP-{n}", crm_id="") for n in range(1, count)}
    facts = {field.name: getattr(first, field.name) for field in Order._meta.fields if field.name != "id"}
    Order.objects.bulk_create(Order(**facts | {"number": f"TP-{n}"}) for n in range(1, count))
    flow.pass_time(minutes=14)
    script.calls.clear()


def lanes(nudges):
    return [args for task, args in nudges if task == "booking.read_round"]


# --- rounds -------------------------------------------------------------------------------------------------
def test_as_many_lanes_are_woken_as_there_is_work_for_and_never_more_than_five(script, nudges):
    open_orders(script, 31)
    nudges.clear()
    tasks.reread_open()
    assert lanes(nudges) == [("connect", "0"), ("connect", "1")]
    Order.objects.bulk_create(Order(**copy(n)) for n in range(1000, 1200))
    nudges.clear()
    tasks.reread_open()
    assert len(lanes(nudges)) == rounds.LANES


def copy(n):
    order = Order.objects.order_by("raised_at").first()
    facts = {field.name: getattr(order, field.name) for field in Order._meta.fields if field.name != "id"}
    return facts | {"number": f"TP-{n}"}


def test_a_round_reads_thirty_the_longest_due_first(script):
    open_orders(script, 40)
    Order.objects.filter(number="TP-39").update(read_due_at=F("read_due_at") - dt.timedelta(hours=1))
    assert rounds.read("connect", "0") == rounds.IN_A_ROUND
    assert Order.objects.due_a_read().count() == 10
    assert not Order.objects.due_a_read().filter(number="TP-39").exists()
    assert rounds.read("connect", "0") == 10


def test_a_lane_that_is_taken_is_not_taken_twice(script):
    open_orders(script, 2)
    with turns.take("round:connect:0", longest=dt.timedelta(minutes=1)):
        assert rounds.read("connect", "0") == 0
        assert rounds.read("connect", "1") == 2


def test_a_lane_whose_worker_died_is_free_again_later(script):
    open_orders(script, 1)
    with turns.take("round:connect:0", longest=dt.timedelta(minutes=1)):
        Turn.objects.update(until=flow.now() - dt.timedelta(seconds=1))
        assert rounds.read("connect", "0") == 1


def test_whoever_lost_a_turn_does_not_end_the_next_ones(script):
    with turns.take("work", longest=dt.timedelta(minutes=1)):
        Turn.objects.update(until=flow.now() - dt.timedelta(seconds=1))
        later = turns.take("work", longest=dt.timedelta(minutes=1))
        assert later.__enter__()
    with turns.take("work", longest=dt.timedelta(minutes=1)) as ours:
        assert not ours
    later.__exit__(None, None, None)


def test_two_lanes_never_read_the_same_order(script):
    open_orders(script, 4)
    script.then("read_order", lambda: rounds.read("connect", "1") and None)
    rounds.read("connect", "0")
    assert script.count("read_order") == 4


def test_a_remote_that_is_not_well_is_left_alone_after_three_reads(script):
    open_orders(script, 10)
    script.then("read_order", *[flow.unavailable()] * 10)
    rounds.read("connect", "0")
    assert script.count("read_order") == rounds.PATIENCE


def test_one_order_that_our_code_cannot_bear_does_not_keep_the_others_from_being_read(script):
    open_orders(script, 5)
    script.then("read_order", RuntimeError("a bug"))
    assert rounds.read("connect", "0") == 5
    assert not Order.objects.due_a_read().exists()
    assert Order.objects.filter(read_applied__gt=0, read_at__isnull=False).count() == 4


def test_nobody_waits_for_what_is_read_by_schedule(script):
    open_orders(script, 1)
    seen = []
    script.then("read_order", lambda: seen.append(is_background()))
    rounds.read("connect", "0")
    script.then("read_order", lambda: seen.append(is_background()))
    visits.look(Order.objects.get())
    assert seen == [True, False]


def test_orders_of_another_system_have_rounds_of_their_own(script):
    open_orders(script, 3)
    Order.objects.filter(number="TP-1").update(scheduler="another")
    assert rounds.read("connect", "0") == 2


# --- one call instead of two --------------------------------------------------------------------------------
def read_by_schedule(script):
    flow.pass_time(minutes=14)
    script.calls.clear()
    rounds.read("connect", "0")
    return script.calls


def settled_visit(script):
    order, visit = flow.scripted_visit(script)
    flow.reread(order)
    Order.objects.update(reads_begun=4, read_applied=4)
    return order, visit


def test_a_visit_that_stands_as_it_did_is_one_call(script):
    settled_visit(script)
    assert read_by_schedule(script) == ["visits"]
    assert 10 < (Order.objects.get().read_due_at - flow.now()).total_seconds() / 60 <= 13


def test_each_fourth_time_the_order_is_asked_for_as_well(script):
    settled_visit(script)
    calls = [list(read_by_schedule(script)) for _ in range(4)]
    assert calls == [["visits"], ["visits"], ["visits"], ["read_order", "visits"]]


@pytest.mark.parametrize(
    "change",
    [
        {"date": flow.day(17)},
        {"start": dt.time(12), "end": dt.time(16, 59)},
        {"state": VisitState.STARTED},
        {"state": VisitState.CANCELLED},
    ],
)
def test_a_visit_that_does_not_stand_as_it_did_is_a_whole_read(script, change):
    _, visit = settled_visit(script)
    script.change(visit.visit, **change)
    assert read_by_schedule(script) == ["visits", "read_order", "visits"]


def test_a_visit_more_or_none_is_a_whole_read(script):
    order, _ = settled_visit(script)
    script.put(order.number, flow.day(20), id="EXTRA", state=VisitState.CANCELLED)
    assert read_by_schedule(script) == ["visits", "read_order", "visits"]
    script.visits.clear()
    assert "read_order" in read_by_schedule(script)


def test_an_order_without_a_visit_or_with_a_concern_is_always_read_whole(script):
    open_orders(script, 1)
    assert read_by_schedule(script) == ["read_order", "visits"]
    order = Order.objects.get()
    script.put(order.number, flow.day(10))
    flow.reread(order)
    Order.objects.update(concern="two_live_visits", reads_begun=4, read_applied=4)
    assert read_by_schedule(script) == ["read_order", "visits"]


# --- systems that say what has changed ----------------------------------------------------------------------
@pytest.fixture
def watched(script, settings):
    """A system that says what has changed, and an order in it."""
    settings.SCHEDULERS = {"connect": {"factory": "tests.booking.telling.build_watching", "options": {}}}
    remote._build.cache_clear()
    telling.ASKED.clear()
    telling.CHANGES[:] = [Changes(numbers=frozenset(), until=flow.now())]
    return flow.scripted_order(script)[0]


def say(*numbers):
    telling.CHANGES.append(Changes(numbers=frozenset(numbers), until=flow.now()))


def forget_when():
    """The answer is older than it was."""
    Reading.objects.update(
        read_at=F("read_at") - dt.timedelta(minutes=4), failed_at=F("failed_at") - dt.timedelta(minutes=4)
    )


def test_its_orders_are_read_once_a_day(watched):
    assert 20 < (Order.objects.get().read_due_at - flow.now()).total_seconds() / 3600 <= 24


def test_it_is_asked_every_few_minutes(watched, nudges):
    nudges.clear()
    tasks.reread_open()
    assert nudges == [("booking.watch", ("connect",))]
    tasks.watch("connect")
    nudges.clear()
    tasks.reread_open()
    assert nudges == []
    forget_when()
    tasks.reread_open()
    assert nudges == [("booking.watch", ("connect",))]


def test_what_it_names_is_read_and_nothing_else(watched, script):
    Order.objects.bulk_create([Order(**copy(n)) for n in range(5)])
    say("TP-3", "SOMEBODY-ELSES")
    tasks.watch("connect")
    assert [order.number for order in Order.objects.due_a_read()] == ["TP-3"]


def test_it_is_asked_on_from_where_it_stopped(watched):
    tasks.watch("connect")
    until = flow.now() - dt.timedelta(minutes=1)
    telling.CHANGES.append(Changes(numbers=frozenset(), until=until))
    forget_when()
    tasks.watch("connect")
    forget_when()
    tasks.watch("connect")
    assert telling.ASKED[2] == until - rounds.OVERLAP


def test_a_question_that_failed_is_asked_again_from_the_same_place_after_a_minute(watched, script, nudges):
    tasks.watch("connect")
    kept = readings.last("changes:connect").get("until")
    forget_when()
    script.then("changes", flow.unavailable())
    tasks.watch("connect")
    assert readings.last("changes:connect").get("until") == kept
    nudges.clear()
    tasks.reread_open()
    assert nudges == []
    forget_when()
    tasks.reread_open()
    assert nudges == [("booking.watch", ("connect",))]


def test_a_system_that_says_nothing_any_more_is_read_order_by_order_in_time(watched, script):
    Order.objects.bulk_create([Order(**copy(n)) for n in range(50)])
    tasks.watch("connect")
    forget_when()
    forget_when()
    script.then("changes", flow.unavailable())
    tasks.watch("connect")
    dues = sorted((order.read_due_at - flow.now()).total_seconds() / 60 for order in Order.objects.all())
    assert dues[0] >= -1
    assert dues[-1] <= (timetable.OFTEN - rounds.BLIND).total_seconds() / 60
    assert dues[-1] - dues[0] > 2


def test_a_system_without_that_ability_is_not_asked(script):
    flow.scripted_order(script)
    rounds.watch("connect")
    assert not Reading.objects.filter(key__startswith="changes").exists()
