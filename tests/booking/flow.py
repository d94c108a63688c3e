"""Time passes, and the worker works: rows are moved into the past, nothing sleeps."""

import datetime as dt
from dataclasses import replace

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from booking import appointments, grid, orders, outbox, visits
from booking.models import Appointment, Command, Order, Reading
from booking.moments import later
from booking.schedulers.base import (
    Contact,
    Refused,
    RemoteOrder,
    Slot,
    SlotTaken,
    Unavailable,
    Unknown,
    VisitState,
)
from tests.booking.pretend import Pretend
from tests.booking.scripted import AFTERNOON, ALL_DAY, MORNING, Script

__all__ = [
    "AFTERNOON",
    "ALL_DAY",
    "MORNING",
    "Slot",
    "Unknown",
    "VisitState",
    "current_app",
    "replace",
    "transaction",
]

CONTACT = Contact(name="Amina Khan", mobile="07700 900123", email="amina@example.org", texts=True)


def pass_time(**span: float) -> None:
    """So much later, as far as the rows can tell."""
    delta = dt.timedelta(**span)
    Command.objects.update(
        due_at=F("due_at") - delta,
        unknown_since=F("unknown_since") - delta,
        lease_until=F("lease_until") - delta,
        created_at=F("created_at") - delta,
        settled_at=F("settled_at") - delta,
    )
    Order.objects.update(read_due_at=F("read_due_at") - delta)
    Reading.objects.update(read_at=F("read_at") - delta, failed_at=F("failed_at") - delta)


def deliver_due() -> None:
    """One round of the worker: what is wanted now is delivered now, whatever its due date."""
    Command.objects.live().update(due_at=Now())
    for pk in Command.objects.due().values_list("pk", flat=True):
        outbox.deliver(str(pk))


def drain(*, rounds: int = 30, minutes: float = 1) -> None:
    """Rounds of the worker, a minute apart, until nothing is left to deliver."""
    for _ in range(rounds):
        if not Command.objects.live().exists():
            return
        deliver_due()
        pass_time(minutes=minutes)
    raise AssertionError(f"never settled: {list(Command.objects.live().values('kind', 'state', 'reason'))}")


def work(**changes: object) -> orders.Work:
    """A dripping tap at 1 Mill Lane."""
    facts: dict[str, object] = {
        "customer": "P-1001",
        "description": "Dripping tap",
        "priority": "R",
        "target_date": day(20),
        "contact": CONTACT,
        "codes": ("BATH001",),
    }
    return orders.Work(**facts | changes)  # type: ignore[arg-type]


def raise_order(*, key: str = "raise:1", **changes: object) -> Order:
    """An intended order; the worker has not seen it yet."""
    return orders.raise_order(work(**changes), key=key, by="person:1")


def open_order(*, key: str = "raise:1", **changes: object) -> Order:
    """An order that stands in the remote."""
    order = raise_order(key=key, **changes)
    drain()
    order.refresh_from_db()
    assert order.is_open
    return order


def first_slot(order: Order, *, visit: str = "", nth: int = 0) -> tuple[Slot, str]:
    """A slot on offer, and its token."""
    times = appointments.offer(order, visit=visit)
    assert times.as_of is not None
    slot = times.slots[nth]
    return slot, grid.sign(order, slot, offered_at=times.as_of, visit=visit)


def booked_order(**changes: object) -> Order:
    """An order with an appointment."""
    order = open_order(**changes)
    _, token = first_slot(order, nth=30)
    appointments.book(order, token=token, by="person:1")
    drain()
    assert order.appointments.live().count() == 1
    return order


def only(order: Order) -> Command:
    """The write that was wanted last."""
    found = orders.newest(order)
    assert found is not None
    return found


def fresh(command: Command) -> Command:
    """The same row as it is by now."""
    command.refresh_from_db()
    return command


def abandon(command: Command) -> None:
    """The worker that was sending it has been killed."""
    Command.objects.filter(pk=command.pk).update(lease_until=later(-1))


def minutes_before(moment: str, minutes: float) -> dt.datetime:
    """That long before the moment of a token."""
    return dt.datetime.fromisoformat(moment) - dt.timedelta(minutes=minutes)


def minutes_ago(minutes: float) -> str:
    """That long before now, as a token has it."""
    return (now() - dt.timedelta(minutes=minutes)).isoformat()


def now() -> dt.datetime:
    """The present moment."""
    return timezone.now()


def day(number: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=number)


def scripted_order(script: Script, *, key: str = "raise:1", **changes: object) -> tuple[Order, Slot]:
    """An open order in the scripted system, and a slot that it offers."""
    script.slots = tuple(Slot(date=day(n), window=MORNING) for n in range(40))
    order = open_order(key=key, **changes)
    return order, Slot(date=day(10), window=MORNING)


def scripted_visit(script: Script) -> tuple[Order, Appointment]:
    """An order in the scripted system with an appointment in ten days."""
    order, slot = scripted_order(script)
    appointments.book(order, token=grid.sign(order, slot, offered_at=now()), by="person:1")
    drain()
    return order, order.appointments.get()


def reread(order: Order) -> bool:
    """The order as the remote has it now; False where that cannot be read, or a write is going on."""
    row = Order.objects.filter(pk=order.pk)
    before = row.get().read_applied
    row.update(read_due_at=Now())
    visits.reread_due(str(order.pk))
    return row.get().read_applied > before


def reread_due() -> None:
    """What the worker reads again when it is due."""
    for order in Order.objects.due_a_read():
        visits.reread_due(str(order.pk))


def unknown() -> Unknown:
    """No answer."""
    return Unknown("no answer")


def unavailable(**more: object) -> Unavailable:
    """Not reached."""
    return Unavailable("not reached", **more)  # type: ignore[arg-type]


def refused() -> Refused:
    """No."""
    return Refused("no")


def taken() -> SlotTaken:
    """Somebody was faster."""
    return SlotTaken("gone")


def foreign(*, number: str, cancelled: bool = False, crm_id: str = "somebody-else") -> RemoteOrder:
    """An order that is not ours."""
    return RemoteOrder(number=number, cancelled=cancelled, crm_id=crm_id)


def any_window(connect: Pretend) -> int:
    """A planning window of the sandbox."""
    return connect.windows()[0]["Id"]
