"""What others do in the remote is seen here, told once, and never undone by an older answer."""

import datetime as dt

import pytest

from booking import screens, standing, tasks, timetable, visits
from booking.models import Order
from booking.models.order import OrderState
from booking.models.outbox import State
from booking.schedulers.base import VisitResult
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visit_that_staff_booked_is_seen_and_told(connect, told):
    order = flow.open_order()
    date = connect.other_day(flow.day(13))
    connect.staff("book", order.number, date=date.isoformat(), window=flow.any_window(connect))
    assert flow.reread(order)
    assert order.appointments.live().get().date == date
    assert told[-1] == ("appointment.booked", date.isoformat())


def test_a_visit_of_our_own_is_told_once(script, told):
    order, _ = flow.scripted_visit(script)
    flow.reread(order)
    flow.reread(order)
    assert [event for event, _ in told].count("appointment.booked") == 1


def test_a_visit_that_staff_moved_moves_here_and_is_told(script, told):
    order, standing_ = flow.scripted_visit(script)
    script.change(standing_.visit, date=flow.day(17), start=dt.time(12), end=dt.time(16, 59))
    flow.reread(order)
    moved = order.appointments.live().get()
    assert (moved.date, moved.start, moved.window_name) == (flow.day(17), dt.time(12), "")
    assert told[-1] == ("appointment.moved", flow.day(17).isoformat())


def test_a_visit_under_a_new_id_is_a_move_and_the_old_one_points_to_it(script, told):
    order, old = flow.scripted_visit(script)
    script.visits.clear()
    script.put(order.number, flow.day(17), id="NEW")
    flow.reread(order)
    old.refresh_from_db()
    assert old.replaced_by == order.appointments.live().get()
    assert told[-1] == ("appointment.moved", flow.day(17).isoformat())


@pytest.mark.parametrize("state", [flow.VisitState.CANCELLED, flow.VisitState.SHELVED])
def test_a_visit_that_staff_took_away_is_off_and_told(script, told, state):
    order, standing_ = flow.scripted_visit(script)
    script.change(standing_.visit, state=state)
    flow.reread(order)
    assert not order.appointments.live().exists()
    assert told[-1][0] == "appointment.cancelled"


def test_one_read_without_the_visit_is_not_enough_to_call_it_off(script, told):
    order, _ = flow.scripted_visit(script)
    kept, script.visits = script.visits, []
    flow.reread(order)
    assert order.appointments.live().exists()
    script.visits = kept
    flow.reread(order)
    script.visits = []
    flow.reread(order)
    assert order.appointments.live().exists()
    flow.reread(order)
    assert not order.appointments.live().exists()
    assert told[-1][0] == "appointment.cancelled"


def test_a_missing_visit_is_asked_for_again_at_once(script, nudges):
    order, _ = flow.scripted_visit(script)
    script.visits = []
    flow.reread(order)
    assert nudges[-1] == ("booking.reread", (str(order.pk),))
    assert (due(order) - flow.now()).total_seconds() <= standing.CONFIRM_SECONDS


def test_an_order_that_staff_cancelled_is_off_with_its_appointments(connect, told):
    order = flow.booked_order()
    connect.staff("cancel_order", order.number)
    flow.reread(order)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert not order.appointments.live().exists()
    assert told[-1] == ("order.cancelled", "")
    assert ("appointment.cancelled", "") not in told


def test_a_completed_visit_stays_completed_when_its_order_is_closed(script):
    order, standing_ = flow.scripted_visit(script)
    script.change(standing_.visit, state=flow.VisitState.COMPLETED)
    script.orders[order.number] = flow.foreign(number=order.number, cancelled=True)
    flow.reread(order)
    standing_.refresh_from_db()
    assert standing_.state == "completed"


def test_an_older_read_never_overwrites_a_newer_one(script):
    order, standing_ = flow.scripted_visit(script)
    script.then("visits", lambda: overtake(script, order, standing_))
    flow.reread(order)
    standing_.refresh_from_db()
    assert standing_.state == "completed"


