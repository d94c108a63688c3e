"""What only the pretend Cadulis can be told at `/_control/`: planners, blocks, rights, habits and hooks."""

import datetime as dt
from dataclasses import asdict, fields
from typing import Any

from ..control import Body, Verb
from ..messages import Request
from . import hooks, planners
from .moments import later
from .routes import ROUTES
from .system import Cadulis, Habits


def _plan(cadulis: Cadulis, request: Request, body: Body) -> Any:
    with cadulis.lock:
        return asdict(planners.act(cadulis, body))


def _take(cadulis: Cadulis, request: Request, body: Body) -> Any:
    start = planners.read_local(body["start"])
    end = later(start, dt.timedelta(minutes=int(body.get("minutes", 60))))
    with cadulis.lock:
        return {"taken": planners.take(cadulis, start, end, leave=int(body.get("leave", 0)))}


def _withhold(cadulis: Cadulis, request: Request, body: Body) -> Any:
    wanted = set(body["routes"])
    if unknown := wanted - {route.name for route in ROUTES}:
        raise ValueError(f"no such route: {', '.join(sorted(unknown))}")
    with cadulis.lock:
        cadulis.state.withheld = wanted
        return sorted(wanted)


def _set_habits(cadulis: Cadulis, request: Request, body: Body) -> Any:
    if unknown := body.keys() - {each.name for each in fields(Habits)}:
        raise ValueError(f"no such habit: {', '.join(sorted(unknown))}")
    with cadulis.lock:
        cadulis.habits = Habits(**asdict(cadulis.habits) | body)
        return asdict(cadulis.habits)


def _send_hook(cadulis: Cadulis, request: Request, body: Body) -> Any:
    return {"answered": hooks.send(cadulis, body)}


CONTROLS: dict[tuple[str, str], Verb[Cadulis]] = {
    ("POST", "planner"): _plan,
    ("POST", "take"): _take,
    ("POST", "withhold"): _withhold,
    ("POST", "habits"): _set_habits,
    ("POST", "hook"): _send_hook,
}
