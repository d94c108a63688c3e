"""Slots travel to a page and back unaltered, and only those that a tenant may have."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import signing

from booking import appointments, grid, readings
from booking.schedulers.base import Offer
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def order(script):
    return flow.scripted_order(script)[0]


@pytest.fixture
def slot():
    return flow.Slot(date=flow.day(10), window=flow.MORNING, preferred=True)


def test_a_slot_comes_back_as_it_went(order, slot):
    token = grid.sign(order, slot, offered_at=flow.now())
    assert grid.load_slot(grid.unsign(token, order=order)) == slot


@pytest.mark.parametrize(
    "change", [lambda token: token + "x", lambda token: token[:-1], lambda _: "", lambda _: "a:b:c"]
)
def test_an_altered_token_is_no_slot(order, slot, change):
    with pytest.raises(grid.BadSlot):
        appointments.book(order, token=change(grid.sign(order, slot, offered_at=flow.now())), by="x")


def test_a_slot_of_another_order_is_no_slot(script, order, slot):
    other = flow.scripted_order(script, key="raise:2")[0]
    with pytest.raises(grid.BadSlot):
        appointments.book(other, token=grid.sign(order, slot, offered_at=flow.now()), by="x")


def test_a_slot_for_a_move_is_no_slot_for_a_first_booking(order, slot):
    token = grid.sign(order, slot, offered_at=flow.now(), visit="V1")
    with pytest.raises(grid.BadSlot):
        appointments.book(order, token=token, by="x")


def test_a_token_signed_for_another_purpose_is_no_slot(order):
    with pytest.raises(grid.BadSlot):
        grid.unsign(signing.dumps({"order": str(order.pk), "visit": ""}), order=order)


def test_a_token_of_yesterday_is_no_slot(order, slot):
    token = grid.sign(order, slot, offered_at=flow.now() - dt.timedelta(hours=13))
    with pytest.raises(grid.BadSlot):
        grid.unsign(token, order=order)


def test_the_key_of_a_slot_fits_its_column(order, slot):
    command = appointments.book(order, token=grid.sign(order, slot, offered_at=flow.now()), by="x")
    assert len(command.key) <= command._meta.get_field("key").max_length


# --- lead time and five weeks ------------------------------------------------------------------------------
def days_offered(order):
    return [slot.date for slot in appointments.offer(order).slots]


def test_only_days_after_the_lead_time_and_within_five_weeks_are_offered(order, settings):
    settings.LEAD_TIME_DAYS = 2
    days = days_offered(order)
    assert (days[0], days[-1]) == (flow.day(2), flow.day(34))


@pytest.mark.parametrize("number", [0, 35])
def test_a_slot_outside_those_days_cannot_be_booked(order, number):
    token = grid.sign(order, flow.Slot(date=flow.day(number), window=flow.MORNING), offered_at=flow.now())
    with pytest.raises(grid.BadSlot):
        appointments.book(order, token=token, by="x")


def test_a_slot_that_became_too_near_while_it_waited_is_refused(script, order):
    tomorrow = flow.Slot(date=flow.day(1), window=flow.MORNING)
    command = appointments.book(order, token=grid.sign(order, tomorrow, offered_at=flow.now()), by="x")
    command.payload |= {"date": flow.day(0).isoformat(), "offered_at": flow.minutes_ago(24 * 60)}
    command.save()
    flow.drain()
    assert (flow.only(order).state, script.count("book")) == ("refused", 0)


SWITCHES = [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2027, 3, 28), dt.date(2027, 10, 31)]


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("hour", [0, 1, 2, 23])
def test_the_lead_time_is_counted_in_local_days_on_both_sides_of_a_clock_change(switch, hour):
    for offset in (-1, 0, 1):
        today = switch + dt.timedelta(days=offset)
        slots = tuple(flow.Slot(date=today + dt.timedelta(days=n), window=flow.MORNING) for n in range(40))
        readings.keep("offer:TP-1:", grid.dump_offer(Offer(slots=slots)))
        moment = dt.datetime.combine(today, dt.time(hour, 30), tzinfo=LONDON)
        with time_machine.travel(moment.astimezone(dt.UTC), tick=False):
            free = grid.bookable(slots, today=flow.day(0))
        assert [slot.date for slot in (free[0], free[-1])] == [
            today + dt.timedelta(days=1),
            today + dt.timedelta(days=34),
        ]


# --- what is kept ------------------------------------------------------------------------------------------
def test_a_kept_grid_is_shown_for_ten_minutes_without_a_call(script, order):
    days_offered(order)
    flow.pass_time(minutes=9)
    days_offered(order)
    assert script.count("offer") == 1
    flow.pass_time(minutes=2)
    days_offered(order)
    assert script.count("offer") == 2


def test_a_grid_that_cannot_be_had_says_so_for_a_moment(script, order):
    script.then("offer", flow.unavailable())
    times = appointments.offer(order)
    assert (times.as_of, times.failed, times.slots) == (None, True, ())
    flow.pass_time(minutes=1)
    assert not appointments.known_times(order).failed


def test_an_empty_grid_is_an_answer(script, order):
    script.slots = ()
    times = appointments.offer(order)
    assert (times.as_of is not None, times.slots) == (True, ())


def test_a_raised_order_has_its_grid_fetched(script, nudges):
    order, _ = flow.scripted_order(script)
    assert ("booking.fetch_offer", (str(order.pk), "")) in nudges


def test_twelve_fifty_nine_and_one_are_the_same_end():
    assert grid.agree(dt.time(12, 59), dt.time(13))
    assert grid.agree(None, dt.time(13))
    assert not grid.agree(dt.time(12, 59), dt.time(16, 59))