def overtake(script, order, standing_):
    """Another worker reads the newer truth, and this one then answers with the older."""
    older = list(script.visits)
    script.change(standing_.visit, state=flow.VisitState.COMPLETED)
    assert flow.reread(order)
    script.visits = older


def test_a_read_that_began_before_a_write_was_confirmed_changes_nothing(script):
    order, slot = flow.scripted_order(script)
    token = flow.grid.sign(order, slot, offered_at=flow.now())

    def book_meanwhile():
        flow.appointments.book(order, token=token, by="x")
        flow.drain()
        script.visits.clear()  # what this read began with

    script.then("visits", book_meanwhile)
    flow.reread(order)
    assert order.appointments.live().get().missed_at is None


def test_while_a_write_is_under_way_the_order_is_not_read(script):
    order, slot = flow.scripted_order(script)
    script.then("book", flow.unknown())
    flow.appointments.book(order, token=flow.grid.sign(order, slot, offered_at=flow.now()), by="x")
    flow.deliver_due()
    reads = script.count("read_order")
    assert not flow.reread(order)
    assert script.count("read_order") == reads
    assert due(order) is not None


def test_a_write_that_began_during_the_read_keeps_its_own_judgement(script, told):
    order, slot = flow.scripted_order(script)
    token = flow.grid.sign(order, slot, offered_at=flow.now())
    script.put(order.number, slot.date, slot.window)
    script.then("visits", lambda: flow.appointments.book(order, token=token, by="x") and None)
    flow.reread(order)
    assert not order.appointments.exists()


def test_two_live_visits_call_staff_once(script, told):
    order, _ = flow.scripted_visit(script)
    script.put(order.number, flow.day(20), id="EXTRA")
    flow.reread(order)
    flow.reread(order)
    assert told.count(("staff.needed", "two_live_visits")) == 1
    assert Order.objects.get().concern == "two_live_visits"


def test_an_order_that_vanished_calls_staff_and_keeps_its_appointment(script, told):
    order, _ = flow.scripted_visit(script)
    script.orders.clear()
    flow.reread(order)
    assert told[-1] == ("staff.needed", "order_gone")
    assert order.appointments.live().exists()


def test_an_order_that_arrived_after_it_was_given_up_calls_staff(script, told):
    script.then("raise_order", *[flow.unknown()] * 3)
    order = flow.raise_order()
    flow.drain(rounds=60)
    assert flow.only(order).state == State.NEEDS_STAFF
    script.orders[order.number] = flow.foreign(number=order.number, crm_id="")
    flow.pass_time(minutes=11)
    flow.reread_due()
    assert told[-1] == ("staff.needed", "order_stands")


def test_a_concern_that_is_over_is_forgotten(script, told):
    order, _ = flow.scripted_visit(script)
    extra = script.put(order.number, flow.day(20), id="EXTRA")
    flow.reread(order)
    script.visits.remove(extra)
    flow.reread(order)
    assert Order.objects.get().concern == ""


def test_a_remote_that_cannot_be_asked_changes_nothing(script):
    order, _ = flow.scripted_visit(script)
    script.then("visits", flow.unavailable())
    assert not flow.reread(order)
    assert order.appointments.live().exists()


def test_another_orders_visits_are_not_taken_for_ours(script):
    order, standing_ = flow.scripted_visit(script)
    script.change(standing_.visit, number="")
    script.put("", flow.day(20), id="X")
    script.visits = [flow.replace(visit, number="TP-OTHER") for visit in script.visits]
    script.answer_everything = True
    assert not flow.reread(order)
    assert order.appointments.count() == 1


def test_a_remote_without_times_of_day_leaves_the_window_that_we_booked(script, told):
    order, standing_ = flow.scripted_visit(script)
    script.change(standing_.visit, start=None, end=None)
    before = list(told)
    flow.reread(order)
    standing_.refresh_from_db()
    assert (standing_.window_name, standing_.start) == ("MORNING", dt.time(8))
    assert told == before


