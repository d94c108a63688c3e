"""What seldom changes at a contractor's: windows, job types and technicians, asked for once an hour."""

import logging
from collections.abc import Callable
from typing import TypeVar

from booking.schedulers.base import Store, Unavailable, Window
from booking.schedulers.synchroteam.client import Client
from booking.schedulers.synchroteam.dates import between
from booking.schedulers.synchroteam.free import Need
from booking.schedulers.synchroteam.objects import Job, JobType, User
from booking.schedulers.synchroteam.settings import Settings

log = logging.getLogger(__name__)

Thing = TypeVar("Thing")

KEPT_SECONDS = 3600
PAIR = 2


class Roster:
    """The contractor as we last saw it, for no longer than an hour; one copy for all processes."""

    def __init__(self, client: Client, *, store: Store, name: str, settings: Settings) -> None:
        self._client = client
        self._store = store
        self._name = name
        self._settings = settings

    def windows(self) -> tuple[Window, ...]:
        """The scheduling windows by their start."""
        found = self._known("windows", self._client.list_windows)
        return tuple(sorted(found, key=lambda window: (window.start, window.end, window.id)))

    def window(self, id: str) -> Window | None:
        """The window of that id."""
        return next((window for window in self.windows() if window.id == id), None)

    def users(self) -> tuple[User, ...]:
        """Everybody, whether technician or not: absences of teams concern them all."""
        return self._known("users", self._client.list_users)

    def job_type(self, mark: str) -> JobType | None:
        """The job type of that id or name."""
        kinds = self._known("types", self._client.list_job_types)
        return next((kind for kind in kinds if mark in {kind.id, kind.name.lower()}), None)

    def need_of(self, job: Job) -> Need:
        """What the job asks for; Unavailable where neither the job nor the settings name a job type."""
        kind = self.job_type(job.type or self._settings.job_type)
        if kind is None:
            raise Unavailable("The job has no job type that Synchroteam knows.", misconfigured=True)
        pair = self._settings.pair_job_type
        people = PAIR if pair and pair in {kind.id, kind.name.lower()} else 1
        duration = kind.duration
        if job.start and job.end:  # a dispatcher may know better how long it takes
            duration = max(duration, between(job.start, job.end))
        return Need(
            duration=duration,
            skills=kind.skills | job.skills | self._settings.skills,
            people=max(people, 1 + len(job.crew or ())),
        )

    def forget(self) -> None:
        """The next question is asked anew."""
        for what in ("windows", "users", "types"):
            self._store.delete(f"{self._name}:{what}")

    def _known(self, what: str, ask: Callable[[], tuple[Thing, ...]]) -> tuple[Thing, ...]:
        key = f"{self._name}:{what}"
        if kept := self._store.get(key):
            return tuple(kept)
        found = ask()
        if found:
            self._store.set(key, found, KEPT_SECONDS)
        return found
