"""The remote's own screens: offered where the landlord has named them, opened with no connection held."""

import pytest
from django.db import connection

from booking import screens
from booking.schedulers.base import RemoteUser, Screen
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_screens_are_offered_only_where_their_address_is_set(settings):
    assert not screens.offered()
    line = settings.SCHEDULERS["connect"]
    options = line["options"] | {"jump_url": "https://s-url.example/{token}"}
    settings.SCHEDULERS = {"connect": line | {"options": options}}
    assert screens.offered()


def test_the_way_in_is_asked_for_with_no_connection_held(script):
    order, _ = flow.scripted_order(script)
    seen = []
    script.then("jump", lambda: seen.append(connection.connection))
    way = screens.way_in(user=RemoteUser(user_name="p-1"), screen=Screen.BOOK, number=order.number)
    assert (way.origin, seen) == ("https://s-url.example", [None])


def test_coming_back_has_the_order_read_even_without_a_broker(script, monkeypatch):
    order, _ = flow.scripted_order(script)
    monkeypatch.setattr(flow.current_app, "send_task", broken)
    screens.come_back(order)
    flow.reread_due()
    order.refresh_from_db()
    assert order.read_at is not None


def broken(*_, **__):
    raise ConnectionRefusedError
