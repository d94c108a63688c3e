"""Intents: what somebody wants of the remote, written down before a byte leaves."""

from typing import Any

from django.db import transaction

from booking import broker
from booking.models import Command, Order
from booking.models.outbox import Kind


def plan(order: Order, kind: Kind, *, key: str, by: str, payload: dict[str, Any] | None = None) -> Command:
    """Writes the intent down and, once that is committed, wakes the worker. Call it inside a transaction."""
    command = Command.objects.create(order=order, kind=kind, key=key, by=by, payload=payload or {})
    transaction.on_commit(lambda: broker.nudge("booking.deliver", str(command.pk)))
    return command
