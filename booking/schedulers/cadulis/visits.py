"""Interventions as orders and visits: one intervention is one order, and its visit once it has a date."""

import datetime as dt

from booking.schedulers.base import RemoteOrder, Visit, VisitResult, VisitState
from booking.schedulers.cadulis.objects import BEGUN, CANCELLED, ENDED, WAITING, Intervention, Report

STATES = {
    **dict.fromkeys(WAITING, VisitState.BOOKED),
    **dict.fromkeys(BEGUN, VisitState.STARTED),
    **dict.fromkeys(CANCELLED, VisitState.CANCELLED),
    ENDED: VisitState.COMPLETED,
}
UNDATED = WAITING | CANCELLED
"""Without a date, these were never a visit; anything else is one that somebody must look at."""


def read_order(intervention: Intervention) -> RemoteOrder:
    """The intervention as an order."""
    return RemoteOrder(
        number=intervention.cref,
        cancelled=intervention.cancelled,
        description=intervention.comment,
        remote_id=intervention.id,
    )


def read_visit(intervention: Intervention) -> Visit | None:
    """The visit, under the order's own number; None while nobody has planned it."""
    if intervention.start is None and intervention.status in UNDATED:
        return None
    state = STATES.get(intervention.status, VisitState.UNKNOWN)
    report = intervention.report
    start = intervention.start or (report.start if report else None)
    end = intervention.end if intervention.start else None
    raised = intervention.created_at
    return Visit(
        id=intervention.cref,
        number=intervention.cref,
        state=state,
        result=_read_result(report) if state is VisitState.COMPLETED else None,
        date=start.date() if start else None,
        start=_time(intervention.start) if intervention.start else None,
        # An end on another day says nothing about a time of this one.
        end=_time(end) if start and end and end.date() == start.date() else None,
        raised_on=raised.date() if raised else None,
        comments=report.comment if report else "",
    )


def _read_result(report: Report | None) -> VisitResult:
    """Cadulis says ok or ko, and nothing of why: who never began was not let in, who began gave up."""
    if report is None or report.status not in {"ok", "ko"}:
        return VisitResult.UNKNOWN
    if report.status == "ok":
        return VisitResult.COMPLETED
    return VisitResult.ABANDONED if report.start else VisitResult.NO_ACCESS


def _time(moment: dt.datetime) -> dt.time:
    return moment.time().replace(microsecond=0, fold=0)
