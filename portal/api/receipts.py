"""The same request under the same Idempotency-Key is worked on once, and answered the same again.

Only what was accepted is kept: a refusal changed nothing, so the same key may try again.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable

from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest

from booking.moments import later
from portal.api import door, guard
from portal.api.problems import Problem
from portal.api.shapes import Accepted
from portal.models import Receipt

HOLD = dt.timedelta(seconds=60)
"""Longer than any request runs; after it, whoever asks again goes on."""
KEEP = dt.timedelta(hours=48)


def once(request: HttpRequest, key: str, work: Callable[[str], Accepted]) -> Accepted:
    """What `work` answers, or answered when it was first asked; it is given a key of its own for its writes.

    The work and the note of its answer are one transaction. Raises Problem: in_progress, key_reused.
    """
    receipt, ours = _take(request, key)
    if not ours:
        door.say(request, "Idempotency-Replayed", "true")
        return Accepted.model_validate(receipt.answer)
    try:
        with transaction.atomic():
            accepted = work(f"api:{receipt.pk}:{receipt.digest[:32]}")
            kept = Receipt.objects.filter(pk=receipt.pk, holder=receipt.holder)
            if not kept.update(answer=accepted.model_dump(mode="json")):
                raise Problem("in_progress")
    except BaseException:
        Receipt.objects.filter(pk=receipt.pk, holder=receipt.holder, answer__isnull=True).delete()
        raise
    return accepted


def purge() -> None:
    """Forgets what nobody will ask again."""
    Receipt.objects.filter(created_at__lt=later(-KEEP)).delete()


def _take(request: HttpRequest, key: str) -> tuple[Receipt, bool]:
    holder, digest = uuid.uuid4(), _digest(request)
    mine = {"digest": digest, "holder": holder, "busy_until": later(HOLD)}
    receipt, created = Receipt.objects.get_or_create(access=guard.access(request), key=key, defaults=mine)
    if receipt.digest != digest:
        raise Problem("key_reused")
    if receipt.answer is not None:
        return receipt, False
    if not created:
        # Whoever had it is not coming back.
        left = Receipt.objects.filter(pk=receipt.pk, answer__isnull=True, busy_until__lt=Now())
        if not left.update(holder=holder, busy_until=later(HOLD)):
            raise Problem("in_progress", headers={"Retry-After": "1"})
        receipt.holder = holder
    return receipt, True


def _digest(request: HttpRequest) -> str:
    said = f"{request.method} {request.path}\n".encode() + request.body
    return hashlib.sha256(said).hexdigest()
