"""The pretend Synchroteam's memory."""

import datetime as dt
from dataclasses import asdict, dataclass
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ..system import System
from .limits import Limits
from .options import Options
from .state import OVER, Activity, Job, State
from .world import JOB_TYPES, USERS, WINDOWS, members, technicians

_LONDON = ZoneInfo("Europe/London")
_WEEKS = 6
_HOURS = (8, 10, 13, 15)
_SELDOM = 8


@dataclass(slots=True)
class Habits:
    """Where the document is silent, the account may do either; the control address chooses."""

    any_customer: bool = True
    """A customer or a site that nobody has heard of is taken."""


class Synchroteam(System):
    """One contractor's account. Whoever touches `state` or `limits` holds `lock`."""

    name = "Synchroteam"

    def __init__(self, options: Options) -> None:
        self.options = options
        super().__init__(latency=options.latency)

    def begin(self) -> None:
        """Dispatchers' own jobs for six weeks, a holiday and a day of training."""
        self.habits = Habits()
        self.limits = Limits(self.options)
        self.state = State()
        self._next = 1000
        if self.options.busy:
            self._fill()

    def keep(self) -> Any:
        """Jobs and activities."""
        return self.state, self._next

    def restore(self, kept: Any) -> None:
        """The same as they were kept."""
        self.state, self._next = kept

    def show(self) -> dict[str, Any]:
        """Habits, windows, technicians, jobs; orders and visits are the landlords' among them."""
        ours = [job for job in self.state.jobs.values() if job.my_id]
        return {
            "habits": asdict(self.habits),
            "windows": [asdict(window) for window in WINDOWS.values()],
            "operatives": [
                {"id": one.id, "name": one.name, "trades": list(one.skills)} for one in technicians()
            ],
            "orders": [{"number": job.my_id, **asdict(job)} for job in ours],
            "visits": [_show_visit(job) for job in ours if job.start],
            "jobs": [asdict(job) for job in self.state.jobs.values()],
            "activities": [asdict(activity) for activity in self.state.activities.values()],
            "refused_calls": self.limits.refused,
        }

    def new_job(self, *, my_id: str | None = None) -> Job:
        """A job of nothing but its keys."""
        self._next += 1
        local = self._local()
        id = f"265_{local:%y%m%d%H%M%S}{self._next}"
        job = Job(id=id, num=self._next, my_id=my_id, created=local, modified=local, changed=self.clock.now)
        self.state.jobs[id] = job
        return job

    def new_activity(self, *, type: int, start: dt.datetime, end: dt.datetime, **whose: Any) -> Activity:
        """An activity."""
        self._next += 1
        activity = Activity(id=self._next, type=type, start=start, end=end, **whose)
        self.state.activities[activity.id] = activity
        return activity

    def touch(self, job: Job) -> None:
        """It has changed just now."""
        job.modified, job.changed = self._local(), self.clock.now

    def taken(self, user: int, start: dt.datetime, end: dt.datetime, *, besides: Job | None = None) -> bool:
        """The technician has a job or an absence then."""
        jobs = (job for job in self.state.jobs.values() if job.stands and job is not besides)
        if any(user in job.people and _meet(job.start, job.end, start, end) for job in jobs):
            return True
        mine = (
            one
            for one in self.state.activities.values()
            if one.user == user or (one.team and user in members(one.team))
        )
        return any(_meet(one.start, one.end, start, end) for one in mine)

    def _fill(self) -> None:
        chance = Random(f"{self.options.seed} {self.today}")  # noqa: S311 - a diary, not a secret
        for day in (self.today + dt.timedelta(days=number) for number in range(1, _WEEKS * 7)):
            if day.weekday() < 5:
                for user in technicians():
                    for hour in chance.sample(_HOURS, min(self.options.busy, len(_HOURS))):
                        self._dispatch(user.id, dt.datetime.combine(day, dt.time(hour)), chance)
        monday = self.today + dt.timedelta(days=14 - self.today.weekday())
        noon = dt.datetime.combine(monday, dt.time())
        self.new_activity(type=81, start=noon, end=noon + dt.timedelta(days=4, hours=23), user=503)
        self.new_activity(type=82, start=noon.replace(hour=8), end=noon.replace(hour=12), team=41)

    def _dispatch(self, user: int, start: dt.datetime, chance: Random) -> None:
        job = self.new_job()
        job.technician, job.start, job.status = user, start, "scheduled"
        job.end = start + dt.timedelta(minutes=chance.choice((60, 90, 120)))
        job.type = chance.choice(list(JOB_TYPES))
        if not chance.randrange(_SELDOM):
            mates = [id for id in members(USERS[user].team or 0) if id != user]
            job.others = [id for id in mates[:1] if not self.taken(id, start, job.end)]

    def _local(self) -> dt.datetime:
        return self.clock.now.astimezone(_LONDON).replace(tzinfo=None, microsecond=0)


def _meet(start: dt.datetime | None, end: dt.datetime | None, first: dt.datetime, last: dt.datetime) -> bool:
    return bool(start and end and start < last and first < end)


def _show_visit(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "order": job.my_id,
        "live": job.stands and job.status not in OVER,
        "date": job.start and job.start.date(),
        "start": job.start,
        "end": job.end,
        "technician": job.technician,
        "status": job.status,
    }
