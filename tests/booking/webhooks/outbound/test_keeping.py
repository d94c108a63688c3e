"""Ninety days of the past are kept, and no more."""

import datetime as dt

import pytest
from django.db.models import F

from booking import events
from booking.events import Event
from booking.models import Delivery, DeliveryAttempt, LoggedEvent
from booking.webhooks.outbound import deliveries, keeping
from tests.booking.webhooks.outbound.conftest import tell_all

pytestmark = pytest.mark.django_db(transaction=True)


def age(days: int) -> None:
    for model in (LoggedEvent, Delivery):
        model.objects.update(created_at=F("created_at") - dt.timedelta(days=days))


def test_what_is_older_than_ninety_days_goes_and_the_rest_stays(endpoint, order, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    for _ in range(2):
        events.record(Event.ORDER_RAISED, order)
    deliveries.ping(endpoint, by="person:1")
    tell_all(endpoint)
    age(91)
    events.record(Event.ORDER_CANCELLED, order)
    tell_all(endpoint)
    keeping.purge()
    assert [event.type for event in LoggedEvent.objects.all()] == ["order.cancelled"]
    assert (Delivery.objects.count(), DeliveryAttempt.objects.count()) == (1, 1)
    age(89)
    keeping.purge()
    assert LoggedEvent.objects.exists()


def test_an_old_event_that_was_told_again_lately_goes_with_its_delivery(endpoint, order):
    events.record(Event.ORDER_RAISED, order)
    age(91)
    deliveries.resend(Delivery.objects.get(), by="person:1")
    deliveries.ping(endpoint, by="person:1")
    keeping.purge()
    assert [delivery.event for delivery in Delivery.objects.all()] == [None]
