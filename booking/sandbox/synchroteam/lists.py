"""Lists: filters, order and pages."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from ..messages import Answer, Request, as_json
from . import moments
from .refusals import bad
from .state import STATUSES, Activity, Job
from .system import Synchroteam
from .world import ACTIVITY_TYPES, members

_PAGING = {"page", "pagesize", "sort", "sortorder"}
_USUAL_SIZE, _MOST = 25, 100
_EARLY = dt.datetime.min  # noqa: DTZ901 - the document's moments have no zone


def turn(request: Request, things: Iterable[Any], show: Callable[[Any], Any], *, kind: str) -> Answer:
    """One page of them."""
    every = list(things)
    page, size = _number(request, "page", 1), _number(request, "pageSize", _USUAL_SIZE)
    if size > _MOST:
        raise bad(f"pageSize must be at most {_MOST}")
    rows = every[(page - 1) * size : page * size]
    return as_json(
        {
            "request": "list",
            "object": kind,
            "page": page,
            "pageSize": size,
            "records": len(rows),
            "recordsTotal": len(every),
            "data": [show(row) for row in rows],
        }
    )


def choose_jobs(system: Synchroteam, request: Request, unknown: list[str]) -> list[Job]:
    """The jobs that the query asks for; filters are cumulative."""
    jobs = list(system.state.jobs.values())
    for name, value in request.query:
        if name.lower() in _PAGING or name == "show":
            continue
        keep = _JOB_FILTERS.get(name)
        if keep is None:
            unknown.append(name)
        else:
            jobs = keep(jobs, value)
    shown = request.argument("show") or "active"
    if shown not in {"active", "deleted", "all"}:
        raise bad("show must be active, deleted or all")
    kept = [job for job in jobs if shown == "all" or job.deleted == (shown == "deleted")]
    return _sort(kept, request)


def choose_activities(system: Synchroteam, request: Request, unknown: list[str]) -> list[Activity]:
    """The activities that begin between the two moments, which need each other."""
    start, end = request.argument("startDate"), request.argument("endDate")
    if bool(start) != bool(end):
        raise bad("startDate and endDate require each other")
    found = list(system.state.activities.values())
    if start:
        first, last = moments.read_minute(start, "startDate"), moments.read_minute(end, "endDate")
        found = [one for one in found if first <= one.start <= last]
    if category := request.argument("activityType_category"):
        wanted = {"unavailability": "unavail"}.get(category, category)
        found = [one for one in found if ACTIVITY_TYPES[one.type].category == wanted]
    if user := request.argument("user_id"):
        found = [one for one in found if str(one.user) == user]
    if team := request.argument("team_id"):
        found = [one for one in found if str(one.team) == team]
    return sorted(found, key=lambda one: one.start)


def _sort(jobs: list[Job], request: Request) -> list[Job]:
    name = (request.argument("sort") or "num").lower()
    if name not in _ORDERS:
        raise bad(f"sort must be one of {', '.join(_ORDERS)}")
    return sorted(jobs, key=_ORDERS[name], reverse=request.argument("sortOrder") == "descending")


def _number(request: Request, name: str, usual: int) -> int:
    value = request.argument(name) or str(usual)
    if not value.isdigit() or not int(value):
        raise bad(f"{name} must be a number")
    return int(value)


def _from(jobs: list[Job], value: str) -> list[Job]:
    moment = moments.read(value, "dateFrom")
    return [job for job in jobs if job.start and job.start >= moment]


def _to(jobs: list[Job], value: str) -> list[Job]:
    moment = moments.read(value, "dateTo")
    return [job for job in jobs if job.start and job.start <= moment]


def _changed(jobs: list[Job], value: str) -> list[Job]:
    moment = moments.read(value, "changedSince").replace(tzinfo=dt.UTC)
    return [job for job in jobs if job.changed >= moment]


def _with_status(jobs: list[Job], value: str) -> list[Job]:
    if value not in STATUSES:
        raise bad(f"status must be one of {', '.join(STATUSES)}")
    return [job for job in jobs if job.status == value]


def _place(job: Job, name: str) -> str:
    place = job.customer if name == "customer" else job.site
    return str((place or {}).get("myId"))


_JOB_FILTERS: dict[str, Callable[[list[Job], str], list[Job]]] = {
    "myId": lambda jobs, value: [job for job in jobs if job.my_id == value],
    "status": _with_status,
    "dateFrom": _from,
    "dateTo": _to,
    "changedSince": _changed,
    "user_id": lambda jobs, value: [job for job in jobs if str(job.technician) == value],
    "team_id": lambda jobs, value: [job for job in jobs if job.technician in members(int(value))],
    "customer_myId": lambda jobs, value: [job for job in jobs if _place(job, "customer") == value],
    "site_myId": lambda jobs, value: [job for job in jobs if _place(job, "site") == value],
    "type_id": lambda jobs, value: [job for job in jobs if str(job.type) == value],
}
_ORDERS: dict[str, Callable[[Job], Any]] = {
    "num": lambda job: job.num,
    "scheduledstart": lambda job: job.start or _EARLY,
    "scheduledend": lambda job: job.end or _EARLY,
    "actualstart": lambda job: job.actual_start or _EARLY,
    "actualend": lambda job: job.actual_end or _EARLY,
    "datemodified": lambda job: job.changed,
}
