"""Putting a job into the diary. Synchroteam checks no conflicts, so that we do: lock, read, write, read.

The locks keep our own bookings apart. A dispatcher knows of none: if one was faster between our two reads,
ours is taken out again, or back to where it was, and the tenant chooses anew.
"""

import datetime as dt
import logging
import time
from dataclasses import dataclass
from typing import Any

from booking.schedulers import fence
from booking.schedulers.base import SchedulerError, SlotTaken, Unavailable, Unknown
from booking.schedulers.synchroteam.client import Client
from booking.schedulers.synchroteam.dates import LONDON, write_moment
from booking.schedulers.synchroteam.diary import DAY, Days, Diary
from booking.schedulers.synchroteam.free import Place, span_of
from booking.schedulers.synchroteam.locks import Lock, Locks
from booking.schedulers.synchroteam.objects import Job
from booking.schedulers.synchroteam.openings import Openings, Wish
from booking.schedulers.synchroteam.orders import refer

log = logging.getLogger(__name__)

ROUNDS = 3
WAIT_SECONDS = 10.0
POLL_SECONDS = 0.05
# With the writes that follow, and the way back, a booking ends before anybody believes its sender dead.
PATIENCE_SECONDS = 40.0
CALLS = 14
"""What one booking may need from its first call to its last, with the way back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """The contractor's diary as something to write in."""

    client: Client
    diary: Diary
    locks: Locks
    openings: Openings

    def book(self, wish: Wish) -> None:
        """The job stands there and overlaps nobody else's; SlotTaken where that is not to be had any more."""
        until = time.monotonic() + PATIENCE_SECONDS
        with self.client.quota.ahead(CALLS):
            days = self.diary.known(wish.date, wish.date + DAY)
            try:
                for _ in range(ROUNDS):
                    technicians, lock = self._hold(wish, days)
                    try:
                        days = self.diary.read(wish.date, wish.date + DAY)
                        if places := self.openings.places(wish, days, among=technicians):
                            if time.monotonic() > until:
                                raise Unavailable("Synchroteam is too slow to book in.", retry_after=5)
                            self._write(wish, places[0], lock)
                            return
                    finally:
                        lock.release()
            finally:
                self.diary.forget()
        raise SlotTaken("Somebody was faster on that day.")

    def _hold(self, wish: Wish, days: Days) -> tuple[tuple[str, ...], Lock]:
        groups = dict.fromkeys(place.technicians for place in self.openings.places(wish, days))
        if not groups:
            raise SlotTaken("Nobody has time in that window any more.")
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            for technicians in groups:
                if lock := self.locks.acquire(technicians, date=wish.date):
                    return technicians, lock
            time.sleep(POLL_SECONDS)
        raise Unavailable("Others are booking on that day just now.", retry_after=2)

    def _write(self, wish: Wish, place: Place, lock: Lock) -> None:
        body: dict[str, Any] = {"myId": wish.job.my_id, "preferences": _prefer(wish.date, wish.window.id)}
        if wish.instructions and wish.instructions not in wish.job.description:
            body["description"] = f"{wish.job.description}\n\n{wish.instructions}"
        # First, so that whoever reads the booking afterwards finds the window that the tenant was told.
        self.client.send_job(body)
        if not lock.held:
            raise Unavailable("Synchroteam was too slow: our hold on the day is over.", retry_after=1)
        self.client.schedule_job(_schedule(wish.job.id, place))
        try:
            clashes = self._clashes(wish, place)
        except Unavailable as fault:
            raise Unknown(f"Scheduled, and not to be read again: {fault.reason}") from fault
        if clashes:
            self._withdraw(wish.job)
            raise SlotTaken("A dispatcher was faster; ours is withdrawn.")

    def _clashes(self, wish: Wish, place: Place) -> bool:
        days = self.diary.read(wish.date, wish.date + DAY)
        ours = next((job for job in days.jobs if job.id == wish.job.id), None)
        stands = ours and ours.start and (span_of(ours.start, ours.end), ours.technician)
        if stands != (place.span, place.technicians[0]):
            raise Unavailable("the diary does not show the job where it was put")
        return not self.openings.is_free(place, days, besides=wish.job)

    def _withdraw(self, job: Job) -> None:
        """Back to where it was, if nobody has that time by now; else out of the diary."""
        try:
            with fence.lifted():
                self._put_back(job)
        except SchedulerError as fault:
            log.error("a booking that overlaps another could not be withdrawn: %s", fault.reason)
            raise Unknown(f"A dispatcher was faster, and ours is not withdrawn: {fault.reason}") from fault

    def _put_back(self, job: Job) -> None:
        old = _place_of(job)
        if old is None or not self._still_free(old, job):
            self.client.unschedule_job(job.id)
            return
        self.client.schedule_job(_schedule(job.id, old))
        if job.preferences and job.preferences.date and job.preferences.window:
            wishes = _prefer(job.preferences.date, job.preferences.window)
            self.client.send_job({"myId": job.my_id, "preferences": wishes})

    def _still_free(self, place: Place, job: Job) -> bool:
        date = place.span.start.astimezone(LONDON).date()
        return self.openings.is_free(place, self.diary.read(date, date + DAY), besides=job)


def _prefer(date: dt.date, window: str) -> dict[str, Any]:
    return {"date": date.isoformat(), "schedulingWindow": refer(window), "isDraft": False}


def _schedule(id: str, place: Place) -> dict[str, Any]:
    first, *others = place.technicians
    return {
        "id": id,
        "scheduledStart": write_moment(place.span.start),
        "scheduledEnd": write_moment(place.span.end),
        "technician": refer(first),
        "otherTechnicians": [refer(other) for other in others],
    }


def _place_of(job: Job) -> Place | None:
    if job.start is None or job.end is None or not job.technician:
        return None
    return Place(span=span_of(job.start, job.end), technicians=(job.technician, *(job.crew or ())))
