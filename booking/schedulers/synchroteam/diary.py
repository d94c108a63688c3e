"""The contractor's diary: every job and absence of some days, shared for a minute by all who look."""

import datetime as dt
from dataclasses import dataclass

from booking.schedulers.base import Store
from booking.schedulers.synchroteam.client import Client
from booking.schedulers.synchroteam.dates import LONDON, write_minute, write_moment
from booking.schedulers.synchroteam.objects import Activity, Job

KEPT_SECONDS = 60
DAY = dt.timedelta(days=1)
# The lists ask when something begins: what began earlier may still go on.
JOBS_BEFORE = dt.timedelta(days=2)
ACTIVITIES_BEFORE = dt.timedelta(days=35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What stands in the diary on these days."""

    since: dt.date
    until: dt.date
    """The day after the last."""
    jobs: tuple[Job, ...]
    activities: tuple[Activity, ...]

    def covers(self, since: dt.date, until: dt.date) -> bool:
        """It knows all of those days."""
        return self.since <= since and until <= self.until


class Diary:
    """Reads days, one call a hundred jobs and one a hundred absences: no call for each technician."""

    def __init__(self, client: Client, *, store: Store, name: str) -> None:
        self._client = client
        self._store = store
        self._key = f"{name}:diary"

    def known(self, since: dt.date, until: dt.date) -> Days:
        """The days as they were at most a minute ago."""
        kept: Days | None = self._store.get(self._key)
        if kept is not None and kept.covers(since, until):
            return kept
        days = self.read(since, until)
        self._store.set(self._key, days, KEPT_SECONDS)
        return days

    def read(self, since: dt.date, until: dt.date) -> Days:
        """The days as they are now."""
        end = _midnight(until) - dt.timedelta(minutes=1)
        # Of all teams: a second technician of ours may be on another team's job.
        jobs = self._client.list_jobs(
            dateFrom=write_moment(_midnight(since - JOBS_BEFORE)), dateTo=write_moment(end)
        )
        activities = self._client.list_activities(
            start=write_minute(_midnight(since - ACTIVITIES_BEFORE)), end=write_minute(end)
        )
        return Days(since=since, until=until, jobs=jobs, activities=activities)

    def turn(self, what: str, seconds: float) -> bool:
        """It is our turn to do that, and nobody else's for so long."""
        return self._store.add(f"{self._key}:{what}", 1, seconds)

    def forget(self) -> None:
        """Something in it has changed."""
        self._store.delete(self._key)


def _midnight(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), tzinfo=LONDON)
