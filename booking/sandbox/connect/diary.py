"""Who is free when: each operative's day is full once no order of its jobs would fit into their windows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from .customers import DISTRICTS
from .world import OPERATIVES, OUT_OF_HOURS, WINDOWS, Operative, Window

_ELSEWHERE = (*DISTRICTS, *(f"RV{number}" for number in range(7, 25)))
_SCRAP = 15
"""Minutes; less than that is no use to anybody."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something in an operative's day: between these minutes, for that long, in that district."""

    key: str
    start: int
    end: int
    minutes: int
    district: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a visit asks of whoever comes."""

    trades: frozenset[str]
    minutes: int
    tickets: frozenset[str] = frozenset()
    """What everybody who comes must be allowed to do."""
    district: str = ""
    people: int = 1
    out_of_hours: bool = False
    weekends: bool = False
    operative: str = ""
    """Only this one, by id."""
    moving: str = ""
    """The visit that is to move: its own time counts as free."""


class Diary:
    """The jobs of every operative and day: other people's work by the seed, and the visits booked here."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._days: dict[tuple[str, dt.date], dict[str, Job]] = {}
        self._near: dict[tuple[str, dt.date], frozenset[str]] = {}
        self._filled = 0
        self._open: dict[tuple[str, dt.date], dict[int, frozenset[int]]] = {}

    def jobs(self, operative: Operative, day: dt.date) -> dict[str, Job]:
        """That day's jobs by key."""
        found = self._days.get((operative.id, day))
        if found is None:
            found = self._days[operative.id, day] = self._invent(operative, day)
        return found

    def free(self, need: Need, day: dt.date, window: Window) -> list[Operative]:
        """Who could come then, those already near by first; empty where they are too few."""
        if (window.id == OUT_OF_HOURS) != need.out_of_hours:
            return []
        able = _find_able(need.trades, need.out_of_hours, day.weekday(), need.weekends, need.operative)
        found = [
            one for one in able if need.tickets <= one.tickets and self._has_room(one, day, need, window)
        ]
        if len(found) < need.people:
            return []
        found.sort(key=lambda one: (not self.is_near(one, day, need), len(self.jobs(one, day))))
        return found

    def is_near(self, operative: Operative, day: dt.date, need: Need) -> bool:
        """Are they in that district anyway?"""
        return need.district in self._districts(operative, day)

    def put(self, operative: Operative, day: dt.date, job: Job) -> None:
        """The job stands in the diary."""
        self.jobs(operative, day)[job.key] = job
        self._forget(operative.id, day)

    def take_out(self, key: str, day: dt.date, operatives: Iterable[str]) -> None:
        """The job no longer stands there."""
        for operative in operatives:
            self.jobs(OPERATIVES[operative], day).pop(key, None)
            self._forget(operative, day)

    def fill(
        self, day: dt.date, window: Window, *, trade: str = "", leave: int = 0, minutes: int = 90
    ) -> int:
        """Gives the window away to others but for `leave` visits of that length; how many jobs that took."""
        who = [
            one
            for one in OPERATIVES.values()
            if (not trade or trade in one.trades) and one.works(day.weekday(), weekends=True)
        ]
        if leave:
            self._clear(who, day)
        sizes = (minutes,) if leave else (minutes, 30, _SCRAP)
        taken = [key for size in sizes for one in who for key in self._stuff(one, day, window, size)]
        for key in taken[:leave]:
            self.take_out(key, day, [one.id for one in who])
        return len(taken[leave:])

    def _clear(self, who: Iterable[Operative], day: dt.date) -> None:
        for one in who:
            for key in [key for key in self.jobs(one, day) if key.startswith("other-")]:
                self.take_out(key, day, [one.id])

    def _districts(self, one: Operative, day: dt.date) -> frozenset[str]:
        found = self._near.get((one.id, day))
        if found is None:
            found = frozenset(job.district for job in self.jobs(one, day).values())
            self._near[one.id, day] = found
        return found

    def _forget(self, one: str, day: dt.date) -> None:
        self._open.pop((one, day), None)
        self._near.pop((one, day), None)

    def _has_room(self, one: Operative, day: dt.date, need: Need, window: Window) -> bool:
        jobs = self.jobs(one, day)
        if need.moving in jobs:
            others = [job for key, job in jobs.items() if key != need.moving]
            return _fits(others, _make_job(one, window, need.minutes))
        by_minutes = self._open.setdefault((one.id, day), {})
        if need.minutes not in by_minutes:
            by_minutes[need.minutes] = frozenset(
                each.id
                for each in WINDOWS.values()
                if _fits(jobs.values(), _make_job(one, each, need.minutes))
            )
        return window.id in by_minutes[need.minutes]

    def _stuff(self, one: Operative, day: dt.date, window: Window, minutes: int) -> list[str]:
        taken = []
        while _fits(self.jobs(one, day).values(), job := _make_job(one, window, minutes)):
            self._filled += 1
            taken.append(f"fill-{self._filled}")
            self.put(one, day, Job(taken[-1], job.start, job.end, minutes, ""))
        return taken

    def _invent(self, operative: Operative, day: dt.date) -> dict[str, Job]:
        random = Random(f"{self._seed}:{operative.id}:{day}")  # noqa: S311 - a diary, not a secret
        jobs: dict[str, Job] = {}
        windows = list(WINDOWS.values())
        favourite = random.choice(windows)
        for number in range(random.choice((2, 4, 6, 9, 12, 16, 20, 30))):
            window = favourite if random.random() < 0.7 else random.choice(windows)
            job = _make_job(operative, window, random.choice((60, 90, 120)))
            district = random.choice(_ELSEWHERE)
            if _fits(jobs.values(), job):
                jobs[f"other-{number}"] = Job(f"other-{number}", job.start, job.end, job.minutes, district)
        return jobs


@lru_cache(maxsize=1024)
def _find_able(
    trades: frozenset[str], out_of_hours: bool, weekday: int, weekends: bool, operative: str
) -> tuple[Operative, ...]:
    return tuple(
        one
        for one in OPERATIVES.values()
        if trades <= one.trades
        and one.out_of_hours == out_of_hours
        and one.works(weekday, weekends=weekends)
        and operative in {"", one.id}
    )


def make_job(key: str, operative: Operative, window: Window, need: Need) -> Job:
    """The visit as it stands in that operative's day."""
    job = _make_job(operative, window, need.minutes)
    return Job(key, job.start, job.end, job.minutes, need.district)


def _make_job(operative: Operative, window: Window, minutes: int) -> Job:
    return Job("", max(operative.start, window.start), min(operative.end, window.end), minutes, "")


def _fits(jobs: Iterable[Job], new: Job) -> bool:
    """Does every stretch of the day still have room for the jobs that must be done within it?"""
    if new.end - new.start < new.minutes:
        return False
    every = [*jobs, new]
    starts = {job.start for job in every if job.start <= new.start}
    ends = {job.end for job in every if job.end >= new.end}
    return all(
        sum(job.minutes for job in every if start <= job.start and job.end <= end) <= end - start
        for start in starts
        for end in ends
    )
