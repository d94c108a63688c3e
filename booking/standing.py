"""What stands: an order and its appointments, brought in line with a read of the remote, and told once."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce, Greatest, Least, Now

from booking import broker, events, grid, moments, timetable
from booking.events import Event
from booking.models import Appointment, Order
from booking.models.order import Concern, OrderState
from booking.moments import later
from booking.schedulers.base import RemoteOrder, Visit, VisitState

OFF = {VisitState.CANCELLED.value, VisitState.SHELVED.value}
CONFIRM_SECONDS = 30
"""After a read that misses an appointment, before the read that settles it."""
HINT_GAP = dt.timedelta(seconds=20)
"""Between two reads of an order because of hints: a flood of them is no flood of reads."""
HINTED = Greatest(Now(), ExpressionWrapper(F("read_at") + Value(HINT_GAP), output_field=DateTimeField()))


def apply(order: Order, found: RemoteOrder | None, visits: tuple[Visit, ...], *, version: int) -> bool:
    """Writes down what was read, in the caller's transaction; False where something newer is known."""
    held = Order.objects.select_for_update().get(pk=order.pk)
    if held.read_applied >= version or held.commands.shaping().live().exists():
        # A write under way is judged by its own reads.
        return False
    held.read_applied, held.read_at = version, Now()
    if found is not None:
        if held.is_open:
            _apply_visits(held, visits, quiet=found.cancelled)
        _apply_order(held, found)
    _raise_concern(held, found, visits)
    held.save(update_fields=["read_applied", "read_at", "remote_status", "state", "concern", "concern_with"])
    # The date in case this read failed has served; one that came since speaks of something newer.
    Order.objects.filter(pk=order.pk, read_due_at=order.read_due_at).update(read_due_at=None)
    plan_read(held)
    return True


def plan_read(order: Order) -> None:
    """When an open order is read next, unless that is to be sooner already."""
    if not order.is_open:
        return
    read_within(order.pk, timetable.pause(order))
    if order.appointments.live().filter(missed_at__isnull=False).exists():
        read_soon(order, seconds=CONFIRM_SECONDS)


def read_hinted(orders: Iterable[Order]) -> None:
    """Somebody says that these have changed: each is read soon, and not twice in HINT_GAP because of that.

    The orders carry at least read_at and read_due_at as they were just before, in the caller's transaction.
    """
    now, orders = moments.now(), list(orders)
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(
        read_due_at=Least(Coalesce("read_due_at", HINTED), HINTED)
    )
    for order in orders:
        wait = order.read_at + HINT_GAP - now if order.read_at else dt.timedelta()
        seconds = max(wait.total_seconds(), 0)
        if order.read_due_at is None or order.read_due_at > now + dt.timedelta(seconds=seconds):
            _wake(order.pk, seconds)


def shows_nothing_new(order: Order, known: list[Appointment], visits: tuple[Visit, ...]) -> bool:
    """The visits are those that we know, and at least one of them is to come."""
    rows = {row.visit: row for row in known}
    live = {visit.id for visit in visits if visit.live}
    if not live or not order.is_open or live != {row.visit for row in known if row.live}:
        return False
    return all(visit.id in rows and not _adds_to(rows[visit.id], visit) for visit in visits)


def read_soon(order: Order, *, seconds: float = 0) -> None:
    """The order is read again after so many seconds, or a little later where the broker is down."""
    read_within(order.pk, dt.timedelta(seconds=seconds))
    _wake(order.pk, seconds)


def read_within(pk: uuid.UUID, span: dt.timedelta) -> None:
    """The order is read again no later than that from now."""
    due = Least(Coalesce("read_due_at", later(span)), later(span))
    Order.objects.filter(pk=pk).update(read_due_at=due)


def _wake(pk: uuid.UUID, seconds: float) -> None:
    # A second more, so that it is due by then.
    transaction.on_commit(lambda: broker.nudge("booking.reread", str(pk), after=seconds and seconds + 1))


