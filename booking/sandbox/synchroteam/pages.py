"""The sandbox's front page: the landlords' jobs and the last calls, for somebody who watches."""

from html import escape

from .. import html
from ..messages import Answer, as_page
from .state import Job
from .system import Synchroteam
from .world import USERS

_JOBS, _CALLS = 12, 40


def show(system: Synchroteam) -> Answer:
    """The whole page, made anew every few seconds."""
    with system.lock:
        ours = [job for job in system.state.jobs.values() if job.my_id][: -_JOBS - 1 : -1]
        jobs = html.table(
            ("Order", "Work", "Status", "When", "Who"), map(_show_job, ours), empty="No jobs yet."
        )
        left = system.limits.headers()
    calls = html.table(
        ("Call", "Order", "Answer", "Fault"),
        (
            [escape(entry.call), escape(entry.order), str(entry.status or ""), escape(entry.fault or "")]
            for entry in system.ledger.last(_CALLS)
        ),
        empty="No calls yet.",
    )
    limits = f"{left['X-RateLimit-Remaining']} calls left this minute, {left['X-Quota-Remaining']} today"
    body = f"<h2>Jobs for landlords</h2>{jobs}<h2>Last calls</h2><p>{limits}</p>{calls}"
    subtitle = f"{system.options.domain} · {system.today:%A %-d %B %Y}"
    return as_page(html.page("Synchroteam sandbox", body, subtitle=subtitle, refresh=5))


def _show_job(job: Job) -> list[str]:
    who = ", ".join(USERS[id].name for id in job.people)
    when = f"{job.start:%a %-d %b %Y %H:%M} to {job.end:%H:%M}" if job.start and job.end else "no time"
    description = str(job.fields.get("description") or "")
    return [escape(str(job.my_id)), escape(description[:120]), escape(job.status), when, escape(who)]
