"""Reading by schedule: a few lanes for each system, so that no number of orders floods it, or our workers."""

import datetime as dt
import logging
import time
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, Value
from django.db.models.functions import Now, Random

from booking import broker, moments, readings, remote, timetable, turns, visits
from booking.models import Order
from booking.moments import later
from booking.schedulers.abilities import Watched
from booking.schedulers.base import SchedulerError
from booking.schedulers.urgency import background

log = logging.getLogger(__name__)

LANES = 5
"""Workers that read one system's orders at the same time; the others serve people meanwhile."""
IN_A_ROUND = 30
"""Orders; with five lanes and a round every ten seconds, never more than 900 a minute."""
ROUND_SECONDS = 10
LONGEST_ROUND = dt.timedelta(minutes=2)
"""A round whose last read takes as long as one may; a worker that died in it is then replaced."""
PATIENCE = 3
"""Reads that fail one after the other end a round: the remote is not well."""
WATCH_EVERY = dt.timedelta(minutes=3)
WATCH_AGAIN = dt.timedelta(minutes=1)
"""After a question that failed."""
BLIND = dt.timedelta(minutes=5)
"""A system that has not said for so long what changes is read order by order."""
OVERLAP = dt.timedelta(minutes=2)
"""Asked again, since a clock may differ and a change be written down late."""


def call() -> None:
    """Wakes as many lanes as there is work for, and whoever asks the systems what has changed."""
    for system in settings.SCHEDULERS:
        if timetable.is_watched(system) and _must_ask(system):
            broker.nudge("booking.watch", system)
        due = Order.objects.due_a_read().filter(scheduler=system)[: LANES * IN_A_ROUND].count()
        for lane in range(-(-due // IN_A_ROUND)):
            broker.nudge("booking.read_round", system, str(lane))


def read(system: str, lane: str) -> int:
    """Reads what is due, the longest due first, for ten seconds; how many orders, 0 if the lane is taken."""
    count = failures = 0
    with turns.take(f"round:{system}:{lane}", longest=LONGEST_ROUND) as ours:
        end = time.monotonic() + ROUND_SECONDS
        while ours and count < IN_A_ROUND and failures < PATIENCE and time.monotonic() < end:
            try:
                if not visits.read_next(system):
                    break
                failures = 0
            except SchedulerError:
                failures += 1
            except Exception:
                # One order that our code cannot bear must not keep the others from being read.
                log.exception("an order of %s could not be read", system)
                failures += 1
            count += 1
    return count


def watch(system: str) -> None:
    """Asks the system what has changed and makes those orders due; if it does not say, all in turn."""
    teller = remote.ability(system, Watched)
    if teller is None:
        return
    before = readings.last(_key(system))
    with background():
        after = readings.ask(_key(system), lambda: _ask(system, teller), seen=before.read_at)
    if not after.within(BLIND, now=moments.now()):
        _read_all(system)


def _must_ask(system: str) -> bool:
    seen, now = readings.last(_key(system)), moments.now()
    failed = seen.failed_at is not None and now - seen.failed_at < WATCH_AGAIN
    return not failed and not seen.within(WATCH_EVERY, now=now)


def _ask(system: str, teller: Watched) -> dict[str, Any]:
    until = readings.last(_key(system)).get("until")
    since = dt.datetime.fromisoformat(until) if until else moments.now() - timetable.SELDOM
    changes = teller.changes(since=since - OVERLAP)
    # Due before the place is kept: whoever dies between the two asks once more.
    Order.objects.filter(scheduler=system, number__in=changes.numbers).update(read_due_at=Now())
    return {"until": changes.until.isoformat()}


def _read_all(system: str) -> None:
    waiting = Order.objects.open().filter(scheduler=system, read_due_at__gt=later(timetable.OFTEN))
    # So that each is read within what is promised, counted from when the system last said something.
    spread = Random() * Value(timetable.OFTEN - BLIND, output_field=DurationField())
    waiting.update(read_due_at=ExpressionWrapper(Now() + spread, output_field=DateTimeField()))


def _key(system: str) -> str:
    return f"changes:{system}"
