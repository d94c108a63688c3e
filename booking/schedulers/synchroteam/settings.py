"""What only a person can tell about a contractor: nothing in the API says when people work."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from booking.schedulers.base import Unavailable

Value = TypeVar("Value")

DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
STEPS = (5, 10, 15, 20, 30, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the contractor works; as in its own booking form, so that both offer the same."""

    job_type: str = ""
    """Name or id, in small letters; empty for Synchroteam's default."""
    job_types: tuple[tuple[str, str], ...] = ()
    """How repair codes begin, and which job type is theirs."""
    pair_job_type: str = ""
    """The job type to which two technicians go."""
    customer: str = ""
    """The landlord as the contractor's customer, by its own id; then a property is one of its sites."""
    team: str = ""
    """Name or id, in small letters; only its technicians come."""
    skills: frozenset[str] = frozenset()
    """What a technician must have beside what the job type asks for."""
    high_priorities: frozenset[str] = frozenset()
    starts: dt.time = dt.time(8)
    ends: dt.time = dt.time(17)
    days: frozenset[int] = frozenset(range(5))
    """Monday is 0."""
    holidays: frozenset[dt.date] = frozenset()
    lead_days: int = 1
    max_days: int = 35
    step: dt.timedelta = dt.timedelta(minutes=30)
    """Appointments begin at multiples of this."""
    alone: bool = False
    """No job ever has a second technician: then nobody asks for one."""
    wrong: tuple[str, ...] = ()
    """What of the options could not be understood, in words."""

    def demand(self) -> None:
        """Unavailable in words where an option could not be understood."""
        if self.wrong:
            raise Unavailable(" ".join(self.wrong), misconfigured=True)

    def works_on(self, date: dt.date) -> bool:
        """Somebody works on that day."""
        return date.weekday() in self.days and date not in self.holidays


def read_settings(options: Mapping[str, Any]) -> Settings:
    """The settings; an option that cannot be understood is named in `wrong` and has its usual value."""
    wrong: list[str] = []
    usual = Settings()

    def take(name: str, read: Callable[[str], Value], otherwise: Value, what: str) -> Value:
        value = str(options.get(name, "")).strip()
        try:
            return read(value) if value else otherwise
        except (ValueError, KeyError):
            wrong.append(f"{name.upper()} must be {what}, and is {value!r}.")
            return otherwise

    starts = take("work_starts", dt.time.fromisoformat, usual.starts, "a time such as 08:00")
    ends = take("work_ends", dt.time.fromisoformat, usual.ends, "a time such as 17:00")
    if starts >= ends:
        wrong.append("WORK_STARTS must be before WORK_ENDS.")
    return Settings(
        job_type=_small(options, "job_type"),
        job_types=_pairs(options.get("job_types"), wrong),
        pair_job_type=_small(options, "pair_job_type"),
        customer=str(options.get("customer", "")).strip(),
        team=_small(options, "team"),
        skills=frozenset(name.lower() for name in _list(options.get("skills"))),
        high_priorities=frozenset(name.upper() for name in _list(options.get("high_priorities"))),
        starts=starts,
        ends=ends,
        days=take("work_days", _read_days, usual.days, "days such as mon,tue,wed"),
        holidays=_dates(options.get("holidays"), wrong),
        lead_days=take("lead_days", int, usual.lead_days, "a number of days"),
        max_days=take("max_days", int, usual.max_days, "a number of days"),
        step=take("slot_minutes", _read_step, usual.step, f"one of {', '.join(map(str, STEPS))}"),
        alone=take("crews", _read_alone, False, "read or alone"),
        wrong=tuple(wrong),
    )


def _read_days(value: str) -> frozenset[int]:
    return frozenset(DAYS[day.strip().lower()[:3]] for day in value.split(","))


def _read_step(value: str) -> dt.timedelta:
    if int(value) not in STEPS:
        raise ValueError(value)
    return dt.timedelta(minutes=int(value))


def _read_alone(value: str) -> bool:
    return {"read": False, "alone": True}[value.lower()]


def _small(options: Mapping[str, Any], name: str) -> str:
    return str(options.get(name, "")).strip().lower()


def _list(value: Any) -> Iterable[str]:
    parts = value if isinstance(value, list | tuple) else str(value or "").split(",")
    return filter(None, (str(part).strip() for part in parts))


def _pairs(value: Any, wrong: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [(one.partition("=")[0].strip(), one.partition("=")[2].strip().lower()) for one in _list(value)]
    if not all(start and kind for start, kind in pairs):
        wrong.append("JOB_TYPES must hold entries such as BATH=Plumbing.")
    # The longest beginning that fits is the one that is meant.
    return tuple(sorted((pair for pair in pairs if all(pair)), key=lambda pair: -len(pair[0])))


def _dates(value: Any, wrong: list[str]) -> frozenset[dt.date]:
    try:
        return frozenset(dt.date.fromisoformat(day) for day in _list(value))
    except ValueError:
        wrong.append("HOLIDAYS must hold dates such as 2026-12-25.")
        return frozenset()
