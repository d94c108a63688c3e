"""Where a curious person acts as the landlord's staff: an order, its visits, and what can be done."""

import datetime as dt
from html import escape
from urllib.parse import quote

from .. import html
from ..messages import Answer, Refused, Request, as_page, see_other
from . import customers, grid, pages, staff, visits
from .state import SHELVED, Order, Visit
from .system import Connect
from .tables.choices import VISIT_RESULT
from .world import WINDOWS

START = "/staff/"
_TOLD = {
    "book": "The appointment has been booked.",
    "follow_on": "The follow-on appointment has been booked.",
    "complete_order": "The order has been completed.",
    "cancel_order": "The order has been cancelled.",
    "move": "The visit has been moved.",
    "start": "The operative is there.",
    "complete": "The visit has been completed.",
    "shelve": "The visit has been shelved.",
    "delete": "The visit has been deleted.",
}
_DAYS_AHEAD = 28


def answer(connect: Connect, request: Request) -> Answer | None:
    """The page of the order; a form that was sent acts first. None where there is no such order."""
    number = request.path[len(START) :]
    with connect.lock:
        order = connect.state.orders.get(number)
        if order is None:
            return None
        if request.method != "POST":
            told = _TOLD.get(request.argument("done"), "")
            return as_page(_draw(connect, order, html.note(told)))
        try:
            staff.act(connect, _read(order, request.form))
        except Refused as refusal:
            return as_page(_draw(connect, order, html.note(str(refusal), "bad")))
        except (KeyError, ValueError):
            return as_page(_draw(connect, order, html.note("Choose a time first.", "bad")))
    return see_other(f"{START}{quote(number)}?done={quote(request.form['action'])}")


def _read(order: Order, form: dict[str, str]) -> dict[str, str]:
    day, _, window = form.get("slot", "").partition("|")
    return {**form, "order": order.number, **({"date": day, "window": window} if day else {})}


def _draw(connect: Connect, order: Order, note: str) -> str:
    back = '<nav><a href="/">All orders</a></nav>'
    facts = f"<p><code>{escape(order.number)}</code> {escape(order.values['JobDescription'])}</p>"
    facts += f"<p>{escape(_describe_customer(connect, order))}</p>"
    facts += f"<p>{' '.join(_list_traits(order))}</p>"
    if order.subcontract:
        facts += html.note(f"Supplier {order.supplier}, sub contractor order {order.subcontract.id}")
        facts += "".join(html.note(update["Comments"] or "") for update in order.subcontract.updates)
    rows = ([*_show(connect, order, visit)] for visit in connect.state.visits_of(order.number))
    listed = html.table(("Visit", "Move", "Complete", ""), rows, empty="No visits yet.")
    body = f"{back}{note}{facts}<h2>Visits</h2>{listed}<h2>Order</h2>{_show_order(connect, order)}"
    return html.page("Connect sandbox", body, subtitle="What the landlord's staff do")


def _list_traits(order: Order) -> list[str]:
    codes = [f"{code['CodeExternalId']} × {code.get('Quantity') or 1:g}" for code in order.codes]
    return [
        html.chip(text)
        for text in (*codes, *(f"{name}: {value}" for name, value in order.attributes.items()))
    ]


def _describe_customer(connect: Connect, order: Order) -> str:
    values = customers.find(order.customer, connect.state.customers).as_values("")
    contact, address = values["PrimaryContact"], values["PrimaryAddress"]
    known = (
        values["Name"],
        contact.get("HomePhone"),
        contact.get("MobilePhone"),
        contact.get("EmailAddress"),
    )
    return ", ".join(filter(None, (order.customer, address["Line1"], address["PostCode"], *known)))


def _show(connect: Connect, order: Order, visit: Visit) -> list[str]:
    told = escape(pages.describe_visit(visit))
    if order.cancelled or order.completed or not (visit.live or visit.status == SHELVED):
        return [told, "", "", ""]
    here, hidden = _address(order), {"visit": visit.id}
    move = html.pick("Move", here, hidden | {"action": "move"}, _times(connect, order, visit.id), name="slot")
    results = [(str(number), name) for number, name in VISIT_RESULT.names.items()]
    done = hidden | {"action": "complete"}
    complete = html.pick("Complete", here, done, results, name="result")
    shelve = html.button("Shelve", here, hidden | {"action": "shelve"})
    delete = html.button("Delete", here, hidden | {"action": "delete"}, kind="stop")
    return [told, move, complete if visit.live else "", (shelve if visit.live else "") + delete]


def _show_order(connect: Connect, order: Order) -> str:
    if order.cancelled or order.completed:
        return html.chip("Cancelled" if order.cancelled else "Completed")
    here = _address(order)
    complete = html.button("Complete order", here, {"action": "complete_order"})
    cancel = html.button("Cancel order", here, {"action": "cancel_order"}, kind="stop")
    if order.supplier:
        return f"{complete} {cancel}"
    made = connect.state.visits_of(order.number)
    kind = "follow_on" if made and not any(visit.live for visit in made) else "book"
    times = _times(connect, order)
    text = "Book follow-on" if kind == "follow_on" else "Book appointment"
    return f"{html.pick(text, here, {'action': kind}, times, name='slot')} {complete} {cancel}"


def _times(connect: Connect, order: Order, moving: str = "") -> list[tuple[str, str]]:
    """The free times of the next weeks: what the form sends, and what a person reads."""
    need = visits.find_need(connect, order, moving=moving)
    days = (connect.today + dt.timedelta(days=ahead) for ahead in range(1, _DAYS_AHEAD))
    return [
        (f"{day}|{window.id}", f"{day:%a %-d %b} {window.label}")
        for day in days
        for window in WINDOWS.values()
        if grid.judge(connect, need, day, window)[0] != grid.NOT_AVAILABLE
    ]


def _address(order: Order) -> str:
    return f"{START}{quote(order.number)}"
