"""Jobs, activities and the rest as the JSON that the document shows."""

from typing import Any

from . import moments
from .state import Activity, Job
from .world import ACTIVITY_TYPES, JOB_TYPES, TEAMS, USERS, JobType, User, Window

_LINK = "https://hartley.synchroteam.example/Jobs/PublicJob"
Values = dict[str, Any]


def show_job(job: Job, *, simplified: bool) -> Values:
    """A job; in a list it is simplified."""
    values: Values = {
        "id": job.id,
        "myId": job.my_id,
        "num": job.num,
        "description": None,
        "priority": "medium",
        **job.fields,
        "customer": job.customer,
        "site": job.site,
        "equipment": None,
        "type": _name(job.type, JOB_TYPES),
        "technician": show_person(job.technician),
        "createdBy": show_person(590),
        "scheduledStart": moments.show(job.start),
        "scheduledEnd": moments.show(job.end),
        "actualStart": moments.show(job.actual_start),
        "actualEnd": moments.show(job.actual_end),
        "duration": 0,
        "status": job.status,
        "publicLink": f"{_LINK}/{job.id}",
        "customFieldValues": [],
        "dateCreated": moments.show(job.created),
        "dateModified": moments.show(job.modified),
        "skills": job.skills or (list(JOB_TYPES[job.type].skills) if job.type else []),
        "tags": [],
        "validateBy": None,
    }
    if simplified:
        return values
    more = {"otherTechnicians": [show_person(other) for other in job.others], "preferences": job.preferences}
    return values | more | {"timeEntries": [], "parts": [], "report": None}


def show_scheduled(job: Job) -> Values:
    """What scheduling answers."""
    return {
        "id": job.id,
        "status": "scheduled",
        "scheduledStart": moments.show_echo(job.start),
        "scheduledEnd": moments.show_echo(job.end),
        "technician": show_person(job.technician),
        "otherTechnicians": [show_person(other) for other in job.others],
    }


def show_activity(activity: Activity) -> Values:
    """An activity."""
    kind = ACTIVITY_TYPES[activity.type]
    user = USERS.get(activity.user or 0)
    return {
        "id": activity.id,
        "activityType": {"id": kind.id, "name": kind.name, "category": kind.category, "payable": True},
        "note": activity.note,
        "dateStart": moments.show_minute(activity.start),
        "dateEnd": moments.show_minute(activity.end),
        "distance": None,
        "user": user and {"id": user.id, "login": user.login, "firstName": user.first, "lastName": user.last},
        "team": _name(activity.team, TEAMS),
    }


def show_user(user: User) -> Values:
    """A user; its page is missing from what is published, so that this is the least that is known of it."""
    return {
        "id": user.id,
        "login": user.login,
        "firstName": user.first,
        "lastName": user.last,
        "profile": user.profile,
        "teams": [_name(user.team, TEAMS)] if user.team else [],
        "skills": list(user.skills),
    }


def show_window(window: Window) -> Values:
    """A job scheduling window."""
    return {
        "id": window.id,
        "name": window.name,
        "startTime": f"{window.start:%H:%M}",
        "endTime": f"{window.end:%H:%M}",
    }


def show_job_type(kind: JobType) -> Values:
    """A job type."""
    return {
        "id": kind.id,
        "name": kind.name,
        "duration": f"{kind.minutes // 60:02}:{kind.minutes % 60:02}:00",
        "isDefault": kind.default,
        "priority": "medium",
        "customHeader": None,
        "customLogoUrl": None,
        "defaultJobReport": None,
        "skills": list(kind.skills),
    }


def show_person(id: int | None) -> Values | None:
    """A user as jobs have one."""
    user = USERS.get(id or 0)
    return {"id": user.id, "name": user.name, "login": user.login} if user else None


def _name(id: int | None, known: dict[int, Any]) -> Values | None:
    found = known.get(id or 0)
    return {"id": found.id, "name": found.name} if found else None
