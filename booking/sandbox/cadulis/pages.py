"""The sandbox's front page: interventions and the last calls, for somebody who watches."""

from html import escape
from json import dumps

from .. import html
from ..ledger import Entry
from ..messages import Answer, as_page
from .moments import LONDON
from .state import CANCELED, Intervention
from .system import Cadulis

_CALLS = 40


def show(cadulis: Cadulis) -> Answer:
    """The whole page, made anew every few seconds."""
    with cadulis.lock:
        newest = list(cadulis.state.interventions.values())[::-1]
        jobs = html.table(
            ("Intervention", "Customer", "Work", "When", "Line", "Status"),
            (_show_job(one) for one in newest),
            empty="No interventions yet.",
        )
        calls = html.table(
            ("No.", "Call", "Asked", "Answer", "Fault"),
            (_show_call(entry) for entry in cadulis.ledger.last(_CALLS)),
            empty="No calls yet.",
        )
        body = f"<h2>Interventions</h2>{jobs}<h2>Last calls</h2>{calls}"
        subtitle = f"{cadulis.options.account} · {cadulis.today:%A %-d %B %Y}"
    return as_page(html.page("Cadulis sandbox", body, subtitle=subtitle, refresh=5))


def _show_job(one: Intervention) -> list[str]:
    when = ""
    if one.start and one.end:
        when = f"{one.start.astimezone(LONDON):%a %-d %b %Y %H:%M} to {one.end.astimezone(LONDON):%H:%M}"
    return [
        f"<code>{escape(one.cref)}</code>",
        escape(str(one.customer.get("reference", ""))),
        escape(str(one.values.get("title", ""))),
        html.chip(when, "mine") if when else "",
        "" if one.line is None else str(one.line + 1),
        html.chip(one.status, "bad" if one.status == CANCELED else ""),
    ]


def _show_call(entry: Entry) -> list[str]:
    asked = dumps(entry.body if entry.body is not None else entry.query, ensure_ascii=False)
    good = isinstance(entry.status, int) and entry.status < 400
    return [
        str(entry.sequence),
        f"<code>{escape(entry.call)}</code>",
        f"<code>{escape(asked[:160])}</code>",
        html.chip(entry.status or "none", "mine" if good else "bad"),
        escape(entry.fault or ""),
    ]
