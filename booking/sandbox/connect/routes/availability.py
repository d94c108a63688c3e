"""Availability: the times on offer for an order."""

from ...messages import Answer, as_json
from .. import grid, orders, visits
from ..routing import Call, Route
from ..tables.visits import AVAILABILITY
from ..visits import Wish
from ..writing import write


def read(call: Call) -> Answer:
    """Whole weeks of times; a visit that is to be moved does not stand in its own way."""
    asked = call.read_query(AVAILABILITY)
    connect = call.connect
    order = orders.demand_open(connect, asked["PrimaryOrderNumber"])
    if asked["VisitExternalId"]:
        visits.demand(connect, order, asked["VisitExternalId"])
    asked["NumberOfWeeks"] = grid.check_weeks(asked["NumberOfWeeks"])
    asked["Date"] = asked["Date"] or connect.today
    need = visits.find_need(
        connect,
        order,
        wish=Wish(
            day=asked["Date"],
            weekends=bool(asked["IgnoreWeekends"]),
            operative=asked["ResourceExternalId"] or "",
        ),
        moving=asked["VisitExternalId"] or "",
    )
    drawn = grid.draw(connect, need, since=asked["Date"], weeks=asked["NumberOfWeeks"])
    return as_json({"Availability": write(AVAILABILITY, asked, version=call.version), **drawn})


ROUTES = (Route(method="GET", path="/api/Availability", act=read),)