def _apply_order(order: Order, found: RemoteOrder) -> None:
    order.remote_status = found.status
    if found.cancelled and order.is_open:
        order.state = OrderState.CANCELLED
        order.appointments.live().update(state=VisitState.CANCELLED.value)
        events.record(Event.ORDER_CANCELLED, order)


def _apply_visits(order: Order, visits: tuple[Visit, ...], *, quiet: bool) -> None:
    before = {row.visit: row for row in order.appointments.live()}
    rows = [_write(order, visit) for visit in visits]
    new = [row for row in rows if row.live and row.visit not in before]
    off = [row for row in rows if row.visit in before and row.state in OFF]
    missed = order.appointments.live().exclude(visit__in=[visit.id for visit in visits])
    if new:
        # A visit came in its place: then it is not merely missing from one answer.
        off += list(missed)
    else:
        off += list(missed.filter(missed_at__isnull=False))
    missed.filter(pk__in=[row.pk for row in off]).update(state=VisitState.CANCELLED.value)
    missed.update(missed_at=Now())
    if not quiet:
        _tell(order, before, rows, new, off)


def _tell(
    order: Order,
    before: dict[str, Appointment],
    rows: list[Appointment],
    new: list[Appointment],
    off: list[Appointment],
) -> None:
    moved = [row for row in rows if row.live and row.visit in before and _differs(before[row.visit], row)]
    if len(new) == len(off) == 1:
        Appointment.objects.filter(pk=off[0].pk).update(replaced_by=new[0])
        moved, new, off = [*moved, new[0]], [], []
    for event, which in (
        (Event.APPOINTMENT_MOVED, moved),
        (Event.APPOINTMENT_BOOKED, new),
        (Event.APPOINTMENT_CANCELLED, off),
    ):
        for row in which:
            events.record(event, order, payload=_payload(row))


def _raise_concern(order: Order, found: RemoteOrder | None, visits: tuple[Visit, ...]) -> None:
    concern = ""
    if found is None:
        concern = Concern.GONE if order.is_open else ""
    elif order.state in {OrderState.RAISING, OrderState.REFUSED} and not found.cancelled:
        concern = Concern.STANDS
    elif order.is_open and sum(visit.live for visit in visits) > 1:
        concern = Concern.TWO_VISITS
    if concern != order.concern:
        order.concern_with = ""
        if concern:
            events.record(Event.STAFF_NEEDED, order, kind=str(concern))
    order.concern = concern


def _write(order: Order, visit: Visit) -> Appointment:
    facts: dict[str, Any] = {
        "date": visit.date,
        "state": visit.state.value,
        "result": visit.result.value if visit.result else "",
        "missed_at": None,
    }
    known = Appointment.objects.filter(order=order, visit=visit.id).first()
    if known is None or _at_another_time(known, visit):
        # The remote names no window with a visit: only its times remain.
        facts |= {"start": visit.start, "end": visit.end, "window": "", "window_name": ""}
    row, _ = Appointment.objects.update_or_create(order=order, visit=visit.id, defaults=facts)
    return row


def _adds_to(known: Appointment, visit: Visit) -> bool:
    result = visit.result.value if visit.result else ""
    if (known.state, known.result) != (visit.state.value, result) or known.missed_at is not None:
        return True
    return _at_another_time(known, visit)


def _at_another_time(known: Appointment, visit: Visit) -> bool:
    # A remote may give a date without a time of day: that says nothing against the time we know.
    same = grid.agree(visit.start, known.start) and grid.agree(visit.end, known.end)
    return known.date != visit.date or not same


def _differs(before: Appointment, after: Appointment) -> bool:
    same = grid.agree(before.start, after.start) and grid.agree(before.end, after.end)
    return before.date != after.date or not same


def _payload(row: Appointment) -> dict[str, Any]:
    return {
        "visit": row.visit,
        "date": row.date and row.date.isoformat(),
        "window": row.window,
        "name": row.window_name,
        "start": row.start and row.start.isoformat("minutes"),
        "end": row.end and row.end.isoformat("minutes"),
        "elsewhere": True,
    }
