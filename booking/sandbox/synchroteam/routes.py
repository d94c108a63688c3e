"""The calls of the document that somebody who plans repairs may need."""

from dataclasses import dataclass, field
from typing import Any

from ..messages import Answer, Request, as_json
from ..routing import Route
from . import jobs, lists, writing
from .refusals import bad, no
from .system import Synchroteam
from .world import JOB_TYPES, TEAMS, USERS, WINDOWS


@dataclass(slots=True, kw_only=True)
class Call:
    """One call on its way through a route."""

    system: Synchroteam
    request: Request
    unknown: list[str] = field(default_factory=list)

    def read_body(self) -> dict[str, Any]:
        """The JSON object of the body, or a refusal."""
        if self.request.media_type not in {"application/json", "text/json"}:
            raise no(406, "Only JSON is understood")
        try:
            body = self.request.json()
        except (ValueError, RecursionError):
            raise bad("The body is not JSON") from None
        if not isinstance(body, dict):
            raise bad("The body is not an object")
        return body


def _list_jobs(call: Call) -> Answer:
    found = lists.choose_jobs(call.system, call.request, call.unknown)
    return lists.turn(call.request, found, lambda job: writing.show_job(job, simplified=True), kind="job")


def _read_job(call: Call) -> Answer:
    for name in ("id", "myId", "num"):
        if value := call.request.argument(name):
            job = call.system.state.find(name, value)
            if job is None:
                raise no(404, "Job not found")
            return as_json(writing.show_job(job, simplified=False))
    raise bad("id, myId or num is required")


def _send_job(call: Call) -> Answer:
    job = jobs.send(call.system, call.read_body(), call.unknown)
    return as_json(writing.show_job(job, simplified=False))


def _schedule_job(call: Call) -> Answer:
    body = call.read_body()
    job = jobs.demand(call.system, body)
    jobs.schedule(call.system, job, body)
    return as_json([writing.show_scheduled(job)])


def _unschedule_job(call: Call) -> Answer:
    job = jobs.demand(call.system, call.read_body())
    jobs.unschedule(call.system, job)
    empty = {"scheduledStart": None, "scheduledEnd": None, "technician": None}
    return as_json([{"id": job.id, "status": "scheduled", **empty}])


def _cancel_job(call: Call) -> Answer:
    job = jobs.demand(call.system, call.read_body())
    jobs.cancel(call.system, job)
    return as_json([{"id": job.id, "status": job.status}])


def _delete_job(call: Call) -> Answer:
    job = call.system.state.find("id", call.request.argument("id"))
    if job is None:
        raise no(404, "Job not found")
    job.deleted = True
    return as_json([{"id": job.id, "deleted": True}])


def _list_activities(call: Call) -> Answer:
    found = lists.choose_activities(call.system, call.request, call.unknown)
    return lists.turn(call.request, found, writing.show_activity, kind="activity")


def _list_windows(call: Call) -> Answer:
    return lists.turn(call.request, WINDOWS.values(), writing.show_window, kind="jobschedulingwindow")


def _list_job_types(call: Call) -> Answer:
    return lists.turn(call.request, JOB_TYPES.values(), writing.show_job_type, kind="jobtype")


def _list_users(call: Call) -> Answer:
    return lists.turn(call.request, USERS.values(), writing.show_user, kind="user")


def _list_teams(call: Call) -> Answer:
    def show(team: Any) -> Any:
        return {"id": team.id, "name": team.name}

    return lists.turn(call.request, TEAMS.values(), show, kind="team")


ROUTES = (
    Route(method="GET", path="/job/list", act=_list_jobs),
    Route(method="GET", path="/job/details", act=_read_job),
    Route(method="POST", path="/job/send", act=_send_job, writes=True),
    Route(method="POST", path="/job/schedule", act=_schedule_job, writes=True),
    Route(method="POST", path="/job/unschedule", act=_unschedule_job, writes=True),
    Route(method="POST", path="/job/cancel", act=_cancel_job, writes=True),
    Route(method="DELETE", path="/job/delete", act=_delete_job, writes=True),
    Route(method="GET", path="/activity/list", act=_list_activities),
    Route(method="GET", path="/jobschedulingwindow/list", act=_list_windows),
    Route(method="GET", path="/jobtype/list", act=_list_job_types),
    Route(method="GET", path="/user/list", act=_list_users),
    Route(method="GET", path="/team/list", act=_list_teams),
)
