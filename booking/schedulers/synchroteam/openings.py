"""Where a job could stand: the contractor's diary, technicians and windows put together."""

import datetime as dt
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from booking.schedulers.base import Unavailable, Window
from booking.schedulers.synchroteam.crews import Crews
from booking.schedulers.synchroteam.diary import DAY, Days, Diary
from booking.schedulers.synchroteam.free import (
    Busy,
    Need,
    Place,
    Span,
    find_busy,
    find_places,
    find_technicians,
    span_of,
    working_span,
)
from booking.schedulers.synchroteam.objects import Job
from booking.schedulers.synchroteam.roster import Roster
from booking.schedulers.synchroteam.settings import Settings

log = logging.getLogger(__name__)

CONSIDERED = 200
# Calls that may be spent on who else goes to a job: a booking looks at one window only, and must know.
OFFER_DETAILS = 12
BOOKING_DETAILS = 40
STUDY_DETAILS = 100
STUDY_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which job shall stand in which window of which day."""

    job: Job
    need: Need
    date: dt.date
    window: Window
    instructions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """Free times, as far as the days handed in tell."""

    roster: Roster
    diary: Diary
    crews: Crews
    settings: Settings

    def offered(self, job: Job, need: Need, dates: Collection[dt.date]) -> list[tuple[dt.date, Window]]:
        """The days and windows in which the job could stand; from a diary at most a minute old."""
        if not dates:
            return []
        days = self.diary.known(min(dates), max(dates) + DAY)
        busy = self._busy(days, besides=job.id, most=OFFER_DETAILS)
        wishes = (
            Wish(job=job, need=need, date=date, window=window)
            for date in sorted(dates)
            for window in self.roster.windows()
        )
        return [(wish.date, wish.window) for wish in wishes if any(self._places(wish, busy))]

    def study(self, since: dt.date, until: dt.date) -> None:
        """Finds out who else goes to the jobs of those days, a hundred every ten minutes; fails quietly.

        Without it a diary that is full already would hide its free times until enough people had asked.
        """
        if self.settings.alone or not self.diary.turn("study", STUDY_SECONDS):
            return
        try:
            days = self.diary.known(since, until)
        except Unavailable as fault:
            log.info("the diary cannot be studied: %s", fault.reason)
            return
        self._busy(days, besides="", most=STUDY_DETAILS)

    def places(self, wish: Wish, days: Days, *, among: Collection[str] | None = None) -> list[Place]:
        """The times for it, best first; with `among`, of those technicians alone."""
        span = working_span(wish.date, wish.window, self.settings)
        busy = self._busy(days, besides=wish.job.id, near=span)
        return list(islice(self._places(wish, busy, among=among), CONSIDERED))

    def is_free(self, place: Place, days: Days, *, besides: Job) -> bool:
        """Nobody else's job and no absence overlaps it."""
        busy = self._busy(days, besides=besides.id, near=place.span)
        return not any(taken.overlaps(place.span) for id in place.technicians for taken in busy.get(id, ()))

    def _places(self, wish: Wish, busy: Busy, *, among: Collection[str] | None = None) -> Iterator[Place]:
        span = working_span(wish.date, wish.window, self.settings)
        if span is None:
            return iter(())
        able = find_technicians(self.roster.users(), wish.need, team=self.settings.team)
        chosen = [id for id in able if among is None or id in among]
        return find_places(span, wish.need, technicians=chosen, busy=busy, step=self.settings.step)

    def _busy(
        self, days: Days, *, besides: str, near: Span | None = None, most: int = BOOKING_DETAILS
    ) -> Busy:
        jobs = [job for job in days.jobs if job.status != "cancelled" and job.start and job.id != besides]
        if near:
            jobs = [job for job in jobs if job.start and span_of(job.start, job.end).overlaps(near)]
        crews = self.crews.read(jobs, most=most)
        return find_busy(jobs, days.activities, self.roster.users(), crews=crews)
