"""What the landlord's staff do in Connect while nobody from outside looks."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from . import orders, visits
from .refusals import Refused
from .state import Visit
from .system import Connect
from .visits import Wish

Body = dict[str, Any]


def act(connect: Connect, body: Body) -> dict[str, Any]:
    """Does the named action to the visit, or to the order's newest live one; answers what stands then."""
    action = body["action"]
    if action == "cancel_order":
        order = orders.demand_open(connect, body["order"])
        orders.cancel(connect, order, reason=body.get("reason", "Cancelled by staff"))
        return asdict(order)
    if action == "book":
        return asdict(visits.book(connect, orders.demand_open(connect, body["order"]), _wish(body)))
    if action not in _ACTIONS:
        raise ValueError(f"action is one of cancel_order, book, {', '.join(_ACTIONS)}")
    visit = _find(connect, body)
    _ACTIONS[action](connect, visit, body)
    return asdict(visit)


def _find(connect: Connect, body: Body) -> Visit:
    if body.get("visit"):
        return connect.state.visits[body["visit"]]
    live = [visit for visit in connect.state.visits_of(body["order"]) if visit.live]
    if not live:
        raise Refused(f"The order '{body['order']}' has no live visit.")
    return live[-1]


def _wish(body: Body) -> Wish:
    return Wish(day=dt.date.fromisoformat(body["date"]), window=int(body["window"]), weekends=True)


def _move(connect: Connect, visit: Visit, body: Body) -> None:
    visits.book(connect, connect.state.orders[visit.order], _wish(body), visit=visit)


def _complete(connect: Connect, visit: Visit, body: Body) -> None:
    visits.complete(connect, visit, result=int(body.get("result", 0)), comments=body.get("comments"))


_ACTIONS: dict[str, Callable[[Connect, Visit, Body], None]] = {
    "start": lambda connect, visit, body: visits.start(connect, visit),
    "complete": _complete,
    "shelve": lambda connect, visit, body: visits.shelve(connect, visit),
    "move": _move,
    "cancel": lambda connect, visit, body: visits.cancel(connect, visit),
    "delete": lambda connect, visit, body: visits.delete(connect, visit),
}
