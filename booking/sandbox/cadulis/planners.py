"""What the contractor's planners and technicians do while nobody from outside looks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from ..control import Body
from . import interventions
from .moments import LONDON, later, read_moment
from .state import CANCELED, INTERMEDIATE, STARTED, TERMINATED, Block, Intervention
from .system import Cadulis


def act(cadulis: Cadulis, body: Body) -> Intervention:
    """Does the named action to the intervention; answers what stands then."""
    action = _ACTIONS.get(body["action"])
    if action is None:
        raise ValueError(f"action is one of {', '.join(_ACTIONS)}")
    one = cadulis.state.interventions[body["cref"]]
    action(cadulis, one, body)
    one.updated = cadulis.now
    return one


def take(cadulis: Cadulis, start: dt.datetime, end: dt.datetime, *, leave: int = 0) -> int:
    """Gives away that time on every free line but so many; how many were taken."""
    free = [line for line in cadulis.diary.lines if cadulis.diary.is_free(line, start, end)]
    taken = free[: max(len(free) - leave, 0)]
    cadulis.state.blocks += [Block(line=line, start=start, end=end) for line in taken]
    return len(taken)


def take_asked(cadulis: Cadulis, form: dict[str, Any]) -> None:
    """Gives away the time that a form asks for, if it asks for any."""
    fields = form.get("intervention")
    text = fields.get("scheduled_start_at") if isinstance(fields, dict) else None
    if text:
        start = read_moment(text)
        take(cadulis, start, later(start, dt.timedelta(hours=1)))


def read_local(text: str) -> dt.datetime:
    """A moment on London's clock, as planners type it: 2026-11-18T09:00."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def _move(cadulis: Cadulis, one: Intervention, body: Body) -> None:
    interventions.plan(cadulis, one, read_local(body["start"]), None)


def _unplan(cadulis: Cadulis, one: Intervention, body: Body) -> None:
    interventions.plan(cadulis, one, None, None)


def _set(status: str) -> Callable[[Cadulis, Intervention, Body], None]:
    def act(cadulis: Cadulis, one: Intervention, body: Body) -> None:
        one.status = body.get("status", status)

    return act


def _terminate(cadulis: Cadulis, one: Intervention, body: Body) -> None:
    one.status = TERMINATED
    one.report = {
        "status": body.get("report", "ok"),
        "comment": body.get("comment", ""),
        "start_at": body.get("start_at"),
        "end_at": body.get("end_at"),
    }


_ACTIONS: dict[str, Callable[[Cadulis, Intervention, Body], None]] = {
    "move": _move,
    "unplan": _unplan,
    "cancel": _set(CANCELED),
    "begin": _set(STARTED),
    "pause": _set(INTERMEDIATE),
    "set": _set(""),
    "terminate": _terminate,
}
