"""The control address: faults, the ledger, the staff and the calendar, for tests and for curious people."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from . import staff, taking
from .connect import Connect, Habits
from .faults import KINDS, Fault
from .messages import Answer, Refused, Request, as_json
from .world import OPERATIVES, WINDOWS

Body = dict[str, Any]


def answer(connect: Connect, request: Request) -> Answer:
    """Does what the control address was asked; 400 says what it did not understand."""
    act = _VERBS.get((request.method, request.path[len("/_control/") :].strip("/")))
    if act is None:
        return as_json({"Message": "There is no such control."}, status=404)
    try:
        body = request.json() if request.body else {}
        return as_json(act(connect, request, body))
    except Refused as refusal:
        return refusal.answer()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return as_json({"Message": f"Not understood: {error!r}"}, status=400)


def _add_fault(connect: Connect, request: Request, body: Body) -> Any:
    kind = body["fault"]
    if kind not in KINDS:
        raise ValueError(f"fault is one of {', '.join(KINDS)}")
    fault = Fault(
        call=body.get("call", "*"),
        kind=kind,
        times=body.get("times", 1),
        seconds=body.get("seconds"),
        status=body.get("status"),
        order=body.get("order", ""),
    )
    connect.faults.add(fault)
    return connect.faults.read()


def _read_faults(connect: Connect, request: Request, body: Body) -> Any:
    return connect.faults.read()


def _clear_faults(connect: Connect, request: Request, body: Body) -> Any:
    connect.faults.clear()
    return []


def _reset(connect: Connect, request: Request, body: Body) -> Any:
    connect.reset(today=_find_day(body.get("today")))
    return {}


def _expire(connect: Connect, request: Request, body: Body) -> Any:
    connect.tokens.forget()
    return {}


def _act_as_staff(connect: Connect, request: Request, body: Body) -> Any:
    with connect.lock:
        return _show(staff.act(connect, body))


def _fill(connect: Connect, request: Request, body: Body) -> Any:
    taken = taking.fill(
        connect,
        day=_find_day(body.get("date")),
        window=_find_window(body.get("window")),
        trade=body.get("trade") or "",
        leave=body.get("leave", 0),
    )
    return {"taken": taken}


def _read_ledger(connect: Connect, request: Request, body: Body) -> Any:
    return connect.ledger.read(
        order=request.argument("order"),
        call=request.argument("call"),
        since=int(request.argument("since") or 0),
    )


def _read_state(connect: Connect, request: Request, body: Body) -> Any:
    with connect.lock:
        state = connect.state
        return _show(
            {
                "today": connect.today,
                "habits": asdict(connect.habits),
                "windows": [window.as_values() for window in WINDOWS.values()],
                "operatives": [
                    {"id": one.id, "name": one.name, "trades": sorted(one.trades)}
                    for one in OPERATIVES.values()
                ],
                "orders": [asdict(order) | {"number": order.number} for order in state.orders.values()],
                "visits": [asdict(visit) | {"live": visit.live} for visit in state.visits.values()],
                "callbacks": state.callbacks,
            }
        )


def _set_clock(connect: Connect, request: Request, body: Body) -> Any:
    with connect.lock:
        connect.override = _find_day(body.get("today"))
        return {"today": connect.today.isoformat()}


def _set_habits(connect: Connect, request: Request, body: Body) -> Any:
    known = {each.name for each in fields(Habits)}
    if unknown := body.keys() - known:
        raise ValueError(f"no such habit: {', '.join(sorted(unknown))}")
    with connect.lock:
        connect.habits = Habits(**asdict(connect.habits) | body)
        return asdict(connect.habits)


def _find_day(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None


def _find_window(window: int | str | None) -> int | None:
    """By id or by name."""
    if window is None:
        return None
    found = [one.id for one in WINDOWS.values() if window in (one.id, one.name)]
    if not found:
        raise ValueError(f"window is one of {', '.join(one.name for one in WINDOWS.values())}")
    return found[0]


def _show(value: Any) -> Any:
    """Dates as text, all the way down."""
    if isinstance(value, dict):
        return {key: _show(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_show(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


_VERBS: dict[tuple[str, str], Callable[[Connect, Request, Body], Any]] = {
    ("POST", "faults"): _add_fault,
    ("GET", "faults"): _read_faults,
    ("DELETE", "faults"): _clear_faults,
    ("POST", "reset"): _reset,
    ("POST", "expire"): _expire,
    ("POST", "staff"): _act_as_staff,
    ("POST", "fill"): _fill,
    ("GET", "ledger"): _read_ledger,
    ("GET", "state"): _read_state,
    ("POST", "clock"): _set_clock,
    ("POST", "habits"): _set_habits,
}
