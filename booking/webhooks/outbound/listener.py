"""Listens to the booking heart: events go into the log, and the public ones on to those who want them."""

from collections.abc import Mapping
from typing import Any

from booking.events import Event
from booking.models import Order
from booking.webhooks.outbound import deliveries, events


def hear(event: Event, order: Order, facts: Mapping[str, Any], **_: object) -> None:
    """Writes the event down, and what is to be sent; in the transaction that made it so."""
    logged = events.log(event, order, facts)
    if logged.type in events.PUBLIC:
        deliveries.plan(logged)
