"""What Connect tells others of its own accord: the seven events of the document, and what each call says."""

import datetime as dt
import secrets
from typing import Any

from .state import Order, Visit
from .system import Connect
from .tables.choices import VISIT_RESULT, VISIT_STATUS
from .writing import write_date

ORDER_COMPLETED = "OrderCompleted"
NEW_APPOINTMENT = "NewAppointment"
RE_APPOINTMENT = "ReAppointment"
FOLLOW_ON = "FollowOnAppointment"
VISIT_COMPLETED = "VisitCompleted"
VISIT_DELETED = "VisitDeleted"
VISIT_SHELVED = "VisitShelved"
EVENTS = (
    ORDER_COMPLETED,
    NEW_APPOINTMENT,
    RE_APPOINTMENT,
    FOLLOW_ON,
    VISIT_COMPLETED,
    VISIT_DELETED,
    VISIT_SHELVED,
)


def tell(connect: Connect, event: str, order: Order, visit: Visit | None = None) -> None:
    """Whoever wants to be told will hear of it, under a CloudExternalId that ResponseCallback may answer."""
    call = secrets.token_hex(12)
    body: dict[str, Any] = {
        "Event": event,
        "CloudExternalId": call,
        "PrimaryOrderNumber": order.number,
        "ContractExternalId": order.values["ContractExternalId"],
        "SubcontractOrderId": order.subcontract.id if order.subcontract else None,
        "OccurredUTC": connect.clock.now.replace(tzinfo=None).isoformat(timespec="seconds"),
    }
    connect.state.told[call] = event
    connect.caller.tell(event, body | (_describe(visit) if visit else {}), order=order.number)


def _describe(visit: Visit) -> dict[str, Any]:
    return {
        "VisitExternalId": visit.id,
        "VisitStatus": visit.status,
        "VisitStatusName": VISIT_STATUS.names[visit.status],
        "VisitResultTypeName": VISIT_RESULT.names[visit.result],
        "PlanningWindowId": visit.window,
        "PlanningWindowStart": _write(visit.start),
        "PlanningWindowEnd": _write(visit.end),
    }


def _write(moment: dt.datetime | None) -> str | None:
    return write_date(moment) if moment else None
