"""A job as a visit: a job has one time at most, so its id is the visit's too, however often it moves."""

import datetime as dt
import logging
from collections.abc import Callable

from booking.schedulers.base import Visit, VisitResult, VisitState, Window
from booking.schedulers.synchroteam.objects import Job

log = logging.getLogger(__name__)

STATES = {
    "created": VisitState.BOOKED,
    "scheduled": VisitState.BOOKED,
    "confirmed": VisitState.BOOKED,  # not among the documented ones, and yet what confirming answers
    "synchronized": VisitState.BOOKED,
    "started": VisitState.STARTED,
    "paused": VisitState.STARTED,
    "completed": VisitState.COMPLETED,
    "validated": VisitState.COMPLETED,
    "cancelled": VisitState.CANCELLED,
}

FindWindow = Callable[[str], Window | None]


def read_visit(job: Job, *, find_window: FindWindow) -> Visit | None:
    """The visit, or None where the job has never had a time.

    Where a scheduled job has no dates any more, somebody took it off the diary, whatever its status says.
    """
    state = STATES.get(job.status, VisitState.UNKNOWN)
    if job.start is None and state in {VisitState.BOOKED, VisitState.CANCELLED}:
        if job.status in {"created", "cancelled"}:
            return None
        state = VisitState.CANCELLED
    moment = job.start or job.actual_start
    start, end = read_times(job, find_window=find_window)
    return Visit(
        id=job.id,
        number=job.my_id,
        state=state,
        # How it went stands in a report whose form each contractor makes up.
        result=VisitResult.COMPLETED if state is VisitState.COMPLETED else None,
        date=moment.date() if moment else None,
        start=start,
        end=end,
        raised_on=job.created.date() if job.created else None,
        resource=job.technician_name,
    )


def read_times(job: Job, *, find_window: FindWindow) -> tuple[dt.time | None, dt.time | None]:
    """The hours that the tenant was told: those of the window, as long as the job stands within it.

    Without preferences, as in a list, nothing is known of any window, and so no time of day is named.
    """
    if job.start is None or (job.preferences is None and job.crew is None):
        return None, None
    window = find_window(job.preferences.window) if job.preferences and job.preferences.window else None
    if window and job.preferences and within(job, date=job.preferences.date, window=window):
        return window.start, window.end
    return job.start.time(), job.end.time() if job.end else None


def within(job: Job, *, date: dt.date | None, window: Window) -> bool:
    """The job stands in that window of that day."""
    if job.start is None or job.end is None:
        return False
    one_day = job.start.date() == job.end.date() == date
    return one_day and window.start <= job.start.time() and job.end.time() <= window.end
