"""The contractor: teams, technicians, windows, job types and kinds of activity, as its back office has it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Team:
    """A team."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who works there."""

    id: int
    login: str
    first: str
    last: str
    profile: str = "technician"
    team: int | None = None
    skills: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As jobs have it."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the day that dispatchers promise."""

    id: int
    name: str
    start: dt.time
    end: dt.time


@dataclass(frozen=True, slots=True)
class JobType:
    """A kind of job."""

    id: int
    name: str
    minutes: int
    skills: tuple[str, ...] = ()
    default: bool = False


@dataclass(frozen=True, slots=True)
class ActivityType:
    """A kind of activity."""

    id: int
    name: str
    category: str


TEAMS = {team.id: team for team in (Team(41, "North"), Team(42, "South"))}
USERS = {
    user.id: user
    for user in (
        User(501, "asim", "Asim", "Khan", team=41, skills=("Plumber",)),
        User(502, "beth", "Beth", "Lowe", team=41, skills=("Plumber", "Electrician")),
        User(503, "carl", "Carl", "Reed", team=42, skills=("Electrician",)),
        User(504, "dora", "Dora", "Vale", team=42, skills=("Carpenter", "Plumber")),
        User(590, "desk", "Mo", "Dispatcher", profile="manager"),
    )
}
WINDOWS = {
    window.id: window
    for window in (
        Window(11, "Morning", dt.time(8), dt.time(12)),
        Window(12, "Afternoon", dt.time(12), dt.time(17)),
        Window(13, "School run", dt.time(9, 30), dt.time(14, 30)),
    )
}
JOB_TYPES = {
    kind.id: kind
    for kind in (
        JobType(71, "Plumbing", 60, ("Plumber",), default=True),
        JobType(72, "Electrics", 90, ("Electrician",)),
        JobType(73, "Heavy lifting", 120),
        JobType(74, "Fencing", 120),
    )
}
ACTIVITY_TYPES = {
    kind.id: kind
    for kind in (
        ActivityType(81, "Holiday", "unavail"),
        ActivityType(82, "Training", "atwork"),
        ActivityType(83, "Travel", "travel"),
        ActivityType(84, "Clock in", "clock"),
    )
}


def members(team: int) -> list[int]:
    """Whoever is in that team."""
    return [user.id for user in USERS.values() if user.team == team]


def technicians() -> list[User]:
    """Whoever goes out to people."""
    return [user for user in USERS.values() if user.profile == "technician"]
