"""Who else goes to a job. Lists do not say it, and the details of each job would cost a call for each.

So details are read once for each state of a job and kept for all processes; a few at a time, the nearest
first, and in the background while changes are looked for. Until a job's are known, its technician's whole
team counts as taken: of the two ways to stay within the limits this is the one that never sends somebody to
two doors, and what it hides comes back by itself as details become known.
"""

import logging
from collections.abc import Iterable

from booking.schedulers.base import Store, Unavailable
from booking.schedulers.synchroteam.client import Client
from booking.schedulers.synchroteam.objects import Job

log = logging.getLogger(__name__)

KEPT_SECONDS = 36 * 86_400
KEPT_MOST = 5000

Crew = tuple[str, ...]


class Crews:
    """Second technicians by the job's id; `alone` where there are none, ever."""

    def __init__(self, client: Client, *, store: Store, name: str, alone: bool) -> None:
        self._client = client
        self._store = store
        self._key = f"{name}:crews"
        self._alone = alone

    def read(self, jobs: Iterable[Job], *, most: int) -> dict[str, Crew | None]:
        """Who else goes to each job, None where it is not known after so many calls."""
        if self._alone:
            return {job.id: () for job in jobs}
        kept: dict[str, tuple[str, Crew]] = self._store.get(self._key) or {}
        found: dict[str, Crew | None] = {}
        fresh: dict[str, tuple[str, Crew]] = {}
        for job in sorted(jobs, key=_when):
            state, crew = kept.get(job.id, ("", ()))
            known = job.crew if job.crew is not None else crew if state == _state(job) else None
            if known is None and job.technician and len(fresh) < most:
                known = self._ask(job)
                if known is None:
                    most = 0
                else:
                    fresh[job.id] = (_state(job), known)
            found[job.id] = known
        if fresh:
            self._keep(fresh)
        return found

    def _ask(self, job: Job) -> Crew | None:
        try:
            details = self._client.get_job(id=job.id)
        except Unavailable as fault:
            log.info("who else goes to a job is not known: %s", fault.reason)
            return None
        return details.crew if details else ()

    def _keep(self, fresh: dict[str, tuple[str, Crew]]) -> None:
        # Read again: others have learnt something too. What is lost between is asked for once more.
        kept = {**(self._store.get(self._key) or {}), **fresh}
        self._store.set(self._key, dict(list(kept.items())[-KEPT_MOST:]), KEPT_SECONDS)


def _state(job: Job) -> str:
    return f"{job.modified}|{job.start}|{job.end}|{job.technician}"


def _when(job: Job) -> str:
    return str(job.start or "9")