# --- when it is read ----------------------------------------------------------------------------------------
def due(order):
    return Order.objects.get(pk=order.pk).read_due_at


def minutes(order):
    return (due(order) - flow.now()).total_seconds() / 60


def test_an_open_order_without_any_visit_is_read_within_a_quarter_of_an_hour(script):
    order, _ = flow.scripted_order(script)
    assert 10 < minutes(order) <= 13


@pytest.mark.parametrize("days", [1, 30])
def test_an_order_with_a_visit_at_whatever_date_is_read_within_a_quarter_of_an_hour(script, days):
    order, standing_ = flow.scripted_visit(script)
    script.change(standing_.visit, date=flow.day(days))
    flow.reread(order)
    assert 10 < minutes(order) <= 13


@pytest.mark.parametrize(
    ("days", "result", "often"),
    [
        (-1, VisitResult.COMPLETED, True),
        (-13, VisitResult.COMPLETED, True),
        (-20, VisitResult.COMPLETED, False),
        (-20, VisitResult.FOLLOW_ON, True),
        (-20, VisitResult.NO_ACCESS, True),
        (-20, VisitResult.ABANDONED, True),
    ],
)
def test_an_order_is_read_daily_only_two_weeks_after_its_work_was_finished(script, days, result, often):
    order, standing_ = flow.scripted_visit(script)
    done = flow.VisitState.COMPLETED
    script.change(standing_.visit, date=flow.day(days), state=done, result=result)
    flow.reread(order)
    assert 10 < minutes(order) <= 13 if often else 20 * 60 < minutes(order) <= 24 * 60


def test_orders_that_are_read_together_are_not_read_together_for_ever(script):
    order, _ = flow.scripted_order(script)
    pauses = {timetable.pause(order) for _ in range(50)}
    assert len(pauses) > 40
    assert max(pauses) - min(pauses) > dt.timedelta(minutes=1)


def test_a_read_that_failed_is_tried_again_after_two_minutes(script):
    order, _ = flow.scripted_order(script)
    script.then("read_order", flow.unavailable())
    flow.reread(order)
    assert 1 < minutes(order) <= 2


def test_an_earlier_date_that_came_during_a_read_is_kept(script):
    order, _ = flow.scripted_order(script)
    script.then("read_order", lambda: standing.read_within(order.pk, dt.timedelta(seconds=5)))
    flow.reread(order)
    assert minutes(order) < 1


def test_a_cancelled_order_is_read_no_more(script):
    order, _ = flow.scripted_order(script)
    script.orders[order.number] = flow.foreign(number=order.number, cancelled=True)
    flow.reread(order)
    assert due(order) is None


def test_what_is_due_is_handed_to_the_workers(script, nudges):
    flow.scripted_order(script)
    nudges.clear()
    tasks.reread_open()
    assert nudges == []
    flow.pass_time(minutes=14)
    tasks.reread_open()
    assert nudges == [("booking.read_round", ("connect", "0"))]


def test_coming_back_from_the_remotes_screen_has_the_order_read(script, nudges):
    order, _ = flow.scripted_order(script)
    screens.come_back(order)
    assert due(order) <= flow.now()
    assert nudges[-1] == ("booking.reread", (str(order.pk),))


# --- a home's visits ----------------------------------------------------------------------------------------
def test_a_homes_visits_are_kept_without_what_is_for_staff(connect):
    order = flow.booked_order()
    reading = visits.of_home(order.customer)
    mine = [row for row in reading.get("visits") if row["number"] == order.number]
    assert [row["state"] for row in mine] == ["booked"]
    assert set(mine[0]) == {"visit", "number", "state", "result", "date", "start", "end", "raised_on"}
    assert visits.known_of_home(order.customer).data == reading.data


def test_an_officer_sees_connects_own_summary_within_the_dates(connect):
    order = flow.booked_order()
    date = order.appointments.get().date
    assert visits.review(number=order.number, since=date, until=date).visits
    earlier = date - dt.timedelta(days=3)
    assert not visits.review(number=order.number, since=earlier, until=earlier).visits
