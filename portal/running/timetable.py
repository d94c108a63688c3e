"""What is asked for at intervals, so that nothing waits for a nudge that was lost."""

import datetime as dt
import time
from typing import Any

from celery.schedules import schedule as interval

USEFUL_SECONDS = 30 + 3600
"""What nobody took in time is not worth taking: the next one is on its way.

An hour more, since it is judged by the clock of the worker's machine, which is not ours: without that, one
machine half a minute off would throw away everything that it is asked.
"""


def schedule(*, sweep: float) -> dict[str, dict[str, Any]]:
    """The timetable as Celery takes it; `sweep` is how often rows that are due are looked for, in seconds."""
    return {
        name: {
            "task": task,
            "schedule": interval(seconds, nowfun=steady),
            "options": {"expires": USEFUL_SECONDS},
        }
        for name, task, seconds in (
            ("deliver-what-is-due", "booking.sweep", sweep),
            ("send-what-is-due", "portal.send_due", sweep),
            ("tell-what-is-due", "booking.tell_due", sweep),
            ("forget-old-events", "booking.purge_events", 3600),
            ("forget-old-receipts", "portal.purge_receipts", 3600),
            ("reread-what-is-due", "booking.reread_open", 10),
            ("ask-no-longer", "booking.close_overdue", 60),
            ("settle-what-we-were-told", "booking.settle_hooks", 10),
            ("empty-what-we-were-told", "booking.empty_hooks", 3600),
        )
    }


def steady() -> dt.datetime:
    """A moment by the clock that nobody sets: one put back by an hour must not stop all for an hour."""
    return dt.datetime.fromtimestamp(time.monotonic(), dt.UTC)
