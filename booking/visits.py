"""What the remote says of visits: read again for an order or a home, never changed by an older answer."""

import datetime as dt
import logging
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from booking import moments, readings, remote, standing, timetable
from booking.models import Appointment, Order, Reading
from booking.models.order import OrderQuerySet
from booking.moments import later
from booking.schedulers.base import RemoteOrder, Scheduler, SchedulerError, Summary, Visit
from booking.schedulers.urgency import background

log = logging.getLogger(__name__)

LONGEST_READ = dt.timedelta(minutes=1)
"""A read that has brought nothing by then has failed."""
WHILE_WRITING = dt.timedelta(minutes=1)
"""A write under way is judged by its own reads; the order is read again when it is over."""
WHOLE_EVERY = 4
"""Of the reads by schedule, each fourth asks for the order as well, whatever its visits show."""


def reread_due(pk: str) -> None:
    """Reads the order again if it is due; of any number of hints that come together, one read."""
    with background(), suppress(SchedulerError):
        _read(Order.objects.due_a_read().filter(pk=pk))


def read_next(system: str) -> bool:
    """Reads the order of that system that has been due longest; False where none is due.

    Raises the scheduler's errors. Asks for the visits alone where they show that nothing has happened.
    """
    due = Order.objects.due_a_read().filter(scheduler=system).order_by("read_due_at")
    with background():
        return _read(due, lightly=True) is not None


def _read(rows: OrderQuerySet, *, lightly: bool = False) -> bool | None:
    """None where there is no such order, False where a write keeps it from being read."""
    order, writing = _begin(rows, skip_locked=lightly)
    if order is None or writing:
        return None if order is None else False
    in_part = lightly and not order.concern and order.reads_begun % WHOLE_EVERY
    known = list(order.appointments.all()) if in_part else []
    scheduler = remote.scheduler(order.scheduler)
    try:
        with remote.away():
            found, visits = _ask(scheduler, order, known)
    except SchedulerError as error:
        log.warning("the order %s could not be read: %s", order.number, error.reason)
        raise
    with transaction.atomic():
        standing.apply(order, found, visits, version=order.reads_begun)
    return True


def _ask(
    scheduler: Scheduler, order: Order, known: list[Appointment]
) -> tuple[RemoteOrder | None, tuple[Visit, ...]]:
    if any(row.live for row in known):
        visits = remote.read_visits(scheduler, order.number)
        if standing.shows_nothing_new(order, known, visits):
            # An order whose visits still stand is not cancelled: that would have taken them with it.
            return RemoteOrder(number=order.number, cancelled=False, status=order.remote_status), visits
    found = remote.read_order(scheduler, order.number)
    return found, remote.read_visits(scheduler, order.number) if found is not None else ()


def _begin(rows: OrderQuerySet, *, skip_locked: bool) -> tuple[Order | None, bool]:
    """The order with a number for this read that no other has, and whether a write keeps it from being read.

    Whoever looks sees it due, or begun.
    """
    with transaction.atomic():
        order = rows.select_for_update(skip_locked=skip_locked).first()
        if order is None:
            return None, False
        writing = order.commands.shaping().live().exists()
        order.read_due_at = later(WHILE_WRITING if writing else timetable.RETRY)
        order.reads_begun += not writing
        order.save(update_fields=["read_due_at", "reads_begun"])
        order.refresh_from_db(fields=["read_due_at"])
        return order, writing


def being_read(order: Order) -> bool:
    """The order is due to be read, or is just being read: what is known may be older than the truth."""
    if order.read_due_at is None:
        return False
    now = moments.now()
    if order.read_due_at <= now:
        return True
    begun = order.read_due_at - timetable.RETRY
    return order.reads_begun > order.read_applied and now - begun < LONGEST_READ


def known_of_home(customer: str) -> Reading:
    """The last good copy of a home's visits; asks nobody."""
    return readings.last(_home(customer))


def of_home(customer: str, *, scheduler: str = "connect") -> Reading:
    """Every visit of the home as the landlord's own system has it now; may wait, so never in a first byte.

    What stands in a contractor's system was raised from here, and is known by its order.
    """
    system, seen = remote.scheduler(scheduler), known_of_home(customer).read_at
    return readings.ask(_home(customer), lambda: dump_summary(system.visits(customer=customer)), seen=seen)


def review(
    *,
    number: str = "",
    customer: str = "",
    since: dt.date | None,
    until: dt.date | None,
    scheduler: str = "connect",
) -> Summary:
    """BookingSummary as the remote has it, for officers; raises the scheduler's errors."""
    system = remote.scheduler(scheduler)
    with remote.away():
        return system.visits(
            number=number,
            customer=customer,
            since=_moment(since, dt.time.min),
            until=_moment(until, dt.time(23, 59, 59)),
        )


def look(order: Order) -> tuple[RemoteOrder | None, tuple[Visit, ...]]:
    """The order and its visits as the remote shows them now; writes nothing, raises its errors."""
    scheduler = remote.scheduler(order.scheduler)
    with remote.away():
        return _ask(scheduler, order, [])


def dump_summary(summary: Summary) -> dict[str, Any]:
    """The visits as JSON, without what is for staff alone."""
    return {
        "visits": [
            {
                "visit": visit.id,
                "number": visit.number,
                "state": visit.state.value,
                "result": visit.result.value if visit.result else "",
                "date": visit.date and visit.date.isoformat(),
                "start": visit.start and visit.start.isoformat("minutes"),
                "end": visit.end and visit.end.isoformat("minutes"),
                "raised_on": visit.raised_on and visit.raised_on.isoformat(),
            }
            for visit in summary.visits
        ]
    }


def _home(customer: str) -> str:
    return f"home:{customer}"


def _moment(date: dt.date | None, time: dt.time) -> dt.datetime | None:
    return dt.datetime.combine(date, time, tzinfo=timezone.get_default_timezone()) if date else None
