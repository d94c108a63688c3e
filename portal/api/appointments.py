"""Free times, and appointments: book one, move one, read them."""

import datetime as dt
import uuid

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from booking import appointments as booking
from booking import grid
from booking.models import Appointment, Order
from booking.schedulers.base import Slot
from portal.api import cursors, guard, receipts, seen, writing
from portal.api.asked import AppointmentsAsked, IdempotencyKey, Moving, SlotIn, Visit
from portal.api.problems import Problem
from portal.api.shapes import Accepted, AppointmentsOut, SlotOut, SlotsOut
from portal.repairs import story
from portal.repairs.story import Stage

router = Router(tags=["Appointments"])
AHEAD = dt.timedelta(weeks=5)


@router.get(
    "/orders/{uuid:order}/slots",
    auth=guard.SLOTS,
    response=SlotsOut,
    exclude_unset=True,
    summary="Free times of an order",
)
def list_slots(request: HttpRequest, order: uuid.UUID, appointment: Moving = "") -> SlotsOut:
    """Those of five weeks, no older than ten minutes; may take as long as the scheduling system does."""
    access, repair = guard.access(request), seen.repair(request, order)
    told, held = story.tell(repair), writing.order(repair)
    if appointment:
        moving = seen.appointment(repair, appointment)
        writing.need(repair, booking.changeable(moving), "The appointment can no longer be moved.")
    else:
        writing.need(repair, told.stage == Stage.CHOOSE_TIME, "No time can be chosen for this order now.")
    times = booking.offer(held, visit=appointment)
    if times.as_of is None:
        pause = "20" if times.failed else "2"
        raise Problem(
            "slots_unavailable" if times.failed else "slots_pending", headers={"Retry-After": pause}
        )
    as_of, shown = times.as_of, seen.allowed(access, seen.SLOT)
    return SlotsOut(as_of=as_of, slots=[_show(held, slot, as_of, appointment, shown) for slot in times.slots])


@router.post(
    "/orders/{uuid:order}/appointments",
    auth=guard.ORDERS,
    response={202: Accepted},
    summary="Book an appointment",
)
def book(request: HttpRequest, order: uuid.UUID, said: SlotIn, idempotency_key: IdempotencyKey) -> Accepted:
    """Asks for a time on offer; it is booked when the order says so, and not before."""

    def work(_: str) -> Accepted:
        repair = seen.repair(request, order)
        with writing.refusals():
            booking.book(writing.order(repair), token=said.slot, by=guard.name(request))
        return writing.accept(repair)

    return receipts.once(request, idempotency_key, work)


@router.post(
    "/orders/{uuid:order}/appointments/{appointment}/move",
    auth=guard.ORDERS,
    response={202: Accepted},
    summary="Move an appointment",
)
def move(
    request: HttpRequest,
    order: uuid.UUID,
    appointment: Visit,
    said: SlotIn,
    idempotency_key: IdempotencyKey,
) -> Accepted:
    """Asks for another time; until it is confirmed, the appointment stands where it was."""

    def work(_: str) -> Accepted:
        repair = seen.repair(request, order)
        with writing.refusals():
            booking.move(seen.appointment(repair, appointment), token=said.slot, by=guard.name(request))
        return writing.accept(repair)

    return receipts.once(request, idempotency_key, work)


@router.get(
    "/appointments",
    auth=guard.SLOTS,
    response=AppointmentsOut,
    exclude_unset=True,
    summary="The diary, the earliest first",
)
def list_appointments(request: HttpRequest, asked: Query[AppointmentsAsked]) -> AppointmentsOut:
    """A page of the appointments between two days, both included."""
    access = guard.access(request)
    first = asked.since or timezone.localdate()
    last = asked.until or min(first, dt.date.max - AHEAD) + AHEAD
    orders = seen.repairs(access).values("order")
    rows = Appointment.objects.filter(order__in=orders, date__range=(first, last), replaced_by=None)
    if asked.cursor:
        date, pk = cursors.read(access, "appointments", asked.cursor)
        rows = rows.filter(Q(date__gt=date) | Q(date=date, pk__gt=pk))
    found = list(rows.order_by("date", "pk")[: asked.limit + 1])
    page, following = found[: asked.limit], None
    if len(found) > asked.limit:
        following = cursors.write(access, "appointments", str(page[-1].date), str(page[-1].pk))
    shown = [seen.show_appointment(access, row, fields=asked.fields) for row in page]
    return AppointmentsOut(appointments=shown, next=following)


def _show(order: Order, slot: Slot, as_of: dt.datetime, visit: str, shown: list[str]) -> SlotOut:
    if "token" not in shown:
        return seen.show_slot(slot)
    return seen.show_slot(slot, token=grid.sign(order, slot, offered_at=as_of, visit=visit))
