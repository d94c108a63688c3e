"""The appointment as a calendar file."""

import datetime as dt

import pytest
from django.test import Client
from icalendar import Calendar, Event

from portal.models import Repair
from portal.repairs import calendar
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def write(**facts: object) -> tuple[Repair, Event]:
    order = cast.add_order()
    appointment = cast.add_appointment(order, **facts)
    repair = cast.add_repair(cast.add_home(), cast.add_tenant(), order)
    repair.refresh_from_db()
    (event,) = Calendar.from_ical(calendar.write(repair, appointment, now=NOW)).walk("VEVENT")
    return repair, event


@pytest.mark.parametrize(
    ("date", "begin", "end"),
    [
        (dt.date(2027, 3, 26), "20270326T080000", "20270326T130000"),
        (dt.date(2027, 3, 29), "20270329T080000", "20270329T130000"),
    ],
)
def test_the_hours_are_those_of_the_window_on_both_sides_of_a_clock_change(
    date: dt.date, begin: str, end: str
) -> None:
    _, event = write(date=date, start=dt.time(8), end=dt.time(12, 59))
    assert (event["dtstart"].to_ical().decode(), event["dtend"].to_ical().decode()) == (begin, end)
    assert event["dtstart"].params["TZID"] == event["dtend"].params["TZID"] == "Europe/London"


def test_without_a_time_of_day_it_fills_the_day() -> None:
    _, event = write(date=dt.date(2027, 1, 7))
    assert (event["dtstart"].to_ical(), event["dtend"].to_ical()) == (b"20270107", b"20270108")


def test_the_file_is_the_households_own(client: Client) -> None:
    order = cast.add_order()
    appointment = cast.add_appointment(order)
    repair = cast.add_repair(cast.add_home(), cast.add_tenant(), order)
    path = f"/repairs/{repair.pk}/appointments/{appointment.pk}/calendar.ics"
    client.force_login(repair.reported_by)
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert order.number in answer.content.decode().replace("\r\n ", "")
    client.force_login(cast.add_tenant("other@riverside.example"))
    assert client.get(path).status_code in {403, 404}
