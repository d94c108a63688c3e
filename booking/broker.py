"""The way to the worker: a wake-up that may be lost, because whatever is due stands in the database."""

import logging

from celery import current_app

log = logging.getLogger(__name__)

USEFUL_SECONDS = 300 + 3600
"""A wake-up that nobody took in time has been overtaken by the sweep: workers that come back skip it.

The sender's clock says until when, the worker's whether that is over: they may be an hour apart.
"""


def nudge(task: str, *args: str, after: float = 0) -> None:
    """Wakes the worker; a broker that is down delays the work until the next sweep and loses nothing."""
    try:
        current_app.send_task(task, args, countdown=after or None, expires=after + USEFUL_SECONDS)
    except Exception as error:
        # The caller's work is committed already: no failure of a mere wake-up may reach the person who waits.
        log.warning("the broker did not take %s (%s); the sweep will find it", task, type(error).__name__)
