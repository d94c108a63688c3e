"""What only the pretend Connect can be told at `/_control/`: staff, full days, tokens, habits."""

from dataclasses import asdict, fields
from typing import Any

from ..control import Body, Verb, read_day
from ..messages import Request
from . import events, orders, staff, taking
from .system import Connect, Habits
from .world import WINDOWS


def _expire(connect: Connect, request: Request, body: Body) -> Any:
    connect.tokens.forget()
    return {}


def _act_as_staff(connect: Connect, request: Request, body: Body) -> Any:
    with connect.lock:
        return staff.act(connect, body)


def _send_callback(connect: Connect, request: Request, body: Body) -> Any:
    if body["event"] not in events.EVENTS:
        raise ValueError(f"event is one of {', '.join(events.EVENTS)}")
    with connect.lock:
        order = orders.demand(connect, body["order"])
        made = connect.state.visits_of(order.number)
        visit = connect.state.visits[body["visit"]] if body.get("visit") else made[-1] if made else None
        events.tell(connect, body["event"], order, visit)
    return connect.caller.read(order=order.number)


def _fill(connect: Connect, request: Request, body: Body) -> Any:
    taken = taking.fill(
        connect,
        day=read_day(body.get("date")),
        window=_find_window(body.get("window")),
        trade=body.get("trade") or "",
        leave=body.get("leave", 0),
    )
    return {"taken": taken}


def _set_habits(connect: Connect, request: Request, body: Body) -> Any:
    known = {each.name for each in fields(Habits)}
    if unknown := body.keys() - known:
        raise ValueError(f"no such habit: {', '.join(sorted(unknown))}")
    with connect.lock:
        connect.habits = Habits(**asdict(connect.habits) | body)
        return asdict(connect.habits)


def _find_window(window: int | str | None) -> int | None:
    """By id or by name."""
    if window is None:
        return None
    found = [one.id for one in WINDOWS.values() if window in (one.id, one.name)]
    if not found:
        raise ValueError(f"window is one of {', '.join(one.name for one in WINDOWS.values())}")
    return found[0]


CONTROLS: dict[tuple[str, str], Verb[Connect]] = {
    ("POST", "expire"): _expire,
    ("POST", "staff"): _act_as_staff,
    ("POST", "fill"): _fill,
    ("POST", "callbacks/send"): _send_callback,
    ("POST", "habits"): _set_habits,
}
