"""What only the pretend Synchroteam can be told at `/_control/`: staff, absences, full days, others' use."""

from dataclasses import asdict, fields
from typing import Any

from ..control import Body, Verb, read_day
from ..messages import Request
from . import staff
from .system import Habits, Synchroteam
from .world import WINDOWS


def _act_as_staff(system: Synchroteam, request: Request, body: Body) -> Any:
    with system.lock:
        return asdict(staff.act(system, body))


def _be_away(system: Synchroteam, request: Request, body: Body) -> Any:
    with system.lock:
        return asdict(staff.be_away(system, body))


def _fill(system: Synchroteam, request: Request, body: Body) -> Any:
    day = read_day(body["date"])
    if day is None:
        raise ValueError("date is required")
    with system.lock:
        return {"taken": staff.fill(system, day, window=_find(body), leave=int(body.get("leave", 0)))}


def _use_up(system: Synchroteam, request: Request, body: Body) -> Any:
    with system.lock:
        calls, day_calls = int(body.get("calls", 0)), int(body.get("day_calls", 0))
        system.limits.use_up(system.clock.now, calls=calls, day_calls=day_calls)
        return system.limits.headers()


def _set_habits(system: Synchroteam, request: Request, body: Body) -> Any:
    if unknown := body.keys() - {each.name for each in fields(Habits)}:
        raise ValueError(f"no such habit: {', '.join(sorted(unknown))}")
    with system.lock:
        system.habits = Habits(**asdict(system.habits) | body)
        return asdict(system.habits)


def _find(body: Body) -> int | None:
    """A window by id or by name."""
    wanted = body.get("window")
    if wanted is None:
        return None
    return next(one.id for one in WINDOWS.values() if wanted in (one.id, str(one.id), one.name))


CONTROLS: dict[tuple[str, str], Verb[Synchroteam]] = {
    ("POST", "staff"): _act_as_staff,
    ("POST", "activity"): _be_away,
    ("POST", "fill"): _fill,
    ("POST", "calls"): _use_up,
    ("POST", "habits"): _set_habits,
}
