"""Handing an order to a contractor."""

from booking import events
from booking.commands.base import Answer, Next
from booking.events import Event
from booking.models.outbox import Command
from booking.schedulers.base import Scheduler, SchedulerError


class HandOver:
    """A contractor shall have the order; the remote offers no way to read whether one has."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Books the contractor's order."""
        done = scheduler.hand_over(command.order.number, supplier=command.order.supplier)
        return {"supplier_name": done.supplier_name}

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """Nothing to read: only a person can find out, and repeating might order twice."""
        raise CannotBeRead("the remote has no way to read a contractor's order")

    def confirm(self, command: Command, answer: Answer) -> Next | None:
        """The contractor's name is known."""
        order = command.order
        order.supplier_name = answer["supplier_name"] or order.supplier_name
        order.save(update_fields=["supplier_name"])
        events.record(Event.ORDER_HANDED_OVER, order)
        return None

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """The order stands without a contractor: a person must find one."""
        events.record(Event.STAFF_NEEDED, command.order, kind=command.kind)


class CannotBeRead(SchedulerError):
    """No read can settle what became of it."""
