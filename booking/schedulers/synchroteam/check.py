"""Whether a contractor's Synchroteam can be worked with, and in words what is wrong where it cannot."""

from booking.schedulers.base import Unavailable
from booking.schedulers.synchroteam.client import Client
from booking.schedulers.synchroteam.free import find_technicians
from booking.schedulers.synchroteam.objects import Job
from booking.schedulers.synchroteam.roster import Roster
from booking.schedulers.synchroteam.settings import Settings


def check(client: Client, roster: Roster, settings: Settings) -> None:
    """Address, domain, key, windows, job types, technicians, and the way in which it writes dates."""
    settings.demand()
    roster.forget()
    if not roster.windows():
        _complain("It has no job scheduling windows: see Configuration, Job Scheduling Windows.")
    marks = {settings.job_type, settings.pair_job_type, *(kind for _, kind in settings.job_types)}
    for mark in sorted(filter(None, marks)):
        _check_type(mark, roster, settings)
    try:
        client.newest_jobs()
    except Unavailable as fault:
        if fault.misconfigured or fault.retry_after:
            raise
        _complain(f"Its jobs cannot be read; are dates written with the day first? {fault.reason}")


def _check_type(mark: str, roster: Roster, settings: Settings) -> None:
    kind = roster.job_type(mark)
    if kind is None:
        _complain(f"It has no job type {mark!r}.")
        return
    need = roster.need_of(Job.of({"id": "0", "type": {"id": kind.id}}))
    if len(find_technicians(roster.users(), need, team=settings.team)) < need.people:
        skills = ", ".join(sorted(need.skills)) or "none"
        team = f" in the team {settings.team!r}" if settings.team else ""
        _complain(f"It has too few technicians{team} for {kind.name!r}; skills: {skills}.")


def _complain(what: str) -> None:
    raise Unavailable(f"Synchroteam lets us in. {what}", misconfigured=True)
