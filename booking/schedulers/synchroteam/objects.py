"""Synchroteam's objects, as far as we use them: frozen, typed, blind to everything else.

`of` reads one from JSON and raises Unreadable for what cannot be one. A moment that cannot be read is such a
fault too: an appointment of unknown time might stand where we are about to put another.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from booking.schedulers.base import Window
from booking.schedulers.synchroteam.answers import Unreadable
from booking.schedulers.synchroteam.dates import read_day, read_moment, read_span, read_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The wishes that a job carries; we keep the tenant's planning window there."""

    date: dt.date | None
    window: str
    """The scheduling window's id, or nothing."""

    @classmethod
    def of(cls, data: Any) -> Self | None:
        """The wishes, None where there are none."""
        if not isinstance(data, dict):
            return None
        return cls(date=_date(data, "date"), window=ref(data.get("schedulingWindow")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job; in a list it is simplified, and then `crew` is None: it does not say who else comes."""

    id: str
    my_id: str
    status: str
    description: str
    type: str
    skills: frozenset[str]
    start: dt.datetime | None
    """Local, without a zone, as all moments here."""
    end: dt.datetime | None
    technician: str
    technician_name: str
    crew: tuple[str, ...] | None
    created: dt.datetime | None
    modified: str
    actual_start: dt.datetime | None
    preferences: Preferences | None

    @classmethod
    def of(cls, data: Any) -> Self:
        """A job of a list, of details, or of what a write answers."""
        job = _object(data, "job")
        technician = job.get("technician")
        others = job.get("otherTechnicians")
        return cls(
            id=_need(job, "id"),
            my_id=text(job.get("myId")),
            status=text(job.get("status")).lower(),
            description=text(job.get("description")),
            type=ref(job.get("type")),
            skills=names(job.get("skills")),
            start=_moment(job, "scheduledStart"),
            end=_moment(job, "scheduledEnd"),
            technician=ref(technician),
            technician_name=text(technician.get("name")) if isinstance(technician, dict) else "",
            crew=tuple(filter(None, map(ref, others))) if isinstance(others, list) else None,
            created=_moment(job, "dateCreated"),
            modified=text(job.get("dateModified")),
            actual_start=_moment(job, "actualStart"),
            preferences=Preferences.of(job.get("preferences")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An absence, a break, a journey or a time clock's record, of one user or of a whole team."""

    category: str
    start: dt.datetime
    end: dt.datetime
    user: str
    team: str

    @classmethod
    def of(cls, data: Any) -> Self:
        """An activity of a list."""
        activity = _object(data, "activity")
        kind = activity.get("activityType")
        start, end = _moment(activity, "dateStart"), _moment(activity, "dateEnd")
        if start is None or end is None:
            raise Unreadable("an activity without its time")
        return cls(
            category=text(kind.get("category")).lower() if isinstance(kind, dict) else "",
            start=start,
            end=end,
            user=ref(activity.get("user")),
            team=ref(activity.get("team")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody of the contractor's; `skills` and team names are in small letters."""

    id: str
    name: str
    technician: bool
    skills: frozenset[str]
    teams: frozenset[str]
    """Ids and names alike."""

    @classmethod
    def of(cls, data: Any) -> Self:
        """A user of a list. Who is said to be something other than a technician, is none."""
        user = _object(data, "user")
        teams = user.get("teams") if isinstance(user.get("teams"), list) else [user.get("team")]
        full = f"{text(user.get('firstName'))} {text(user.get('lastName'))}".strip()
        profile = text(user.get("profile")).lower()
        return cls(
            id=_need(user, "id"),
            name=full or text(user.get("name")) or text(user.get("login")),
            technician=profile in {"", "technician"} and user.get("isActive") is not False,
            skills=names(user.get("skills")),
            teams=frozenset(filter(None, (mark for team in teams or () for mark in _marks(team)))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JobType:
    """A kind of job: how long it takes and what it needs."""

    id: str
    name: str
    duration: dt.timedelta
    skills: frozenset[str]

    @classmethod
    def of(cls, data: Any) -> Self:
        """A job type of a list."""
        kind = _object(data, "job type")
        try:
            duration = read_span(kind.get("duration"))
        except ValueError:
            raise Unreadable("a job type without a duration") from None
        return cls(
            id=_need(kind, "id"),
            name=text(kind.get("name")),
            duration=duration,
            skills=names(kind.get("skills")),
        )


def read_window(data: Any) -> Window:
    """A scheduling window; Unreadable where its hours are no part of a day."""
    window = _object(data, "scheduling window")
    try:
        start, end = read_time(window.get("startTime")), read_time(window.get("endTime"))
    except ValueError:
        raise Unreadable("a scheduling window without hours") from None
    if start >= end:
        raise Unreadable("a scheduling window without hours")
    name = text(window.get("name")) or f"{start:%H:%M} to {end:%H:%M}"
    return Window(id=_need(window, "id"), name=name, start=start, end=end)


def text(value: Any) -> str:
    """A text or a number as text; nothing for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def ref(value: Any) -> str:
    """The id of an object that stands for another one."""
    return text(value.get("id")) if isinstance(value, dict) else ""


def names(value: Any) -> frozenset[str]:
    """A list of names in small letters."""
    found = value if isinstance(value, list) else []
    return frozenset(filter(None, (text(one).lower() for one in found)))


def _marks(team: Any) -> tuple[str, ...]:
    return (ref(team), text(team.get("name")).lower()) if isinstance(team, dict) else (text(team).lower(),)


def _object(data: Any, what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Unreadable(f"no {what}")
    return data


def _need(data: dict[str, Any], name: str) -> str:
    found = text(data.get(name))
    if not found:
        raise Unreadable(f"something without {name}")
    return found


def _moment(data: dict[str, Any], name: str) -> dt.datetime | None:
    try:
        return read_moment(data.get(name))
    except ValueError:
        raise Unreadable(f"an odd {name}") from None


def _date(data: dict[str, Any], name: str) -> dt.date | None:
    try:
        return read_day(data.get(name))
    except ValueError:
        return None  # a wish only: what is scheduled decides
