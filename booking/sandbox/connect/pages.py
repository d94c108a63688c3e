"""The sandbox's front page: its orders, the operatives' week and the last calls, for somebody who watches."""

import datetime as dt
from html import escape
from json import dumps
from urllib.parse import quote

from .. import html
from ..ledger import Entry
from ..messages import Answer, Request, as_page
from .state import Order, Visit
from .system import Connect
from .tables.choices import VISIT_STATUS
from .world import OPERATIVES, WINDOWS, Operative, show_time

_ORDERS = 12
_CALLS = 50
_CALLBACKS = 20


def show(connect: Connect, request: Request) -> Answer:
    """The whole page, made anew every few seconds; `?week=yyyy-MM-dd` turns the diary."""
    with connect.lock:
        monday = _find_monday(connect, request.argument("week"))
        body = (
            "<h2>Orders</h2><p>Open an order to act as the landlord's staff.</p>"
            f"{_show_orders(connect)}"
            f"<h2>Diary, week of {monday:%-d %B %Y}</h2>{_turn(monday)}{_show_diary(connect, monday)}"
            f"<h2>Last calls</h2>{_show_calls(connect)}"
            f"<h2>Last callbacks</h2>{_show_callbacks(connect)}"
        )
    subtitle = f"{connect.options.contract} · {connect.today:%A %-d %B %Y}"
    return as_page(html.page("Connect sandbox", body, subtitle=subtitle, refresh=5))


def describe_visit(visit: Visit) -> str:
    """Date, window and status of a visit in one line of text."""
    status = VISIT_STATUS.names[visit.status]
    if visit.date is None or visit.window is None:
        return f"{status}, no date"
    return f"{visit.date:%a %-d %b %Y} {WINDOWS[visit.window].label} · {status}"


def _find_monday(connect: Connect, week: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(week)
    except ValueError:
        planned = [visit.date for visit in connect.state.visits.values() if visit.live and visit.date]
        day = planned[-1] if planned else connect.today + dt.timedelta(days=1)
    return day - dt.timedelta(days=day.weekday())


def _turn(monday: dt.date) -> str:
    before, after = monday - dt.timedelta(days=7), monday + dt.timedelta(days=7)
    return f'<nav><a href="/?week={before}">Week before</a><a href="/?week={after}">Week after</a></nav>'


def _show_orders(connect: Connect) -> str:
    newest = list(connect.state.orders.values())[: -_ORDERS - 1 : -1]
    heads = ("Order", "Property", "Work", "Priority", "Target", "Visits")
    return html.table(heads, (_show_order(connect, order) for order in newest), empty="No orders yet.")


def _show_order(connect: Connect, order: Order) -> list[str]:
    values = order.values
    codes = ", ".join(code["CodeExternalId"] for code in values.get("JobCodes") or [])
    visits = "<br>".join(
        html.chip(describe_visit(visit), "mine" if visit.live else "")
        for visit in connect.state.visits_of(order.number)
    )
    supplier = html.chip(f"Supplier {order.supplier}") if order.supplier else ""
    supplier += html.chip("Completed", "mine") if order.completed else ""
    off = html.chip(f"Cancelled: {values.get('CancelReason')}", "bad") if order.cancelled else ""
    return [
        f'<a href="/staff/{quote(order.number)}"><code>{escape(order.number)}</code></a>',
        escape(order.customer),
        f"{html.chip(codes) if codes else ''} {escape(values['JobDescription'][:120])}",
        escape(values["PriorityExternalId"]),
        f"{values['TargetDateUTC']:%-d %b %Y}",
        visits + supplier + off,
    ]


def _show_diary(connect: Connect, monday: dt.date) -> str:
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    heads = ("Operative", *(f"{day:%a %-d %b}" for day in days))
    rows = (
        [
            f"{escape(one.name)}<br><span class=soft>{escape(_show_trades(one))}</span>",
            *(_show_day(connect, one, day) for day in days),
        ]
        for one in OPERATIVES.values()
    )
    return html.table(heads, rows)


def _show_trades(operative: Operative) -> str:
    return "out of hours" if operative.out_of_hours else ", ".join(sorted(operative.trades))


def _show_day(connect: Connect, operative: Operative, day: dt.date) -> str:
    if not operative.works(day.weekday(), weekends=True):
        return "<span class=soft>off</span>"
    jobs = connect.diary.jobs(operative, day)
    mine = [(job, visit) for key, job in jobs.items() if (visit := connect.state.visits.get(key))]
    chips = [
        html.chip(f"{show_time(job.start)}-{show_time(job.end - 1)} {visit.order}", "mine")
        for job, visit in mine
    ]
    others = len(jobs) - len(mine)
    if others:
        chips.append(html.chip(f"{others} other job{'s' if others > 1 else ''}"))
    return "<br>".join(chips)


def _show_calls(connect: Connect) -> str:
    heads = ("No.", "Call", "Asked", "Answer", "Kept", "Fault", "ms")
    return html.table(
        heads, (_show_call(entry) for entry in connect.ledger.last(_CALLS)), empty="No calls yet."
    )


def _show_callbacks(connect: Connect) -> str:
    log = connect.caller.read()[: -_CALLBACKS - 1 : -1]
    rows = (
        [
            str(note["sequence"]),
            f"<code>{escape(note['event'])}</code>",
            escape(note["order"]),
            html.chip(note["status"] or note["fate"], "mine" if note["fate"] == "answered" else "bad"),
        ]
        for note in log
    )
    target = connect.caller.target.url
    empty = f"Nothing told to {target} yet." if target else "Nobody is told: set an address for callbacks."
    return html.table(("No.", "Event", "Order", "Answer"), rows, empty=empty)


def _show_call(entry: Entry) -> list[str]:
    asked = dumps(entry.body if entry.body is not None else entry.query, ensure_ascii=False)
    status = "waiting" if entry.ended is None else entry.status or "none"
    good = isinstance(status, int) and status < 400
    return [
        str(entry.sequence),
        f"<code>{escape(entry.call)}</code>",
        f"<code>{escape(asked[:160])}</code>",
        html.chip(status, "mine" if good else "bad"),
        "yes" if entry.committed else "",
        escape(entry.fault or ""),
        "" if entry.ended is None else f"{entry.ended - entry.started:.1f}",
    ]
