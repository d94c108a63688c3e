"""BookingSummary: the visits of an order or of a property, whoever lived there then."""

import datetime as dt
from typing import Any

from ...messages import Answer, as_json
from .. import customers, orders
from ..binding import INVALID
from ..refusals import Refused
from ..routing import Call, Route
from ..state import Visit
from ..system import Connect
from ..tables.choices import VISIT_RESULT, VISIT_STATUS
from ..tables.orders import CUSTOMER
from ..tables.visits import APPOINTMENT, BOOKING_SUMMARY
from ..world import OPERATIVES
from ..writing import write

_NEVER = dt.datetime(9999, 12, 31)  # noqa: DTZ001 - Connect's times have no zone


def read(call: Call) -> Answer:
    """The customer and the visits, earliest first."""
    asked = call.read_query(BOOKING_SUMMARY)
    connect, number, place = call.connect, asked["PrimaryOrderNumber"], asked["PropertyId"]
    if not number and not place:
        why = {"PropertyId": ["Either PropertyId or PrimaryOrderNumber is required."]}
        raise Refused(INVALID, model_state=why)
    if number:
        place = place or orders.demand(connect, number).customer
    visits = [
        visit
        for order in connect.state.orders_of(place)
        if not number or order.number == number
        for visit in connect.state.visits_of(order.number)
    ]
    shown = [visit for visit in visits if _is_within(visit, asked["WindowStart"], asked["WindowEnd"])]
    shown.sort(key=lambda visit: (visit.start or _NEVER, visit.id))
    return as_json(
        {
            "Customer": _find_customer(connect, place, call.version),
            "Appointments": [
                write(APPOINTMENT, _describe(connect, visit), version=call.version) for visit in shown
            ],
        }
    )


def _is_within(visit: Visit, since: dt.datetime | None, until: dt.datetime | None) -> bool:
    if since is None and until is None:
        return True
    if visit.start is None or visit.end is None:
        return False
    return (since is None or visit.end >= since) and (until is None or visit.start <= until)


def _find_customer(connect: Connect, place: str, version: int) -> dict[str, Any] | None:
    """The record of the property, once Connect has one or an order has made one."""
    record = customers.find_known(place, connect.state.customers)
    made = connect.state.orders_of(place)
    if record:
        values = record.as_values(connect.options.organisation)
    elif made:
        values = made[-1].values["Customer"]
    else:
        return None
    return write(CUSTOMER, values, version=version)


def _describe(connect: Connect, visit: Visit) -> dict[str, Any]:
    start, end = visit.start, visit.end
    if connect.habits.dates_only and visit.date:
        start = end = dt.datetime.combine(visit.date, dt.time())
    return {
        "PrimaryOrderNumber": visit.order,
        "OrderRaisedDate": visit.raised,
        "VisitExternalId": visit.id,
        "VisitResultType": visit.result,
        "VisitResultTypeName": VISIT_RESULT.names[visit.result],
        "VisitStatus": visit.status,
        "VisitStatusName": VISIT_STATUS.names[visit.status],
        "Resource": " and ".join(OPERATIVES[one].name for one in visit.operatives) or None,
        "VisitInstructions": visit.instructions,
        "OperativeComments": visit.comments,
        "PlanningWindowStart": start,
        "PlanningWindowEnd": end,
    }


ROUTES = (Route(method="GET", path="/api/BookingSummary", act=read),)
