"""One machine's clock is an hour wrong, and the database's is right: nothing ends early, or twice."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import time_machine
from celery import current_app
from celery.beat import Scheduler as Timetable
from celery.schedules import schedule
from celery.worker.request import Request
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from booking import appointments, broker, events, grid, moments, outbox, remote, rounds, turns, visits
from booking.events import Event
from booking.models import Command, Endpoint, Order, Reading, Turn
from booking.schedulers.abilities import Changes
from booking.schedulers.breaker import REST_SECONDS, Breaker
from diagnosis import transfer, tree_file
from portal.running import figures
from portal.running.timetable import schedule as write_timetable
from tests.booking import flow, telling
from tests.booking.conftest import _built_anew, nudges, script  # noqa: F401 - fixtures
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.webhooks.outbound.conftest import endpoint, on, receiver, tell_all  # noqa: F401
from tests.portal import review_cast as cast
from tests.portal.test_first_days import TREE
from tests.test_house import list_files, name

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3600
WRONG = pytest.mark.parametrize("seconds", [-HOUR, 0, HOUR], ids=["behind", "right", "ahead"])


@contextmanager
def on_a_machine(seconds: float) -> Iterator[None]:
    """What is done inside is done where the clock is so many seconds wrong."""
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)):
        yield


# --- grids and tokens -------------------------------------------------------------------------------------
@WRONG
def test_a_kept_grid_is_shown_for_ten_minutes_and_no_longer(script, seconds):  # noqa: F811
    order, _ = flow.scripted_order(script)
    with on_a_machine(seconds):
        assert appointments.offer(order).as_of is not None
        flow.pass_time(minutes=9)
        assert appointments.known_times(order).as_of is not None
        flow.pass_time(minutes=2)
        assert appointments.known_times(order).as_of is None


@WRONG
def test_a_grid_that_could_not_be_had_is_asked_for_again_soon(script, seconds):  # noqa: F811
    order, _ = flow.scripted_order(script)
    script.then("offer", flow.unavailable())
    with on_a_machine(seconds):
        assert appointments.offer(order).failed
        flow.pass_time(seconds=21)
        assert not appointments.known_times(order).failed


@WRONG
@pytest.mark.parametrize(("hours", "good"), [(11.9, True), (12.1, False)])
def test_a_slot_is_good_for_twelve_hours_wherever_it_was_signed(script, seconds, hours, good):  # noqa: F811
    order, slot = flow.scripted_order(script)
    with on_a_machine(seconds):
        token = grid.sign(order, slot, offered_at=flow.now() - dt.timedelta(hours=hours, seconds=seconds))
    with on_a_machine(-seconds):
        if good:
            assert grid.load_slot(grid.unsign(token, order=order)) == slot
        else:
            with pytest.raises(grid.BadSlot):
                grid.unsign(token, order=order)


@WRONG
@pytest.mark.parametrize(("minutes", "reads"), [(0.5, 0), (2, 1)])
def test_a_grid_older_than_a_minute_is_read_again_before_a_booking(script, seconds, minutes, reads):  # noqa: F811
    order, slot = flow.scripted_order(script)
    offered_at = flow.now() - dt.timedelta(minutes=minutes)
    appointments.book(order, token=grid.sign(order, slot, offered_at=offered_at), by="person:1")
    script.calls.clear()
    with on_a_machine(seconds):
        flow.deliver_due()
    assert (script.count("offer"), script.count("book")) == (reads, 1)


# --- leases, dues, turns ----------------------------------------------------------------------------------
@WRONG
def test_a_write_in_somebody_s_hands_is_not_picked_up_twice(script, seconds):  # noqa: F811
    order, slot = flow.scripted_order(script)
    command = appointments.book(order, token=grid.sign(order, slot, offered_at=flow.now()), by="person:1")

    def look_meanwhile() -> None:
        with on_a_machine(seconds):
            outbox.sweep()
            outbox.deliver(str(command.pk))

    script.then("book", look_meanwhile)
    with on_a_machine(-seconds):
        outbox.deliver(str(command.pk))
    command.refresh_from_db()
    assert (command.state, command.sends, script.count("book")) == ("confirmed", 1, 1)


@WRONG
def test_a_write_whose_sender_died_is_found_when_its_lease_is_over_and_not_before(script, seconds):  # noqa: F811
    order, _ = flow.scripted_order(script)
    command = cast.add_command(order, kind="book", state="planned")
    with on_a_machine(-seconds):
        assert outbox._claim(str(command.pk), command.pk)
    with on_a_machine(seconds):
        outbox.sweep()
        assert Command.objects.get(pk=command.pk).state == "sending"
        flow.pass_time(seconds=181)
        outbox.sweep()
        assert Command.objects.get(pk=command.pk).state == "unknown"


@WRONG
def test_a_turn_is_one_worker_s(script, seconds):  # noqa: F811
    span = dt.timedelta(minutes=1)
    with on_a_machine(-seconds), turns.take("work", longest=span), on_a_machine(2 * seconds):
        with turns.take("work", longest=span) as ours:
            assert not ours
        Turn.objects.update(until=F("until") - span)
        with turns.take("work", longest=span) as ours:
            assert ours


# --- reading by schedule ----------------------------------------------------------------------------------
@WRONG
def test_a_system_is_asked_what_changed_every_three_minutes_and_on_from_where_it_stopped(
    script,  # noqa: F811
    settings,
    nudges,  # noqa: F811
    seconds,
):
    settings.SCHEDULERS = {"connect": {"factory": "tests.booking.telling.build_watching", "options": {}}}
    remote._build.cache_clear()
    telling.ASKED.clear()
    telling.CHANGES[:] = [Changes(numbers=frozenset(), until=flow.now())]
    flow.scripted_order(script)
    before = Order.objects.get().read_due_at
    with on_a_machine(seconds):
        rounds.watch("connect")
        nudges.clear()
        rounds.call()
        assert ("booking.watch", ("connect",)) not in nudges
        Reading.objects.update(read_at=F("read_at") - dt.timedelta(minutes=4))
        rounds.call()
        assert ("booking.watch", ("connect",)) in nudges
    assert abs(telling.ASKED[0] - (flow.now() - dt.timedelta(days=1))) < dt.timedelta(minutes=5)
    assert Order.objects.get().read_due_at == before, "nobody reads order by order what the system tells"


@WRONG
def test_a_hint_is_read_within_its_gap(script, nudges, seconds):  # noqa: F811
    order, _ = flow.scripted_order(script)
    flow.reread(order)
    waits = []
    with on_a_machine(seconds), pytest.MonkeyPatch.context() as patch:
        patch.setattr(broker, "nudge", lambda task, *args, after=0: waits.append(after))
        visits.standing.read_hinted([Order.objects.get()])
    assert waits
    assert 0 < waits[0] <= visits.standing.HINT_GAP.total_seconds() + 1


@WRONG
def test_a_page_rests_while_no_read_is_due(seconds):
    order = cast.add_order(read_due_at=timezone.now() + dt.timedelta(minutes=13))
    with on_a_machine(seconds):
        assert not visits.being_read(order)


# --- what schedulers go by --------------------------------------------------------------------------------
@WRONG
def test_a_breaker_that_one_machine_opened_lets_a_probe_through_after_its_rest(seconds):
    breaker = Breaker(name="r", store=Memory(Now()), clock=moments.now)
    with on_a_machine(seconds), remote.away():
        for _ in range(6):
            breaker.failed(probe=False)
    with remote.away(), pytest.raises(remote.Unavailable) as error:
        breaker.enter()
    assert error.value.retry_after is not None
    assert REST_SECONDS - 5 < error.value.retry_after <= REST_SECONDS


@WRONG
def test_while_away_the_moment_is_the_database_s_and_asks_nobody(seconds):
    right = dt.datetime.now(dt.UTC)
    with on_a_machine(seconds), remote.away():
        assert abs(moments.now() - right) < dt.timedelta(seconds=5)
        assert connection.connection is None


# --- the timetable and the broker -------------------------------------------------------------------------
@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of tasks that the timetable asks for."""
    names: list[str] = []
    monkeypatch.setattr(Timetable, "apply_async", lambda self, entry, **_: names.append(entry.task))
    return names


