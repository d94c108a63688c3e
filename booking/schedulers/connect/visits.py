"""Connect's appointments as visits."""

import datetime as dt
import logging

from booking.schedulers.base import Summary, Unavailable, Visit, VisitResult, VisitState
from booking.schedulers.connect.enums import VisitResultType, VisitStatus
from booking.schedulers.connect.objects import Appointment, BookingSummaryResponse

log = logging.getLogger(__name__)

STATES = {
    VisitStatus.PLANNED: VisitState.BOOKED,
    VisitStatus.ACCEPTED: VisitState.BOOKED,
    VisitStatus.BOOKED: VisitState.BOOKED,
    VisitStatus.STARTED: VisitState.STARTED,
    VisitStatus.COMPLETED: VisitState.COMPLETED,
    VisitStatus.PENDING_DELETION: VisitState.CANCELLED,
    VisitStatus.SHELVED: VisitState.SHELVED,
}
RESULTS = {
    VisitResultType.COMPLETED: VisitResult.COMPLETED,
    VisitResultType.NO_ACCESS: VisitResult.NO_ACCESS,
    VisitResultType.FOLLOW_ON_REQUIRED: VisitResult.FOLLOW_ON,
    VisitResultType.ABANDON: VisitResult.ABANDONED,
}


def read_summary(answer: BookingSummaryResponse, *, number: str) -> Summary:
    """Every visit, except those of an order that was not asked for; Unavailable where it names only such.

    An answer about another order says nothing of ours, least of all that it has no visit.
    """
    visits = (_read_visit(appointment, number) for appointment in answer.appointments or ())
    kept = tuple(visit for visit in visits if not number or visit.number == number)
    if len(kept) != len(answer.appointments or ()):
        log.warning("a summary of one order names visits of another")
        if not kept:
            raise Unavailable(f"BookingSummary answered visits of another order than {number}.")
    return Summary(visits=kept, customer_name=(answer.customer and answer.customer.name) or "")


def _read_visit(appointment: Appointment, number: str) -> Visit:
    status = appointment.visit_status
    state = VisitState.UNKNOWN if status is None else STATES.get(status, VisitState.UNKNOWN)
    date, start, end = _read_when(appointment)
    return Visit(
        id=appointment.visit_external_id or "",
        number=appointment.primary_order_number or number,
        state=state,
        result=_read_result(appointment, state),
        # A shelved visit has no date, whatever stands there.
        date=None if state is VisitState.SHELVED else date,
        start=start,
        end=end,
        raised_on=appointment.order_raised_date,
        resource=appointment.resource or "",
        instructions=appointment.visit_instructions or "",
        comments=appointment.operative_comments or "",
    )


def _read_result(appointment: Appointment, state: VisitState) -> VisitResult | None:
    # An open visit reads "Completed" too: nought is what .NET puts where nothing was said.
    if state is not VisitState.COMPLETED or appointment.visit_result_type is None:
        return None
    return RESULTS.get(appointment.visit_result_type, VisitResult.UNKNOWN)


def _read_when(appointment: Appointment) -> tuple[dt.date | None, dt.time | None, dt.time | None]:
    begins, ends = appointment.planning_window_start, appointment.planning_window_end
    first = begins or ends
    date = first.date() if first else None
    start, end = (moment.time() if moment else None for moment in (begins, ends))
    if (start or dt.time()) == (end or dt.time()) == dt.time():  # dates only, as the document has it
        return date, None, None
    return date, start, end
