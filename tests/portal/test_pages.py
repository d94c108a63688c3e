"""The pages for everybody."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.urls import reverse

from portal import dangers
from portal.models import Person
from portal.templatetags.wording import day, hours
from portal.wording import time_words, visit_words, window_words

GAS, EMERGENCY = 'href="tel:0800111999"', 'href="tel:08004960199"'


@pytest.mark.parametrize("name", ["start", "emergency", "accessibility", "privacy"])
def test_every_page_for_everybody_names_the_emergency_line_and_asks_no_database(client, name):
    # Without the db fixture, any query is an error.
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert EMERGENCY in answer.content.decode()


def test_the_start_page_names_the_gas_number_before_it_offers_anything(client):
    page = client.get(reverse("start")).content.decode()
    assert page.index(GAS) < page.index("Start now")


def test_somebody_signed_in_is_offered_to_report_a_repair(client, db):
    client.force_login(Person.objects.create_user("amina@tenants.example"))
    page = client.get(reverse("start")).content
    assert b"Report a repair</a>" in page
    assert b"Start now" not in page


@pytest.mark.parametrize("name", ["start", "accessibility", "privacy"])
def test_the_pages_stand_when_the_database_does_not(client, db, name, monkeypatch):
    client.force_login(Person.objects.create_user("amina@tenants.example"))

    def gone(*_):
        raise OperationalError("no connection")

    monkeypatch.setattr("django.contrib.sessions.backends.cached_db.SessionStore.load", gone)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert EMERGENCY in answer.content.decode()


def test_the_emergency_page_asks_nothing_even_of_somebody_signed_in(client, db, django_assert_num_queries):
    client.force_login(Person.objects.create_user("amina@tenants.example"))
    with django_assert_num_queries(0):
        client.get(reverse("emergency"))


def test_nine_dangers_are_named_and_one_more_choice(client):
    page = client.get(reverse("emergency")).content.decode()
    assert page.count('type="radio"') == 10
    assert all(danger.words in page for danger in dangers.DANGERS)
    assert "Something else" in page


@pytest.mark.parametrize("danger", dangers.DANGERS, ids=lambda danger: danger.name)
def test_each_danger_says_what_to_do_and_whom_to_call(client, danger):
    page = client.get(reverse("emergency"), {"danger": danger.name}).content.decode()
    heading = page[page.index("<h1") : page.index("</h1>")]
    assert (GAS if danger.gas else EMERGENCY) in heading
    assert all(step in page for step in danger.now)


def test_gas_is_for_the_gas_emergency_service():
    assert [danger.name for danger in dangers.DANGERS if danger.gas] == ["gas"]


def test_none_of_these_goes_on_to_the_report(client):
    assert client.get(reverse("emergency"), {"danger": "none"}).url == reverse("repair-new")


@pytest.mark.parametrize("chosen", ["", "meteor"])
def test_no_choice_is_told_what_to_select(client, chosen):
    page = client.get(reverse("emergency"), {"danger": chosen}).content.decode()
    assert "Select what has happened, or that it is none of these" in page
    assert 'href="#id_danger_0"' in page
    assert 'id="id_danger_0"' in page


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("00:00", "midnight"),
        ("08:00", "8am"),
        ("08:05", "8:05am"),
        ("11:59", "midday"),
        ("12:00", "midday"),
        ("12:30", "12:30pm"),
        ("12:59", "1pm"),
        ("14:29", "2:30pm"),
        ("16:59", "5pm"),
        ("00:30", "12:30am"),
        ("23:59", "midnight"),
    ],
)
def test_times_are_said_as_people_say_them(time, words):
    assert time_words(dt.time.fromisoformat(time)) == words


def test_a_window_says_as_much_as_is_known():
    eight, noon = dt.time(8), dt.time(12)
    assert window_words(eight, noon) == "8am to midday"
    assert window_words(eight, None) == "from 8am"
    assert window_words(None, noon) == "until midday"
    assert window_words(None, None) == ""
    assert window_words(dt.time(0), dt.time(23, 59)) == "at any time of the day"


def test_a_visit_is_a_day_and_its_hours():
    visit = visit_words(dt.date(2026, 11, 24), dt.time(8), dt.time(12, 59))
    assert visit == "Tuesday 24 November 2026, 8am to 1pm"
    assert visit_words(dt.date(2026, 11, 1), None, None) == "Sunday 1 November 2026"


def test_templates_say_days_and_hours_and_nothing_for_nothing():
    assert day(dt.date(2026, 11, 24)) == "Tuesday 24 November 2026"
    assert day(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)) == "Wednesday 1 July 2026"
    assert hours(SimpleNamespace(start=dt.time(8), end=dt.time(16, 59))) == "8am to 5pm"
    assert (day(None), hours(None)) == ("", "")