def tick(timetable: Timetable, *, times: int) -> None:
    for _ in range(times):
        timetable.tick()


def test_a_clock_put_back_by_an_hour_does_not_stop_the_timetable(said):
    assert current_app.conf.beat_scheduler == "celery.beat:Scheduler"
    entries = write_timetable(sweep=0)
    timetable = Timetable(app=current_app, schedule={}, lazy=True)
    timetable.merge_inplace(entries)
    tick(timetable, times=5)
    before = said.count("booking.sweep")
    assert before
    with on_a_machine(-HOUR):
        tick(timetable, times=5)
    assert said.count("booking.sweep") > before


def test_by_the_clock_on_the_wall_it_would_have_stopped(said):
    entries = {"sweep": {"task": "booking.sweep", "schedule": schedule(0.0)}}
    timetable = Timetable(app=current_app, schedule={}, lazy=True)
    timetable.merge_inplace(entries)
    tick(timetable, times=2)
    before = len(said)
    with on_a_machine(-HOUR):
        tick(timetable, times=5)
    assert len(said) == before


@pytest.mark.parametrize("seconds", [-HOUR + 60, 0, HOUR - 60])
@pytest.mark.parametrize("useful", [broker.USEFUL_SECONDS, write_timetable(sweep=5)["reread-what-is-due"]])
def test_what_is_asked_on_one_machine_is_not_thrown_away_on_another(seconds, useful):
    after = useful["options"]["expires"] if isinstance(useful, dict) else useful
    with on_a_machine(-seconds):
        until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=after)
    current_app.loader.import_default_modules()
    sent = current_app.amqp.as_task_v2("1", "booking.sweep", (), {}, expires=until)
    message = SimpleNamespace(properties={}, delivery_info={}, headers=sent.headers, body=sent.body)
    request = Request(message, app=current_app, decoded=True, headers=sent.headers, body=sent.body)
    assert request.expires
    assert not request.maybe_expire()


