"""Raising an order and cancelling it."""

from collections.abc import Iterator

from booking import events, remote, standing
from booking.commands.base import Answer, Next, Readable, after_sending, before_sending
from booking.events import Event
from booking.models import Order
from booking.models.order import OrderState
from booking.models.outbox import Command, Kind
from booking.schedulers.abilities import Customers, Detailed
from booking.schedulers.base import Refused, RemoteOrder, Scheduler, SchedulerError, Unknown, VisitState

BEGUN = {VisitState.STARTED, VisitState.COMPLETED, VisitState.UNKNOWN}
"""Of a visit that we cannot read, nobody knows that it has not begun."""


class Raise(Readable):
    """The order shall stand in the remote; its number is the key."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Posts the order."""
        scheduler.raise_order(command.order.request())
        return {}

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """Looks for our number; somebody else's order under it is never adopted."""
        found = remote.read_order(scheduler, command.order.number)
        if found is None:
            return None
        if not _ours(command, found):
            raise Refused("the remote has another order under our number")
        return {"status": found.status}

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """The order is open; a contractor's goes to the contractor, and what it lacks follows."""
        order = command.order
        order.state = OrderState.OPEN
        order.remote_status = answer.get("status")
        order.save(update_fields=["state", "remote_status"])
        events.record(Event.ORDER_RAISED, order)
        return tuple(_what_follows(order))

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """The report stays with us, and a person takes it from here."""
        order = command.order
        order.state = OrderState.REFUSED
        order.save(update_fields=["state"])
        events.record(Event.ORDER_REFUSED, order)


class Cancel(Readable):
    """The order, with all its visits, shall be cancelled."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Cancels unless an operative has begun, then reads the order: only a cancelled order counts.

        Of an order that is not there any more no visits can be read: that is looked at first.
        """
        number = command.order.number
        with before_sending():
            if (over := self.find(command, scheduler)) is not None:
                return over
            visits = remote.read_visits(scheduler, number)
        if any(visit.state in BEGUN for visit in visits):
            raise Refused("a visit has begun or is complete")
        scheduler.cancel_order(
            number, reason=command.payload["reason"], description=command.payload.get("description", "")
        )
        with after_sending():
            found = self.find(command, scheduler)
        if found is None:
            raise Unknown("the remote accepted the cancellation and still shows the order open")
        return found

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """Cancelled in the remote, or not even there."""
        found = remote.read_order(scheduler, command.order.number)
        if found is None:
            return {}
        return {"status": found.status} if found.cancelled else None

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """The order and its appointments are off."""
        order = command.order
        order.state = OrderState.CANCELLED
        order.remote_status = answer.get("status")
        order.save(update_fields=["state", "remote_status"])
        order.appointments.live().update(state=VisitState.CANCELLED.value)
        events.record(Event.ORDER_CANCELLED, order)
        return ()

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """The order stands, and the tenant is told so."""
        standing.read_soon(command.order)
        events.record(Event.CANCEL_REFUSED, command.order)


def _what_follows(order: Order) -> Iterator[Next]:
    if order.by_email:
        return
    if order.handed_over:
        yield Next(Kind.HAND_OVER, {})
    if order.details and remote.ability(order.scheduler, Detailed) is not None:
        yield Next(Kind.DETAIL, {})
    if order.contact_before is not None and remote.ability(order.scheduler, Customers) is not None:
        yield Next(Kind.CONTACT, {"contact": order.contact, "before": order.contact_before})


def _ours(command: Command, found: RemoteOrder) -> bool:
    # Not every installation returns the CRM id; our numbers are never shared, so none is no contradiction.
    return found.crm_id in {"", str(command.order_id)}
