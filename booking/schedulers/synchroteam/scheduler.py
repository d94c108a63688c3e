"""Synchroteam as a scheduler: our objects in and out, Synchroteam's inside."""

import datetime as dt
import logging
from dataclasses import dataclass

from booking.schedulers.abilities import Changes
from booking.schedulers.base import (
    Booked,
    BookingRequest,
    Clock,
    Handover,
    Jump,
    Offer,
    OrderRequest,
    Refused,
    RemoteOrder,
    RemoteUser,
    Screen,
    Slot,
    SlotTaken,
    Summary,
    Unavailable,
    Visit,
    Window,
)
from booking.schedulers.synchroteam import check, orders
from booking.schedulers.synchroteam.client import Client
from booking.schedulers.synchroteam.crews import Crews
from booking.schedulers.synchroteam.dates import LONDON, write_utc
from booking.schedulers.synchroteam.diary import Diary
from booking.schedulers.synchroteam.objects import Job
from booking.schedulers.synchroteam.openings import Openings, Wish
from booking.schedulers.synchroteam.placing import Placing
from booking.schedulers.synchroteam.roster import Roster
from booking.schedulers.synchroteam.settings import Settings
from booking.schedulers.synchroteam.visits import read_visit
from booking.schedulers.urgency import background

log = logging.getLogger(__name__)

WEEKS = 5
BEGUN = {"started", "paused", "completed", "validated"}
# What changed while we asked, and two clocks that do not agree: asked for twice rather than never.
OVERLAP = dt.timedelta(minutes=2)
CHANGED_DETAILS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchroteamScheduler:
    """The promises of `Scheduler` and of `Watched`, kept by a contractor's Synchroteam."""

    client: Client
    clock: Clock
    settings: Settings
    roster: Roster
    diary: Diary
    crews: Crews
    openings: Openings
    placing: Placing

    def check(self) -> None:
        """Synchroteam lets us in, and somebody there can do our jobs; else the reason says what is wrong."""
        check.check(self.client, self.roster, self.settings)

    def raise_order(self, request: OrderRequest) -> None:
        """The job stands, without a time; raising it again changes nothing."""
        mark = orders.choose_type(request, settings=self.settings)
        kind = self.roster.job_type(mark) if mark else None
        if mark and kind is None:
            raise Unavailable(f"Synchroteam has no job type {mark!r}.", misconfigured=True)
        job = orders.compose(request, settings=self.settings, kind=kind.id if kind else "")
        self.client.send_job(job)

    def read_order(self, number: str) -> RemoteOrder | None:
        """The order, or None where Synchroteam says that there is no such job."""
        job = self._find(number)
        if job is None:
            return None
        return RemoteOrder(
            number=number,
            cancelled=job.status == "cancelled",
            description=job.description,
            remote_id=job.id,
        )

    def cancel_order(self, number: str, *, reason: str, description: str = "") -> None:
        """The job is cancelled. Nothing in Synchroteam takes a reason."""
        job = self._demand(number)
        if job.status in BEGUN:
            raise Refused("The technician has begun, or is done.")
        self.client.cancel_job(job.id)
        self.diary.forget()

    def windows(self) -> tuple[Window, ...]:
        """The scheduling windows, asked for at most once an hour."""
        return self.roster.windows()

    def offer(self, number: str, *, since: dt.date, weeks: int = WEEKS, visit: str = "") -> Offer:
        """The free slots of that many weeks, within the contractor's own lead and reach."""
        self.settings.demand()
        job = self._demand(number)
        if job.status == "cancelled":
            raise Refused("The job is cancelled.")
        today = self._today
        first = max(since, today + dt.timedelta(days=self.settings.lead_days))
        end = min(
            since + dt.timedelta(weeks=max(1, min(weeks, WEEKS))),
            today + dt.timedelta(days=self.settings.max_days),
        )
        dates = [first + dt.timedelta(days=number) for number in range((end - first).days)]
        working = [date for date in dates if self.settings.works_on(date)]
        free = self.openings.offered(job, self.roster.need_of(job), working)
        return Offer(
            windows=self.windows(), slots=tuple(Slot(date=date, window=window) for date, window in free)
        )

    def book(self, request: BookingRequest) -> Booked:
        """The slot is ours, or the visit has moved there."""
        self.settings.demand()
        job = self._demand(request.number)
        self._check_bookable(job, request.visit)
        window = self.roster.window(request.window)
        if window is None:
            raise SlotTaken("Synchroteam has no such scheduling window any more.")
        wish = Wish(
            job=job,
            need=self.roster.need_of(job),
            date=request.date,
            window=window,
            instructions=request.instructions.strip(),
        )
        self.placing.book(wish)
        return Booked(visit=job.id, number=request.number, date=request.date, window=window)

    def visits(
        self,
        *,
        number: str = "",
        customer: str = "",
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> Summary:
        """The visit of the order, or every visit of the property: there by its day alone."""
        if number:
            job = self._find(number)
            jobs: tuple[Job, ...] = (job,) if job else ()
        elif customer:
            place = "site_myId" if self.settings.customer else "customer_myId"
            jobs = self.client.list_jobs(**{place: customer})
        else:
            raise Refused("Synchroteam requires an order or a property.")
        found = (read_visit(job, find_window=self.roster.window) for job in jobs)
        return Summary(visits=tuple(visit for visit in found if visit and _between(visit, since, until)))

    def hand_over(self, number: str, *, supplier: str) -> Handover:
        """Never: this is the contractor's own system."""
        raise Refused("Synchroteam hands no orders over: the contractor's jobs are here already.")

    def jump(self, user: RemoteUser, *, screen: Screen, number: str = "", customer: str = "") -> Jump | None:
        """None: there is no way into it for us."""
        return None

    def changes(self, *, since: dt.datetime) -> Changes:
        """Our orders that changed since then, deleted ones too; learns in passing who else goes to jobs."""
        until = self.clock()
        with background():
            jobs = self.client.list_jobs(changedSince=write_utc(since - OVERLAP), show="all")
            ahead = [job for job in jobs if job.start and job.status not in {*BEGUN, "cancelled"}]
            self.crews.read(ahead, most=CHANGED_DETAILS)
            today = self._today
            self.openings.study(today, today + dt.timedelta(days=self.settings.max_days))
        numbers = frozenset(job.my_id for job in jobs if orders.is_ours(job.my_id))
        return Changes(numbers=numbers, until=until)

    @property
    def _today(self) -> dt.date:
        return self.clock().astimezone(LONDON).date()

    def _find(self, number: str) -> Job | None:
        orders.check_number(number)
        return self.client.get_job(myId=number)

    def _demand(self, number: str) -> Job:
        job = self._find(number)
        if job is None:
            raise Refused("Synchroteam has no such job.")
        return job

    def _check_bookable(self, job: Job, visit: str) -> None:
        if job.status == "cancelled":
            raise Refused("The job is cancelled.")
        if job.status in BEGUN:
            raise Refused("The technician has begun, or is done.")
        if visit and visit != job.id:
            raise Refused("The visit is gone.")
        if not visit and job.start is not None:
            raise Refused("The job has a time already.")


def _between(visit: Visit, since: dt.datetime | None, until: dt.datetime | None) -> bool:
    if visit.date is None:
        return True
    return not (since and visit.date < since.date()) and not (until and visit.date > until.date())