def test_a_crowd_of_wake_ups_is_one(script):  # noqa: F811
    done: list[int] = []
    for _ in range(5):
        turns.once("work", lambda: done.append(1))
    Turn.objects.update(until=F("until") - dt.timedelta(seconds=1))
    turns.once("work", lambda: done.append(1))
    assert len(done) == 2


# --- what people and other systems see --------------------------------------------------------------------
@WRONG
def test_contact_details_that_were_just_confirmed_are_not_asked_for_again(client: Client, seconds):
    transfer.load(tree_file.read(TREE))
    tenant = cast.add_tenant()
    client.force_login(tenant)
    cast.add_home().tenancies.create(started=flow.day(-900)).people.add(tenant)
    with on_a_machine(seconds):
        asked = client.post("/repairs/new/", follow=True)
        assert asked.redirect_chain[-1][0].startswith("/contact/")
        answers = {"name": "Tess", "mobile": "07700 900123", "texts": "yes", "next": "/repairs/new/"}
        client.post(asked.redirect_chain[-1][0], answers)
        assert "/contact/" not in client.post("/repairs/new/", follow=True).redirect_chain[-1][0]


@WRONG
def test_a_webhook_carries_the_right_moment(endpoint: Endpoint, receiver, seconds):  # noqa: F811
    order = flow.raise_order()
    events.record(Event.ORDER_RAISED, order)
    right = dt.datetime.now(dt.UTC).timestamp()
    with on_a_machine(seconds):
        tell_all(endpoint)
    assert abs(int(receiver.got[0].headers["webhook-timestamp"]) - right) < 5


@WRONG
def test_ages_in_the_figures_are_true(script, seconds):  # noqa: F811
    flow.raise_order()
    flow.pass_time(minutes=7)
    with on_a_machine(seconds):
        told = {
            sample.name: sample
            for metric in figures.Figures().collect()
            for sample in metric.samples
            if sample.labels.get("state") == "planned"
        }
    assert abs(told["portal_commands_oldest_seconds"].value - 420) < 10


# --- the rule ---------------------------------------------------------------------------------------------
BY_THE_MACHINE = re.compile(r"\b(?:timezone|datetime|date|time)\.(?:now|utcnow|today|time|localdate)\(\)")
ALLOWED = {
    "booking/appointments.py": ["timezone.localdate()"],  # of a page; the worker judges it again
    "booking/schedulers/fence.py": ["time.time()"] * 2,  # whichever clock went further since the start
    "booking/webhooks/inbound/limits.py": ["time.time()"] * 2,  # so many a minute, whosever minute it is
}


def test_booking_asks_the_database_what_time_it_is():
    found = {name(path): BY_THE_MACHINE.findall(path.read_text()) for path in list_files("booking/*.py")}
    assert {path: said for path, said in found.items() if said and "/sandbox/" not in path} == ALLOWED
