"""Booking: a new visit, or with VisitExternalId the same visit at another time."""

from typing import Any

from ...messages import Answer, as_json
from .. import events, orders, visits
from ..routing import Call, Route
from ..state import Visit
from ..tables.visits import BOOKING, BOOKING_RESPONSE
from ..visits import Wish
from ..world import WINDOWS
from ..writing import write


def book(call: Call) -> Answer:
    """The visit as it now stands."""
    asked = call.read_body(BOOKING, "booking")
    connect = call.connect
    order = orders.demand_open(connect, asked["PrimaryOrderNumber"])
    moving = visits.demand(connect, order, asked["VisitExternalId"]) if asked["VisitExternalId"] else None
    if asked["ShelveAppointment"] and moving is None:
        visit = visits.put_on_shelf(connect, order, instructions=asked["VisitInstructions"])
        event = events.VISIT_SHELVED
    else:
        visit = visits.book(connect, order, _wish(asked), visit=moving)
        event = events.RE_APPOINTMENT if moving else events.NEW_APPOINTMENT
    if connect.habits.echo:
        events.tell(connect, event, order, visit)
    return as_json(write(BOOKING_RESPONSE, _describe(asked, visit), version=call.version))


def _wish(asked: dict[str, Any]) -> Wish:
    return Wish(
        day=asked["Date"],
        window=asked["PlanningWindowId"],
        weekends=bool(asked["IgnoreWeekends"]),
        minutes=asked["Duration"],
        two=bool(asked["TwoToAttend"]),
        instructions=asked["VisitInstructions"],
        operative=asked["ResourceExternalId"] or "",
    )


def _describe(asked: dict[str, Any], visit: Visit) -> dict[str, Any]:
    return asked | {
        "Date": visit.date,
        "PlanningWindow": WINDOWS[visit.window].as_values() if visit.window else None,
        "Duration": visit.minutes,
        "IgnoreWeekends": bool(asked["IgnoreWeekends"]),
        "TwoToAttend": len(visit.operatives) > 1,
        "VisitExternalId": visit.id,
        "VisitInstructions": visit.instructions,
        "MessagingPreference": asked["MessagingPreference"] or 0,
    }


ROUTES = (Route(method="POST", path="/api/Booking", act=book, writes=True),)
