"""The event log: written with what it tells of, read in order, and nothing is passed by."""

import json

import pytest
from django.db import transaction

from booking import events
from booking.events import Event
from booking.models import Appointment, LoggedEvent
from booking.schedulers.base import VisitState
from booking.webhooks.outbound import events as log
from tests.booking import flow
from tests.booking.webhooks import horizon


def types(page: log.Page) -> list[str]:
    return [event.type for event in page.events]


def test_what_was_undone_is_not_in_the_log(order):
    with transaction.atomic():
        events.record(Event.ORDER_RAISED, order)
        transaction.set_rollback(True)
    assert not LoggedEvent.objects.exists()


def test_pages_follow_one_another_in_order_and_without_a_gap(order):
    for event in (Event.ORDER_RAISED, Event.APPOINTMENT_BOOKED, Event.ORDER_CANCELLED):
        events.record(event, order)
    horizon.pass_by()
    first = log.since(limit=2)
    second = log.since(first.cursor, limit=2)
    assert types(first) + types(second) == ["order.raised", "appointment.booked", "order.cancelled"]
    assert (first.more, second.more) == (True, False)
    assert log.since(second.cursor) == log.Page((), second.cursor, False)


def test_an_event_that_commits_late_with_a_lower_id_is_not_passed_by(order, another_session):
    insert = "INSERT INTO booking_loggedevent (uid, type, order_id, order_state, visit, visit_state)"
    another_session.execute(
        f"{insert} VALUES (gen_random_uuid(), 'order.raised', %s, 'open', '', '')", [order.pk]
    )
    events.record(Event.ORDER_CANCELLED, order)
    early = log.since()
    another_session.commit()
    horizon.pass_by()
    late = log.since(early.cursor)
    assert types(early) + types(late) == ["order.raised", "order.cancelled"]
    assert [event.pk for event in early.events] == []
    assert late.events[0].pk < late.events[1].pk


def test_within_an_older_transaction_the_order_is_that_of_the_transactions(order, another_session):
    # The other session has its transaction's number first, and writes its row, with a higher id, second.
    another_session.execute("SELECT pg_current_xact_id()")
    events.record(Event.ORDER_CANCELLED, order)
    early = log.since()
    insert = "INSERT INTO booking_loggedevent (uid, type, order_id, order_state, visit, visit_state)"
    another_session.execute(
        f"{insert} VALUES (gen_random_uuid(), 'order.raised', %s, 'open', '', '')", [order.pk]
    )
    another_session.commit()
    horizon.pass_by()
    assert types(early) + types(log.since(early.cursor)) == ["order.raised", "order.cancelled"]


def test_what_is_between_us_and_our_staff_is_logged_and_shown_to_nobody(order):
    events.record(Event.STAFF_NEEDED, order, kind="two_live_visits")
    assert log.since().events == ()
    assert LoggedEvent.objects.get().type == "staff.needed"
    assert "staff.needed" not in log.PUBLIC


def test_a_reader_may_be_shown_some_orders_only(order):
    other = flow.raise_order(key="raise:2", customer="P-1002")
    events.record(Event.ORDER_RAISED, order)
    events.record(Event.ORDER_RAISED, other)
    horizon.pass_by()
    page = log.since(among=log.public().filter(order__customer="P-1002"))
    assert [event.order for event in page.events] == [other]


@pytest.mark.parametrize("cursor", ["x", "ä", "MS4", "MS4y4", "LTEuMQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ"])
@pytest.mark.django_db
def test_a_cursor_that_we_have_not_given_out_is_refused(cursor):
    with pytest.raises(log.BadCursor):
        log.since(cursor)


def test_an_event_tells_ids_and_states_and_nothing_of_a_person(order):
    Appointment.objects.create(order=order, visit="V7", date=flow.day(3), state=VisitState.BOOKED.value)
    events.record(Event.APPOINTMENT_BOOKED, order, payload={"date": flow.day(3).isoformat(), "name": "AM"})
    horizon.pass_by()
    told = log.describe(log.since().events[0])
    assert told["data"] == {
        "order_id": str(order.pk),
        "order_number": order.number,
        "order_state": "raising",
        "appointment_id": "V7",
        "appointment_state": "booked",
    }
    assert (told["type"], told["id"][:4], told["timestamp"][-1]) == ("appointment.booked", "evt_", "Z")
    assert not any(word in json.dumps(told) for word in ("Amina", "07700", "P-1001", "tap"))


def test_a_visit_made_or_called_off_elsewhere_is_named_by_its_own_id(order):
    Appointment.objects.create(order=order, visit="V1", date=flow.day(3), state=VisitState.CANCELLED.value)
    Appointment.objects.create(order=order, visit="V2", date=flow.day(3), state=VisitState.BOOKED.value)
    elsewhere = {"date": flow.day(3).isoformat(), "visit": "V1", "elsewhere": True}
    events.record(Event.APPOINTMENT_CANCELLED, order, payload=elsewhere)
    horizon.pass_by()
    assert (log.since().events[0].visit, log.since().events[0].visit_state) == ("V1", "cancelled")
