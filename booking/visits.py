"""What the remote says of visits: read again for an order or a home, never changed by an older answer."""

import datetime as dt
import logging
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from booking import readings, remote, standing
from booking.models import Order, Reading
from booking.models.order import OrderQuerySet
from booking.moments import later
from booking.schedulers.base import SchedulerError, Summary

log = logging.getLogger(__name__)

LONGEST_READ = dt.timedelta(minutes=1)
"""A read that has brought nothing by then has failed."""
WHILE_WRITING = dt.timedelta(minutes=1)
"""A write under way is judged by its own reads; the order is read again when it is over."""


def reread(order: Order) -> bool:
    """Reads the order and its visits again; False where the remote cannot be asked or a write is going on."""
    return _read(order.pk, Order.objects.all())


def reread_due(pk: str) -> None:
    """Reads the order again if it is due; of any number of hints that come together, one read."""
    _read(pk, Order.objects.due_a_read())


def _read(pk: uuid.UUID | str, rows: OrderQuerySet) -> bool:
    order = _begin(pk, rows)
    if order is None:
        return False
    scheduler = remote.scheduler(order.scheduler)
    try:
        with remote.away():
            found = remote.read_order(scheduler, order.number)
            visits = remote.read_visits(scheduler, order.number) if found is not None else ()
    except SchedulerError as error:
        log.warning("the order %s could not be read: %s", order.number, error.reason)
        return False
    with transaction.atomic():
        standing.apply(order, found, visits, version=order.reads_begun)
    return True


def _begin(pk: uuid.UUID | str, rows: OrderQuerySet) -> Order | None:
    """The order with a number for this read that no other has; whoever looks sees it due, or begun."""
    with transaction.atomic():
        order = rows.select_for_update().filter(pk=pk).first()
        if order is None:
            return None
        writing = order.commands.shaping().live().exists()
        order.read_due_at = later(WHILE_WRITING if writing else standing.OFTEN)
        order.reads_begun += not writing
        order.save(update_fields=["read_due_at", "reads_begun"])
        return None if writing else order


def being_read(order: Order, *, now: dt.datetime) -> bool:
    """The order is due to be read, or is just being read: what is known may be older than the truth."""
    if order.read_due_at is None:
        return False
    if order.read_due_at <= now:
        return True
    begun = order.read_due_at - standing.OFTEN
    return order.reads_begun > order.read_applied and now - begun < LONGEST_READ


def known_of_home(customer: str) -> Reading:
    """The last good copy of a home's visits; asks nobody."""
    return readings.last(_home(customer))


def of_home(customer: str, *, scheduler: str = "connect") -> Reading:
    """Every visit of the home as the remote has it now; may wait, so never in a page's first byte."""
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
