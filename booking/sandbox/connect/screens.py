"""What Connect's own screens look like inside."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from .. import html
from . import grid, orders, visits
from .diary import Need
from .pages import describe_visit
from .state import COMPLETED, SHELVED, Visit
from .system import Connect
from .visits import Wish
from .world import OPERATIVES, WINDOWS, Window

_WEEKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is looking, and at what."""

    connect: Connect
    session: str
    user: str
    order: str = ""
    customer: str = ""

    def address(self, screen: str, *, order: str = "", visit: str = "") -> str:
        """The address of a screen within this session."""
        place = f"/jump/{self.session}/{screen}?order={quote(order or self.order)}"
        place += f"&property={quote(self.customer)}"
        return place + (f"&visit={quote(visit)}" if visit else "")


def read_wish(form: dict[str, str]) -> Wish:
    """The time that a button of the booking screen stands for."""
    day, _, window = form["slot"].partition("|")
    return Wish(day=dt.date.fromisoformat(day), window=int(window))


def _show_book(visitor: Visitor) -> str:
    connect = visitor.connect
    order = orders.demand_open(connect, visitor.order)
    moving = [visit for visit in connect.state.visits_of(order.number) if _is_movable(visit)]
    visit = moving[-1] if moving else None
    need = visits.find_need(connect, order, moving=visit.id if visit else "")
    start = connect.today - dt.timedelta(days=connect.today.weekday())
    weeks = (_show_week(visitor, need, start + dt.timedelta(weeks=number)) for number in range(_WEEKS))
    title = f"Re-arrange {describe_visit(visit)}" if visit else "Appointment Slots"
    return (
        f"{_menu(visitor)}<p><code>{escape(order.number)}</code> {escape(order.values['JobDescription'])}</p>"
        f"<h2>{escape(title)}</h2>{''.join(weeks)}"
    )


def _show_week(visitor: Visitor, need: Need, monday: dt.date) -> str:
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    rows = (
        [
            f"{escape(window.name)}<br>{escape(window.label.removeprefix(window.name))}",
            *(_show_slot(visitor, need, day, window) for day in days),
        ]
        for window in WINDOWS.values()
    )
    return html.table(("", *(f"{day:%A %d %B %Y}" for day in days)), rows, kind="grid") + "<br>"


def _show_slot(visitor: Visitor, need: Need, day: dt.date, window: Window) -> str:
    status, travel = grid.judge(visitor.connect, need, day, window)
    if status == grid.NOT_AVAILABLE:
        return ""
    return html.button(
        str(travel),
        visitor.address("book"),
        {"order": visitor.order, "slot": f"{day}|{window.id}", "visit": need.moving},
        kind="slot best" if status == grid.PREFERRED else "slot",
        label=f"{day:%A %-d %B} {window.label}",
    )


def _show_orders(visitor: Visitor) -> str:
    known = orders.find(visitor.connect, visitor.order)
    place = visitor.customer or (known.customer if known else "")
    rows = (
        [
            f"<code>{escape(order.number)}</code>",
            escape(order.values["JobDescription"][:120]),
            f"{order.raised:%-d %b %Y}",
            html.chip("Cancelled", "bad") if order.cancelled else html.chip("Open", "mine"),
            f'<a href="{escape(visitor.address("appointments", order=order.number))}">Appointments</a>',
        ]
        for order in visitor.connect.state.orders_of(place)
    )
    heads = ("Order", "Work", "Raised", "Status", "")
    return _menu(visitor) + "<h2>Orders</h2>" + html.table(heads, rows, empty="No orders at this property.")


def _show_appointments(visitor: Visitor) -> str:
    order = orders.demand(visitor.connect, visitor.order)
    rows = (
        [
            escape(describe_visit(visit)),
            escape(", ".join(OPERATIVES[one].name for one in visit.operatives)),
            _show_actions(visitor, visit),
        ]
        for visit in visitor.connect.state.visits_of(order.number)
    )
    heads = ("Appointment", "Resource", "")
    title = f"<h2>Appointments of <code>{escape(order.number)}</code></h2>"
    return _menu(visitor) + title + html.table(heads, rows, empty="No appointments yet.")


def _show_actions(visitor: Visitor, visit: Visit) -> str:
    if not _is_movable(visit):
        return ""
    hidden = {"order": visit.order, "visit": visit.id}
    cancel = html.button("Cancel appointment", visitor.address("appointments"), hidden, kind="stop")
    return f'<a href="{escape(visitor.address("book"))}">Re-arrange</a> {cancel}'


def _is_movable(visit: Visit) -> bool:
    return (visit.live or visit.status == SHELVED) and visit.status != COMPLETED


def _menu(visitor: Visitor) -> str:
    names = {"book": "Book", "orders": "Orders", "appointments": "Appointments"}
    links = "".join(
        f'<a href="{escape(visitor.address(screen))}">{name}</a>' for screen, name in names.items()
    )
    return f"<nav>{links}</nav>"


SCREENS: dict[str, Callable[[Visitor], str]] = {
    "book": _show_book,
    "orders": _show_orders,
    "appointments": _show_appointments,
}
