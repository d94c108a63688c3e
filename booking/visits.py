"""What the remote says of visits: read again for an order or a home, never changed by an older answer."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from booking import events, readings, remote
from booking.events import Event
from booking.models import Appointment, Order, Reading
from booking.models.order import OrderState
from booking.moments import later
from booking.schedulers.base import RemoteOrder, SchedulerError, Summary, Visit

OFTEN = dt.timedelta(minutes=15)
SELDOM = dt.timedelta(days=1)


def reread(order: Order) -> bool:
    """Reads the order and its visits again; False where the remote could not be asked."""
    scheduler = remote.scheduler(order.scheduler)
    Order.objects.filter(pk=order.pk).update(reads_begun=F("reads_begun") + 1, read_due_at=later(OFTEN))
    order.refresh_from_db(fields=["reads_begun"])
    try:
        with remote.away():
            found = scheduler.read_order(order.number)
            visits = scheduler.visits(number=order.number).visits
    except SchedulerError:
        return False
    with transaction.atomic():
        _apply(order, found, visits, version=order.reads_begun)
    return True


def known_of_home(customer: str) -> Reading:
    """The last good copy of a home's visits; asks nobody."""
    return readings.last(_home(customer))


def of_home(customer: str, *, scheduler: str = "connect") -> Reading:
    """Every visit of the home as the remote has it now; may wait, so never in a page's first byte."""
    system = remote.scheduler(scheduler)
    return readings.ask(_home(customer), lambda: dump_summary(system.visits(customer=customer)))


def review(
    *, number: str = "", customer: str = "", since: dt.date | None, until: dt.date | None, scheduler: str = "connect"
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


def _apply(order: Order, found: RemoteOrder | None, visits: tuple[Visit, ...], *, version: int) -> None:
    newer = Order.objects.filter(pk=order.pk, read_applied__lt=version)
    if not newer.update(read_applied=version, read_at=Now()):
        return
    held = Order.objects.select_for_update().get(pk=order.pk)
    if found is not None:
        held.remote_status = found.status
        if found.cancelled and held.is_open:
            held.state = OrderState.CANCELLED
            events.record(Event.ORDER_CANCELLED, held)
        held.save(update_fields=["remote_status", "state"])
    for visit in visits:
        _write(held, visit)
    gone = held.appointments.live().exclude(visit__in=[visit.id for visit in visits])
    gone.update(state="cancelled")
    live = [visit for visit in visits if visit.live]
    if len(live) > 1:
        events.record(Event.STAFF_NEEDED, held, kind="two_live_visits")
    if not live or not held.is_open:
        Order.objects.filter(pk=held.pk).update(read_due_at=later(SELDOM) if held.is_open else None)


def _write(order: Order, visit: Visit) -> None:
    facts: dict[str, Any] = {
        "date": visit.date,
        "state": visit.state.value,
        "result": visit.result.value if visit.result else "",
    }
    known = Appointment.objects.filter(order=order, visit=visit.id).first()
    if visit.start is not None or known is None or known.date != visit.date:
        facts |= {"start": visit.start, "end": visit.end}
        if known is None or (known.date, known.start) != (visit.date, visit.start):
            facts |= {"window": "", "window_name": ""}
    Appointment.objects.update_or_create(order=order, visit=visit.id, defaults=facts)


def _home(customer: str) -> str:
    return f"home:{customer}"


def _moment(date: dt.date | None, time: dt.time) -> dt.datetime | None:
    return date and dt.datetime.combine(date, time, tzinfo=timezone.get_default_timezone())

