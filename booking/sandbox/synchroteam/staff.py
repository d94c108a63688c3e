"""What the contractor's dispatchers and technicians do while nobody from outside looks."""

import datetime as dt
from typing import Any

from ..control import Body
from . import jobs
from .refusals import bad
from .state import Job
from .system import Synchroteam
from .world import ACTIVITY_TYPES, WINDOWS, technicians


def act(system: Synchroteam, body: Body) -> Job:
    """Does the named action to the order, or makes a job of their own; answers the job."""
    action = body["action"]
    if action == "schedule" and not body.get("order"):
        job = system.new_job()
    else:
        job = jobs.demand(system, {"myId": body["order"]})
    if action in {"schedule", "move"}:
        _schedule(system, job, body)
    elif action == "unschedule":
        jobs.unschedule(system, job)
    elif action in {"cancel", "cancel_order"}:
        jobs.cancel(system, job)
    elif action == "delete":
        job.deleted = True
        system.touch(job)
    elif action in _STATUSES:
        _set_status(system, job, _STATUSES[action])
    else:
        raise ValueError(
            f"action is one of schedule, move, unschedule, cancel, delete, {', '.join(_STATUSES)}"
        )
    return job


def be_away(system: Synchroteam, body: Body) -> Any:
    """An activity of a technician or of a team."""
    category = body.get("category", "unavail")
    kind = next(one.id for one in ACTIVITY_TYPES.values() if one.category == category)
    whose = {name: body[name] for name in ("user", "team") if body.get(name)}
    return system.new_activity(type=kind, start=_moment(body["start"]), end=_moment(body["end"]), **whose)


def fill(system: Synchroteam, day: dt.date, *, window: int | None = None, leave: int = 0) -> int:
    """Gives every technician something to do all day, or all through that window; how many it were."""
    chosen = WINDOWS[window] if window else None
    start = dt.datetime.combine(day, chosen.start if chosen else dt.time())
    end = dt.datetime.combine(day, chosen.end if chosen else dt.time(23, 59))
    busy = technicians()[leave:]
    for user in busy:
        jobs.place(system, system.new_job(), user.id, start, end)
    return len(busy)


def take_over(system: Synchroteam, job: Job, body: Body) -> None:
    """A dispatcher gives the technician whom the body names a job of their own at just that time."""
    technician = body["technician"]["id"]
    start, end = (dt.datetime.fromisoformat(body[name]) for name in ("scheduledStart", "scheduledEnd"))
    jobs.place(system, system.new_job(), technician, start, end)


def _schedule(system: Synchroteam, job: Job, body: Body) -> None:
    if "window" in body:  # as planners of other systems say it: a day and a window
        window, day = WINDOWS[int(body["window"])], dt.date.fromisoformat(body["date"])
        start = dt.datetime.combine(day, window.start)
    else:
        start = _moment(body["start"])
    end = start + dt.timedelta(minutes=int(body.get("minutes", 60)))
    technician = int(body.get("technician") or job.technician or technicians()[0].id)
    jobs.place(system, job, technician, start, end, others=list(body.get("others", [])))


def _set_status(system: Synchroteam, job: Job, status: str) -> None:
    if job.start is None:
        raise bad("The job has no time.")
    job.status = status
    if status == "started":
        job.actual_start = job.start
    if status == "completed":
        job.actual_start, job.actual_end = job.actual_start or job.start, job.end
    system.touch(job)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


_STATUSES = {
    "synchronize": "synchronized",
    "start": "started",
    "pause": "paused",
    "complete": "completed",
    "validate": "validated",
}
