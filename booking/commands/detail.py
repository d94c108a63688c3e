"""Codes and attributes of an order beyond those that it was raised with."""

from booking import events, grid, remote
from booking.commands.base import Answer, Next, Readable
from booking.events import Event
from booking.models.outbox import Command
from booking.schedulers.abilities import CodeLine, Detailed, Details
from booking.schedulers.base import Scheduler, SchedulerError


class Detail(Readable):
    """The order shall have its codes and attributes; what it has already is left alone."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Adds what is missing."""
        remote.able(scheduler, Detailed).set_details(command.order.number, command.order.wanted_details())
        return {}

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """Whether the order has them all."""
        found = remote.able(scheduler, Detailed).read_details(command.order.number)
        return {} if _covers(found, command.order.wanted_details()) else None

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """Attributes decide who can come, so that the times read before are out of date."""
        grid.forget(command.order)
        return ()

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """The order stands without them: a person must set them before the visit."""
        events.record(Event.STAFF_NEEDED, command.order, kind=command.kind)


def _covers(found: Details, wanted: Details) -> bool:
    codes = all(any(_holds(has, line) for has in found.codes) for line in wanted.codes)
    return codes and set(wanted.traits) <= set(found.traits)


def _holds(has: CodeLine, line: CodeLine) -> bool:
    same = has.code == line.code and line.location in {"", has.location}
    return same and has.quantity >= line.quantity
