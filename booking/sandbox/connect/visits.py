"""What can be done to a visit, and what it asks of the diary."""

import datetime as dt
from dataclasses import dataclass

from . import customers
from .diary import Need, make_job
from .refusals import SLOT_TAKEN, Refused
from .state import BOOKED, COMPLETED, PENDING_DELETION, SHELVED, STARTED, Order, Visit, make_visit_id
from .system import Connect
from .traits import TWO, find_traits
from .world import MULTI_TRADE, OPERATIVES, WINDOWS, Window, find_trade

USUAL_MINUTES = 90
_TEMPLATES = {"1": "plumbing", "2": "electrical", "3": "carpentry", "4": "heating"}
"""What a code template's first figure stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A time that somebody asks for."""

    day: dt.date
    window: int | None = None
    weekends: bool = False
    minutes: int | None = None
    two: bool = False
    instructions: str | None = None
    operative: str = ""


def find_trades(order: Order) -> frozenset[str]:
    """The trades that the order's codes or template ask for."""
    named = [
        trade
        for code in order.codes
        if not code.get("Added")
        for text in (code.get("SkillExternalId"), code.get("TradeCode"), code.get("CodeExternalId"))
        if text and (trade := find_trade(text))
    ]
    template = str(order.values.get("CodeTemplateId") or "")
    return frozenset(named[:1] or [_TEMPLATES.get(template[:1], MULTI_TRADE)])


def find_need(connect: Connect, order: Order, *, wish: Wish | None = None, moving: str = "") -> Need:
    """What a visit for that order takes; nobody of ours can do what a supplier has."""
    minutes = (wish.minutes if wish else None) or _find_minutes(order)
    traits = find_traits(order.attributes, order.codes)
    customer = customers.find(order.customer, connect.state.customers)
    two = TWO in traits or customer.paired or order.values.get("TwoToAttend") or (wish and wish.two)
    return Need(
        trades=frozenset({order.supplier}) if order.supplier else find_trades(order),
        minutes=max(15, min(minutes, 480)),
        tickets=traits - {TWO},
        district=customer.district,
        people=2 if two else 1,
        out_of_hours=bool(order.values.get("OutOfHours")),
        weekends=wish is not None and wish.weekends,
        operative=wish.operative if wish else "",
        moving=moving,
    )


def _find_minutes(order: Order) -> int:
    """What the codes take that the order was raised with, or the usual, and what was added to them."""
    own = sum(code.get("StandardMinuteValue") or 0 for code in order.codes if not code.get("Added"))
    added = sum(
        (code.get("StandardMinuteValue") or 0) * (code.get("Quantity") or 1)
        for code in order.codes
        if code.get("Added")
    )
    return (own or USUAL_MINUTES) + int(added)


def demand(connect: Connect, order: Order, visit_id: str) -> Visit:
    """The order's visit while it can still be moved, or a refusal."""
    visit = connect.state.visits.get(visit_id)
    if visit is None or visit.order != order.number:
        raise Refused(f"The visit '{visit_id}' could not be found for the order '{order.number}'.")
    if visit.status in {STARTED, COMPLETED, PENDING_DELETION}:
        raise Refused(f"The visit '{visit_id}' can no longer be re-appointed.")
    return visit


def book(connect: Connect, order: Order, wish: Wish, *, visit: Visit | None = None) -> Visit:
    """A new visit stands in the diary, or that visit has moved; a refusal where the time is gone."""
    window = _check(connect, order, wish)
    need = find_need(connect, order, wish=wish, moving=visit.id if visit else "")
    free = connect.diary.free(need, wish.day, window)
    if not free:
        raise Refused(SLOT_TAKEN)
    visit = _clear(connect, visit) if visit else _begin(connect, order, need)
    visit.date, visit.window, visit.status = wish.day, window.id, BOOKED
    visit.operatives = tuple(one.id for one in free[: need.people])
    visit.minutes = need.minutes
    visit.instructions = visit.instructions if wish.instructions is None else wish.instructions
    for operative in free[: need.people]:
        connect.diary.put(operative, wish.day, make_job(visit.id, operative, window, need))
    return visit


def put_on_shelf(connect: Connect, order: Order, *, instructions: str | None = None) -> Visit:
    """A new visit without a date."""
    visit = _begin(connect, order, find_need(connect, order))
    visit.status, visit.instructions = SHELVED, instructions
    return visit


def shelve(connect: Connect, visit: Visit) -> None:
    """The visit loses its time and waits for another."""
    _give_back(connect, visit)
    visit.date, visit.window, visit.operatives, visit.status = None, None, (), SHELVED


def cancel(connect: Connect, visit: Visit) -> None:
    """The visit will not take place and its time is free again."""
    _give_back(connect, visit)
    visit.status = PENDING_DELETION


def delete(connect: Connect, visit: Visit) -> None:
    """There never was such a visit."""
    _give_back(connect, visit)
    connect.state.drop_visit(visit)


def start(connect: Connect, visit: Visit) -> None:
    """The operative is there."""
    visit.status = STARTED


def complete(connect: Connect, visit: Visit, *, result: int = 0, comments: str | None = None) -> None:
    """The operative has left, with that result."""
    visit.status, visit.result, visit.comments = COMPLETED, result, comments
    connect.state.orders[visit.order].values["LastVisitResultType"] = result


def _check(connect: Connect, order: Order, wish: Wish) -> Window:
    if wish.window is None or wish.window not in WINDOWS:
        raise Refused(f"The planning window '{wish.window}' could not be found.")
    if wish.day <= connect.today:
        raise Refused("The appointment date must be in the future.")
    if order.supplier:
        raise Refused(f"The order '{order.number}' has been booked with a sub contractor.")
    if wish.operative and wish.operative not in OPERATIVES:
        raise Refused(f"The resource '{wish.operative}' could not be found.")
    return WINDOWS[wish.window]


def _begin(connect: Connect, order: Order, need: Need) -> Visit:
    visit = Visit(
        id=make_visit_id(),
        order=order.number,
        customer=order.customer,
        raised=order.raised,
        minutes=need.minutes,
    )
    connect.state.add_visit(visit)
    return visit


def _clear(connect: Connect, visit: Visit) -> Visit:
    _give_back(connect, visit)
    if connect.habits.fresh_visit_ids:
        connect.state.drop_visit(visit)
        visit.id = make_visit_id()
        connect.state.add_visit(visit)
    return visit


def _give_back(connect: Connect, visit: Visit) -> None:
    if visit.date:
        connect.diary.take_out(visit.id, visit.date, visit.operatives)
