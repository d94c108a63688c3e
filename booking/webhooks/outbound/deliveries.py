"""What others are to be told: an event becomes a delivery for each endpoint that wants it.

The rows are the truth; the broker carries endpoints' ids alone. While the switch is off, rows wait.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now

from booking import switches
from booking.broker import nudge
from booking.models import Delivery, Endpoint, LoggedEvent
from booking.webhooks.outbound import events

TASK = "booking.tell_endpoint"
PING = "ping"
AT_ONCE = 1000


def plan(event: LoggedEvent) -> None:
    """A delivery for each endpoint that wants such events, in the caller's transaction."""
    wanting = Endpoint.objects.active().filter(types__contains=[event.type])
    rows = [Delivery(endpoint=endpoint, event=event, message=event.public_id) for endpoint in wanting]
    Delivery.objects.bulk_create(rows)
    wake(row.endpoint_id for row in rows)


def wake(endpoints: Iterable[uuid.UUID]) -> None:
    """After the commit, a worker looks what is due to each of these endpoints."""
    names = [str(pk) for pk in endpoints]

    def nudge_each() -> None:
        for name in names:
            nudge(TASK, name)

    transaction.on_commit(nudge_each)


def sweep() -> None:
    """Wakes a worker for each endpoint to which something is due that no nudge reached."""
    if switches.is_on(switches.Door.WEBHOOKS):
        due = Delivery.objects.due().values("endpoint")
        wake(Endpoint.objects.awake().filter(pk__in=due).values_list("pk", flat=True))


def resend(delivery: Delivery, *, by: str) -> Delivery:
    """Sends it now: the same one where it still waits, else once more under the same webhook-id."""
    with transaction.atomic():
        if Delivery.objects.waiting().filter(pk=delivery.pk).update(due_at=Now()):
            again = delivery
        else:
            again = Delivery.objects.create(
                endpoint_id=delivery.endpoint_id, event_id=delivery.event_id, message=delivery.message, by=by
            )
        _hasten(delivery.endpoint_id)
        return again


def replay(endpoint: Endpoint, *, since: dt.datetime, by: str) -> int:
    """Tells the endpoint again what has happened since then, in order, of the types that it wants; how much.

    Each event keeps its webhook-id, so that a receiver knows what it has heard already.
    """
    happened = events.public().filter(type__in=endpoint.types, created_at__gte=since)
    rows = (
        Delivery(endpoint=endpoint, event=event, message=event.public_id, by=by)
        for event in happened.in_order().iterator(AT_ONCE)
    )
    with transaction.atomic():
        count = len(Delivery.objects.bulk_create(rows, batch_size=AT_ONCE))
        _hasten(endpoint.pk)
    return count


def ping(endpoint: Endpoint, *, by: str) -> Delivery:
    """Sends the endpoint a test, which tells of nothing."""
    with transaction.atomic():
        message = f"msg_{uuid.uuid4().hex}"
        delivery = Delivery.objects.create(endpoint=endpoint, message=message, by=by)
        _hasten(endpoint.pk)
        return delivery


def compose(delivery: Delivery) -> bytes:
    """The body as it is signed and sent: JSON with `type`, `timestamp` and `data`."""
    if delivery.event is None:
        told = {"type": PING, "timestamp": events.write_moment(delivery.created_at), "data": {}}
    else:
        told = {**events.describe(delivery.event)}
        del told["id"]  # it is the webhook-id
    return json.dumps(told, separators=(",", ":")).encode()


def _hasten(endpoint: uuid.UUID) -> None:
    # A person has asked: a rest after failures is over.
    Endpoint.objects.filter(pk=endpoint).update(resting_until=None)
    wake([endpoint])
