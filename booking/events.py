"""What has happened: said once, in the transaction that made it so, to whoever tells people and machines."""

from enum import StrEnum
from typing import Any

from django.dispatch import Signal

from booking.models import Order


class Event(StrEnum):
    """The things that others may want to know.

    An appointment's event carries `payload`: date, name (of the window), start and end in ISO form, None
    where the remote gives none, and `elsewhere`, true where it was not done here. STAFF_NEEDED carries
    `kind`: the write that is unclear or was refused, or the concern. CONTACT_CARRIED carries `contact`.
    Those of a contractor who is asked by e-mail carry `invitation`, its id, and `kind`, its state.
    """

    ORDER_RAISED = "order.raised"
    ORDER_REFUSED = "order.refused"
    ORDER_CANCELLED = "order.cancelled"
    ORDER_HANDED_OVER = "order.handed_over"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_MOVED = "appointment.moved"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    APPOINTMENT_NOT_BOOKED = "appointment.not_booked"
    CANCEL_REFUSED = "order.cancel_refused"
    CONTACT_CARRIED = "contact.carried"
    CONTRACTOR_ASKED = "contractor.asked"
    CONTRACTOR_PROPOSED = "contractor.proposed"
    CONTRACTOR_FAILED = "contractor.failed"
    STAFF_NEEDED = "staff.needed"


# Listeners run in the transaction and may only write rows: what they write stands or falls with the event.
happened = Signal()


def record(event: Event, order: Order, **facts: Any) -> None:
    """Tells every listener; called inside the transaction that settles the matter."""
    happened.send(sender=Order, event=event, order=order, facts=facts)
