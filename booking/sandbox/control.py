"""The control address: faults, ledger, clock, callbacks and state, for tests and for curious people."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from .calling import Target
from .faults import Fault
from .kinds import KINDS
from .messages import Answer, Refused, Request, as_json
from .system import System

Body = dict[str, Any]
S = TypeVar("S", bound=System)
Verb = Callable[[S, Request, Body], Any]
"""Gets the system, the request and its JSON; answers something for JSON, in which dates may stand."""
_START = "/_control/"


def answer(system: System, request: Request, more: Mapping[tuple[str, str], Verb[Any]]) -> Answer:
    """Does what the control address was asked; 400 says what it did not understand."""
    act = {**_VERBS, **more}.get((request.method, request.path[len(_START) :].strip("/")))
    if act is None:
        return as_json({"Message": "There is no such control."}, status=404)
    try:
        body = request.json() if request.body else {}
        return as_json(as_plain(act(system, request, body)))
    except Refused as refusal:
        return refusal.answer()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return as_json({"Message": f"Not understood: {error!r}"}, status=400)


def read_day(day: str | None) -> dt.date | None:
    """A calendar date; ValueError where it is none."""
    return dt.date.fromisoformat(day) if day else None


def as_plain(value: Any) -> Any:
    """Dates as text, all the way down."""
    if isinstance(value, dict):
        return {key: as_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _add_fault(system: System, request: Request, body: Body) -> Any:
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
    system.faults.add(fault)
    return system.faults.read()


def _read_faults(system: System, request: Request, body: Body) -> Any:
    return system.faults.read()


def _clear_faults(system: System, request: Request, body: Body) -> Any:
    system.faults.clear()
    return []


def _release(system: System, request: Request, body: Body) -> Any:
    system.faults.release()
    return system.faults.read()


def _arrive(system: System, request: Request, body: Body) -> Any:
    return {"arrived": system.faults.arrive()}


def _reset(system: System, request: Request, body: Body) -> Any:
    system.reset(today=read_day(body.get("today")))
    return {}


def _read_ledger(system: System, request: Request, body: Body) -> Any:
    return system.ledger.read(
        order=request.argument("order"),
        call=request.argument("call"),
        since=int(request.argument("since") or 0),
    )


def _read_state(system: System, request: Request, body: Body) -> Any:
    with system.lock:
        return as_plain({"today": system.today, **system.show()})


def _set_clock(system: System, request: Request, body: Body) -> Any:
    with system.lock:
        if "advance" in body:
            system.clock.advance(float(body["advance"]))
        else:
            now = dt.datetime.fromisoformat(body["now"]) if body.get("now") else None
            system.clock.set(today=read_day(body.get("today")), now=now)
        return {"today": system.today, "now": system.clock.now}


def _read_callbacks(system: System, request: Request, body: Body) -> Any:
    target = asdict(system.caller.target)
    return {"target": target, "log": system.caller.read(order=request.argument("order"))}


def _aim_callbacks(system: System, request: Request, body: Body) -> Any:
    system.caller.aim(Target(**body))
    return _read_callbacks(system, request, body)


def _stop_callbacks(system: System, request: Request, body: Body) -> Any:
    system.caller.aim(Target())
    return {}


def _flush_callbacks(system: System, request: Request, body: Body) -> Any:
    system.caller.flush()
    return system.caller.read(order=request.argument("order"))


_VERBS: dict[tuple[str, str], Verb[Any]] = {
    ("POST", "faults"): _add_fault,
    ("GET", "faults"): _read_faults,
    ("DELETE", "faults"): _clear_faults,
    ("POST", "release"): _release,
    ("POST", "arrive"): _arrive,
    ("POST", "reset"): _reset,
    ("GET", "ledger"): _read_ledger,
    ("GET", "state"): _read_state,
    ("POST", "clock"): _set_clock,
    ("GET", "callbacks"): _read_callbacks,
    ("POST", "callbacks"): _aim_callbacks,
    ("DELETE", "callbacks"): _stop_callbacks,
    ("POST", "callbacks/flush"): _flush_callbacks,
}
