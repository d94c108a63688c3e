"""What the landlord's staff do in Connect while nobody from outside looks; whoever wants to is told of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from . import events, orders, visits
from .refusals import Refused
from .state import COMPLETED, Order, Visit
from .system import Connect
from .visits import Wish

Body = dict[str, Any]


def act(connect: Connect, body: Body) -> dict[str, Any]:
    """Does the named action to the order or the visit (or its newest live one); answers what stands then."""
    action = body["action"]
    if action in _TO_ORDERS:
        return asdict(_TO_ORDERS[action](connect, orders.demand_open(connect, body["order"]), body))
    if action not in _TO_VISITS:
        raise ValueError(f"action is one of {', '.join([*_TO_ORDERS, *_TO_VISITS])}")
    visit = _find(connect, body)
    change, event = _TO_VISITS[action]
    change(connect, visit, body)
    if event:
        events.tell(connect, event, connect.state.orders[visit.order], visit)
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


def _book(connect: Connect, order: Order, body: Body) -> Visit:
    visit = visits.book(connect, order, _wish(body))
    events.tell(connect, events.NEW_APPOINTMENT, order, visit)
    return visit


def _follow_on(connect: Connect, order: Order, body: Body) -> Visit:
    if not any(visit.status == COMPLETED for visit in connect.state.visits_of(order.number)):
        raise Refused(f"The order '{order.number}' has no completed visit to follow on from.")
    visit = visits.book(connect, order, _wish(body))
    events.tell(connect, events.FOLLOW_ON, order, visit)
    return visit


def _complete_order(connect: Connect, order: Order, body: Body) -> Order:
    for visit in _live(connect, order):
        visits.complete(connect, visit)
        events.tell(connect, events.VISIT_COMPLETED, order, visit)
    orders.complete(connect, order)
    events.tell(connect, events.ORDER_COMPLETED, order)
    return order


def _cancel_order(connect: Connect, order: Order, body: Body) -> Order:
    gone = _live(connect, order)
    orders.cancel(connect, order, reason=body.get("reason", "Cancelled by staff"))
    for visit in gone:
        events.tell(connect, events.VISIT_DELETED, order, visit)
    return order


def _live(connect: Connect, order: Order) -> list[Visit]:
    return [visit for visit in connect.state.visits_of(order.number) if visit.live]


def _move(connect: Connect, visit: Visit, body: Body) -> None:
    visits.book(connect, connect.state.orders[visit.order], _wish(body), visit=visit)


def _complete(connect: Connect, visit: Visit, body: Body) -> None:
    visits.complete(connect, visit, result=int(body.get("result", 0)), comments=body.get("comments"))


_TO_ORDERS: dict[str, Callable[[Connect, Order, Body], Order | Visit]] = {
    "book": _book,
    "follow_on": _follow_on,
    "complete_order": _complete_order,
    "cancel_order": _cancel_order,
}
_TO_VISITS: dict[str, tuple[Callable[[Connect, Visit, Body], None], str]] = {
    "start": (lambda connect, visit, body: visits.start(connect, visit), ""),
    "complete": (_complete, events.VISIT_COMPLETED),
    "shelve": (lambda connect, visit, body: visits.shelve(connect, visit), events.VISIT_SHELVED),
    "move": (_move, events.RE_APPOINTMENT),
    "cancel": (lambda connect, visit, body: visits.cancel(connect, visit), events.VISIT_DELETED),
    "delete": (lambda connect, visit, body: visits.delete(connect, visit), events.VISIT_DELETED),
}
