"""The clock on the wall of every pretend system."""

import datetime as dt

import pytest
import requests

from booking.sandbox.clock import Clock


def test_a_day_keeps_the_time_of_day(connect):
    told = connect.control("clock", today="2026-07-01")
    assert told["today"] == "2026-07-01"
    assert abs(
        dt.datetime.fromisoformat(told["now"]) - dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
    ) < dt.timedelta(hours=14)


def test_a_moment_stands_still_until_it_is_moved(connect):
    connect.control("clock", now="2026-10-25T00:30:00+01:00")
    assert connect.state()["today"] == "2026-10-25"
    told = connect.control("clock", advance=3600)
    assert (told["now"], told["today"]) == ("2026-10-25T00:30:00+00:00", "2026-10-25")


def test_the_date_is_that_of_london():
    clock = Clock()
    clock.set(now=dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC))
    assert clock.today == dt.date(2026, 7, 1)


def test_without_a_setting_it_is_the_real_time():
    clock = Clock()
    clock.set(today=dt.date(2020, 1, 1))
    clock.set()
    assert abs(clock.now - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


@pytest.mark.parametrize("wrong", [{"now": "2026-10-25T00:30:00"}, {"now": "noon"}, {"advance": "long"}])
def test_a_time_that_is_none_is_refused(connect, wrong):
    assert requests.post(f"{connect.url}/_control/clock", json=wrong, timeout=10).status_code == 400
