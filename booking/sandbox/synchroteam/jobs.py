"""What can be done to a job, by the API and by the dispatchers alike."""

import datetime as dt
from typing import Any

from . import moments
from .refusals import bad, no
from .state import OVER, Job
from .system import Synchroteam
from .world import JOB_TYPES, TEAMS, USERS, WINDOWS

Body = dict[str, Any]

KEPT = (
    *("description", "priority", "address", "addressStreet", "addressComplement", "addressZIP"),
    *("addressCity", "addressProvince", "addressCountry", "position"),
    *("contactFirstName", "contactLastName", "contactEmail", "contactMobile", "contactPhone"),
)
KEYS = {"id": "id", "myId": "myid", "num": "num"}
_MEANT = {*KEPT, *KEYS, "customer", "site", "type", "preferences", "skills"}
# In the document and of no use here.
_LEFT = {"equipment", "reportTemplate", "report", "customFieldValues", "status"}
PRIORITIES = {"low", "medium", "high"}


def find(system: Synchroteam, body: Body) -> Job | None:
    """The job that the body names by any of its keys."""
    for name, key in KEYS.items():
        if body.get(name) not in {None, ""} and (job := system.state.find(key, str(body[name]))):
            return job
    return None


def demand(system: Synchroteam, body: Body) -> Job:
    """The same, or 404."""
    if not any(body.get(name) for name in KEYS):
        raise bad("id, myId or num is required")
    job = find(system, body)
    if job is None:
        raise no(404, "Job not found")
    return job


def send(system: Synchroteam, body: Body, unknown: list[str]) -> Job:
    """Makes the job, or changes what was sent of it."""
    unknown += sorted(body.keys() - _MEANT - _LEFT)
    if body.get("priority") not in {None, *PRIORITIES}:
        raise bad("priority must be low, medium or high")
    kind = _find_type(body["type"]) if body.get("type") else None
    wishes = _read_preferences(body["preferences"]) if body.get("preferences") else None
    places = {name: _find_place(system, body[name]) for name in ("customer", "site") if body.get(name)}
    job = find(system, body)
    if job is None:
        if not places:
            raise bad("customer or site is required")
        job = system.new_job(my_id=body.get("myId"))
        job.type = next(one.id for one in JOB_TYPES.values() if one.default)
    job.fields |= {name: body[name] for name in KEPT if name in body}
    job.type = kind or job.type
    job.customer, job.site = places.get("customer", job.customer), places.get("site", job.site)
    job.preferences = (job.preferences or {}) | wishes if wishes else job.preferences
    job.skills = body.get("skills", job.skills)
    system.touch(job)
    return job


def schedule(system: Synchroteam, job: Job, body: Body) -> None:
    """Puts it into the diary, over whatever stands there."""
    if job.status in OVER or job.deleted:
        raise bad(f"A job that is {job.status} cannot be scheduled")
    start = moments.read(body.get("scheduledStart"), "scheduledStart")
    end = moments.read(body.get("scheduledEnd"), "scheduledEnd")
    if end <= start:
        raise bad("scheduledEnd must be after scheduledStart")
    others = [_find_user(other) for other in body.get("otherTechnicians") or []]
    place(system, job, _find_user(body.get("technician")), start, end, others=others)


def place(  # noqa: PLR0913 - who, when and with whom
    system: Synchroteam,
    job: Job,
    technician: int,
    start: dt.datetime,
    end: dt.datetime,
    *,
    others: list[int] | None = None,
) -> None:
    """The same, for dispatchers."""
    job.technician, job.start, job.end = technician, start, end
    job.others = others or []
    job.status = "scheduled"
    system.touch(job)


def unschedule(system: Synchroteam, job: Job) -> None:
    """Takes it out of the diary; its status stays, as the document's sample has it."""
    if job.status in OVER:
        raise bad(f"A job that is {job.status} cannot be unscheduled")
    job.technician = job.start = job.end = None
    job.others = []
    system.touch(job)


def cancel(system: Synchroteam, job: Job) -> None:
    """Cancels it."""
    if job.status in {"completed", "validated"}:
        raise bad(f"A job that is {job.status} cannot be cancelled")
    job.status = "cancelled"
    system.touch(job)


def _find_type(value: Any) -> int:
    for kind in JOB_TYPES.values():
        if value.get("id") == kind.id or value.get("name") == kind.name:
            return kind.id
    raise bad("Job type not found")


def _find_user(value: Any) -> int:
    for user in USERS.values():
        if isinstance(value, dict) and (value.get("id") == user.id or value.get("login") == user.login):
            return user.id
    raise bad("Technician not found")


def _find_place(system: Synchroteam, value: Any) -> Body:
    name = value.get("myId") if isinstance(value, dict) else None
    if not name:
        raise bad("customer and site need an id or a myId")
    if name not in system.state.customers and not system.habits.any_customer:
        raise bad(f"Customer or site {name!r} not found")
    id = system.state.customers.setdefault(name, 35_000 + len(system.state.customers))
    return {"id": id, "myId": name, "name": name}


def _read_preferences(value: Any) -> Body:
    wishes: Body = {"date": None, "dateTime": None, "isDraft": False, "isPool": False, "team": None}
    day = moments.read_day(value.get("date"), "preferences.date")
    wishes |= {"date": day and day.isoformat(), "isDraft": bool(value.get("isDraft"))}
    if window := value.get("schedulingWindow"):
        if window.get("id") not in WINDOWS:
            raise bad("Scheduling window not found")
        wishes["schedulingWindow"] = {"id": window["id"], "name": WINDOWS[window["id"]].name}
    if (team := value.get("team")) and team.get("id") not in TEAMS:
        raise bad("Team not found")
    return wishes
