"""Sending a delivery: claimed by one worker, tried for three days, each try written down with its answer."""

import datetime as dt
import random
import uuid

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from booking import moments, remote, switches
from booking.models import Delivery, DeliveryAttempt, Endpoint
from booking.models.endpoint import DeliveryState
from booking.moments import later
from booking.webhooks.outbound import addresses, deliveries, secrets, wire
from booking.webhooks.outbound.addresses import Resolver
from booking.webhooks.outbound.wire import Answer

LEASE = dt.timedelta(seconds=60)
"""Longer than the longest send; after it, another worker may try."""
AT_A_TIME = 2
"""Sends to one endpoint at once: the workers stay free for the others."""
PAUSES = (5, 5 * 60, 30 * 60, *(hours * 3600 for hours in (2, 5, 10, 14, 20, 24)))
"""Seconds between one try and the next, as Standard Webhooks has them: three days in all."""
MOST_TRIES = len(PAUSES) + 1
LONGEST_REST = 300.0
"""Seconds between two tries at an endpoint that fails, however much is waiting for it."""
GONE = 410
ASKED_TO_WAIT = frozenset({429, 503})
SWITCHED_OFF = "It answered 410 Gone: nobody wants to be told there any more."


def tell(endpoint: str, *, resolver: Resolver = addresses.resolve) -> bool:
    """Sends the oldest delivery that is due to the endpoint, once; False where none may be sent now."""
    remote.refuse_transaction()
    lease = uuid.uuid4()
    delivery = _claim(endpoint, lease)
    if delivery is None:
        return False
    with remote.away():
        answer = _send(delivery, resolver)
    with transaction.atomic():
        _settle(delivery, lease, answer)
    deliveries.wake([delivery.endpoint_id])
    return True


def _claim(pk: str, lease: uuid.UUID) -> Delivery | None:
    with transaction.atomic():
        if not switches.is_on(switches.Door.WEBHOOKS):
            return None
        # One claim at a time for each endpoint, or the count of those under way would be out of date; and no
        # lock that a booking, which writes deliveries in its own transaction, would wait for or hold.
        endpoint = Endpoint.objects.awake().select_for_update(no_key=True).filter(pk=pk).first()
        if endpoint is None or endpoint.deliveries.under_way().count() >= _most(endpoint):
            return None
        found = endpoint.deliveries.due().order_by("pk").values_list("pk", flat=True).first()
        if found is None:
            return None
        taken = Delivery.objects.due().filter(pk=found)
        if not taken.update(lease=lease, lease_until=later(LEASE), tries=F("tries") + 1):
            return None
        delivery = Delivery.objects.select_related("endpoint", "event__order").get(pk=found)
        DeliveryAttempt.objects.create(delivery=delivery, number=delivery.tries)
        return delivery


def _most(endpoint: Endpoint) -> int:
    # Of an endpoint that fails, one worker at most finds out whether it still does.
    return 1 if endpoint.failures else AT_A_TIME


def _send(delivery: Delivery, resolver: Resolver) -> Answer:
    body, endpoint, now = deliveries.compose(delivery), delivery.endpoint, moments.now()
    moment = str(int(now.timestamp()))
    marks = [endpoint.secret]
    if endpoint.previous_signs(now):
        marks.append(endpoint.previous_secret)
    signed = f"{delivery.message}.{moment}.".encode() + body
    try:
        signatures = " ".join(secrets.sign(mark, signed) for mark in marks)
    except secrets.Lost:
        return Answer(error="secret")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "repairs-portal",
        "webhook-id": delivery.message,
        "webhook-timestamp": moment,
        "webhook-signature": signatures,
    }
    return wire.post(endpoint.url, body=body, headers=headers, resolver=resolver)


def _settle(delivery: Delivery, lease: uuid.UUID, answer: Answer) -> None:
    DeliveryAttempt.objects.filter(delivery=delivery, number=delivery.tries).update(
        status=answer.status, error=answer.error, said=answer.said, milliseconds=answer.milliseconds
    )
    # What the answer says of the endpoint, it says of this address; an admin may have typed another since.
    endpoint = Endpoint.objects.filter(pk=delivery.endpoint_id, url=delivery.endpoint.url)
    held = Delivery.objects.filter(pk=delivery.pk, lease=lease)
    if answer.accepted:
        endpoint.update(failures=0, resting_until=None, succeeded_at=Now())
        # Even if the lease is somebody else's by now: the receiver has it.
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.DONE, settled_at=Now(), lease=None, lease_until=None
        )
    elif answer.status == GONE:
        endpoint.update(active=False, off_reason=SWITCHED_OFF)
        held.update(due_at=Now(), lease=None, lease_until=None)
    else:
        asked = (answer.retry_after or 0.0) if answer.status in ASKED_TO_WAIT else 0.0
        rest = max(_spread(min(2.0 ** min(delivery.endpoint.failures, 16), LONGEST_REST)), asked)
        endpoint.update(failures=F("failures") + 1, resting_until=later(rest))
        if delivery.tries >= MOST_TRIES:
            held.update(state=DeliveryState.GIVEN_UP, settled_at=Now(), lease=None, lease_until=None)
        else:
            pause = max(_spread(PAUSES[delivery.tries - 1]), asked)
            held.update(due_at=later(pause), lease=None, lease_until=None)


def _spread(seconds: float) -> float:
    # So that those who failed together do not come back together.
    return seconds * random.uniform(1.0, 1.2)  # noqa: S311 - guards nothing
