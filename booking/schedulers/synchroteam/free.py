"""Free time, computed: planning window and working hours, less jobs and absences. No network, no clock.

Everything is reckoned in UTC, so that an hour that comes twice, or never, is as long as it really is; what we
offer neither begins nor ends in the hour whose local name means two moments.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from booking.schedulers.base import Window
from booking.schedulers.synchroteam.dates import earliest, is_plain, latest
from booking.schedulers.synchroteam.objects import Activity, Job, User
from booking.schedulers.synchroteam.settings import Settings

NO_WORK = {"clock"}
"""Activities that only record when somebody came and went."""


class Span(NamedTuple):
    """From one moment until another, in UTC."""

    start: dt.datetime
    end: dt.datetime

    def overlaps(self, other: "Span") -> bool:
        """They have a moment in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a job asks for."""

    duration: dt.timedelta
    skills: frozenset[str] = frozenset()
    people: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A time at which these technicians are free."""

    span: Span
    technicians: tuple[str, ...]


Busy = Mapping[str, Collection[Span]]
"""When each technician is taken, by id."""


def span_of(start: dt.datetime, end: dt.datetime | None) -> Span:
    """Two local moments as a span, rather too long than too short; without a sound end, until midnight."""
    if end is None or end <= start:
        end = dt.datetime.combine(start.date() + dt.timedelta(days=1), dt.time())
    return Span(earliest(start), latest(end))


def working_span(date: dt.date, window: Window, settings: Settings) -> Span | None:
    """The part of the window in which people work on that day."""
    start, end = max(window.start, settings.starts), min(window.end, settings.ends)
    if start >= end or not settings.works_on(date):
        return None
    span = Span(latest(dt.datetime.combine(date, start)), earliest(dt.datetime.combine(date, end)))
    return span if span.start < span.end else None


def find_busy(
    jobs: Iterable[Job],
    activities: Iterable[Activity],
    users: Collection[User],
    *,
    crews: Mapping[str, tuple[str, ...] | None],
    besides: str = "",
) -> dict[str, list[Span]]:
    """When each user is taken, but for the job of that id.

    `crews` names who else goes to a job, by its id. Where that is not known, everybody is taken who shares a
    team with its technician: we would rather offer too little than send somebody to two doors at once.
    """
    busy: dict[str, list[Span]] = {user.id: [] for user in users}
    for job in jobs:
        if job.start is None or not job.technician or job.status == "cancelled" or job.id == besides:
            continue
        crew = crews.get(job.id)
        for id in {job.technician, *(_mates(job.technician, users) if crew is None else crew)}:
            busy.setdefault(id, []).append(span_of(job.start, job.end))
    for activity in activities:
        if activity.category not in NO_WORK:
            for id in _absent(activity, users):
                busy.setdefault(id, []).append(span_of(activity.start, activity.end))
    return busy


def find_technicians(users: Iterable[User], need: Need, *, team: str = "") -> tuple[str, ...]:
    """Who can do it."""
    return tuple(
        user.id
        for user in users
        if user.technician and need.skills <= user.skills and (not team or team in user.teams)
    )


def find_places(
    span: Span, need: Need, *, technicians: Collection[str], busy: Busy, step: dt.timedelta
) -> Iterator[Place]:
    """Every time in the span at which enough are free: earliest first, then whoever has least to do."""
    near = {id: [taken for taken in busy.get(id, ()) if taken.overlaps(span)] for id in technicians}
    order = sorted(technicians, key=lambda id: (len(near[id]), id))
    start = _round_up(span.start, step)
    while (chosen := Span(start, start + need.duration)).end <= span.end:
        if is_plain(chosen.start) and is_plain(chosen.end):
            free = [id for id in order if not any(taken.overlaps(chosen) for taken in near[id])]
            for group in combinations(free, need.people):
                yield Place(span=chosen, technicians=group)
        start += step


def _round_up(moment: dt.datetime, step: dt.timedelta) -> dt.datetime:
    # London is whole hours from UTC, and each step is a part of the hour.
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour + -(-(moment - hour) // step) * step


def _mates(technician: str, users: Collection[User]) -> set[str]:
    teams = next((user.teams for user in users if user.id == technician), frozenset[str]())
    # Of somebody without a known team, anybody may be a mate.
    return {user.id for user in users if not teams or not user.teams or teams & user.teams}


def _absent(activity: Activity, users: Collection[User]) -> set[str]:
    if activity.user and not activity.team:
        return {activity.user}
    members = {user.id for user in users if not user.teams or activity.team in user.teams}
    return members if activity.team else {user.id for user in users}
