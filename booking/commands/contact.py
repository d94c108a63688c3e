"""Contact details that a tenant has changed: carried back, but never over something newer."""

from dataclasses import asdict, replace
from typing import Any

from booking import events, remote
from booking.commands.base import Answer, Next, Readable, before_sending
from booking.events import Event
from booking.models.outbox import Command
from booking.schedulers.abilities import CustomerRecord, Customers
from booking.schedulers.base import Contact, Refused, Scheduler, SchedulerError

CARRIED = ("mobile", "home_phone", "email")
"""What a tenant may change in the remote: how to be reached, as far as it can be read back."""


class Conflict(Refused):
    """Somebody has changed the same detail in the remote meanwhile: theirs stays, and a person decides."""


class SendContact(Readable):
    """The remote shall have the tenant's new details where they are newer than its own."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Reads first; sends nothing where the remote has them already or has newer ones."""
        system = remote.able(scheduler, Customers)
        with before_sending():
            record = _read(command, system)
        merged = _merge(command, record.contact)
        if merged != record.contact:
            system.send_contact(record, merged)
        return {}

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """Whether the remote has them by now."""
        found = _read(command, remote.able(scheduler, Customers)).contact
        return {} if _merge(command, found) == found else None

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """The remote and we hold the same."""
        events.record(Event.CONTACT_CARRIED, command.order, contact=command.payload["contact"])
        return ()

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """The remote keeps its own, and a person compares the two."""
        events.record(
            Event.STAFF_NEEDED, command.order, kind=command.kind, contact=command.payload["contact"]
        )


def _read(command: Command, system: Customers) -> CustomerRecord:
    record = system.read_customer(command.order.number)
    if record is None or record.customer != command.order.customer:
        raise Refused("the remote shows no record of this property with the order")
    return record


def _merge(command: Command, theirs: Contact) -> Contact:
    """Theirs with our changes; Conflict where both sides have changed the same detail."""
    ours, before = command.payload["contact"], command.payload["before"]
    if theirs.name.casefold() not in {"", ours["name"].casefold()}:
        # A joint tenant's own number is no news about the person whom the remote asks for.
        return theirs
    changed: dict[str, Any] = {}
    conflicts = {}
    for name in CARRIED:
        held = asdict(theirs)[name]
        if ours.get(name) in {held, before.get(name)}:
            continue
        if held in {before.get(name), ""}:
            changed[name] = ours[name]
        else:
            conflicts[name] = {"ours": ours[name], "theirs": held}
    if conflicts:
        raise Conflict("the remote has newer contact details", evidence=conflicts)
    return replace(theirs, **changed)
