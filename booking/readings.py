"""Questions to the remote whose answers are kept: one asker at a time, nobody else waits for the remote."""

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.db.models.functions import Now

from booking import remote
from booking.models import Reading
from booking.schedulers.base import SchedulerError

log = logging.getLogger(__name__)

# Longer than any read of a remote may take.
ASKING = dt.timedelta(seconds=30)


TAKE = """
    INSERT INTO booking_reading (key, asking, asking_until)
    VALUES (%s, %s, statement_timestamp() + %s)
    ON CONFLICT (key) DO UPDATE SET asking = EXCLUDED.asking, asking_until = EXCLUDED.asking_until
    WHERE booking_reading.asking IS NULL OR booking_reading.asking_until < statement_timestamp()
    RETURNING key, data, read_at, asking, asking_until, failed_at
"""


def last(key: str) -> Reading:
    """The last good copy, or an empty one; asks nobody."""
    return Reading.objects.filter(pk=key).first() or Reading(key=key)


def ask(key: str, question: Callable[[], dict[str, Any]], *, seen: dt.datetime | None = None) -> Reading:
    """Puts the question to the remote, unless somebody is doing so, and answers the newest copy there is.

    `seen` is the moment of the copy that the caller found too old: if a newer one has come meanwhile, it will
    do. A remote that fails leaves the old copy in place and `failed_at` set.
    """
    asker = uuid.uuid4()
    taken = _take(key, asker)
    if taken is None:
        return last(key)
    if taken.read_at is not None and (seen is None or taken.read_at > seen):
        Reading.objects.filter(pk=key, asking=asker).update(asking=None, asking_until=None)
        return last(key)
    try:
        with remote.away():
            data = question()
    except SchedulerError as error:
        log.warning("a reading failed: %s", error.reason)
        keep(key, None, asker=asker)
    except Exception:
        log.exception("a reading failed in our own code")
        keep(key, None, asker=asker)
    else:
        keep(key, data, asker=asker)
    return last(key)


def keep(key: str, data: dict[str, Any] | None, *, asker: uuid.UUID | None = None) -> None:
    """Stores an answer (None: the remote failed); with `asker`, only while that asker holds the question."""
    answer: dict[str, Any]
    answer = {"failed_at": Now()} if data is None else {"data": data, "read_at": Now(), "failed_at": None}
    if asker is None:
        Reading.objects.update_or_create(pk=key, defaults=answer)
        return
    Reading.objects.filter(pk=key, asking=asker).update(asking=None, asking_until=None, **answer)


def _take(key: str, asker: uuid.UUID) -> Reading | None:
    """The question is ours, and this is the copy so far; None while somebody else is asking."""
    rows = Reading.objects.raw(TAKE, [key, asker, ASKING])
    return next(iter(rows), None)
