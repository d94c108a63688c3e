"""AvailabilityByTrade: the times on offer before there is an order."""

from ...messages import Answer, as_json
from .. import grid
from ..diary import Need
from ..routing import Call, Route
from ..tables.visits import AVAILABILITY_BY_TRADE
from ..traits import TWO, find_traits
from ..visits import USUAL_MINUTES
from ..world import MULTI_TRADE, find_trade
from ..writing import write


def read(call: Call) -> Answer:
    """Whole weeks of times of those who have every skill; nobody has a skill that does not exist."""
    asked = call.read_body(AVAILABILITY_BY_TRADE, "availability")
    asked["NumberOfWeeks"] = grid.check_weeks(asked["NumberOfWeeks"])
    asked["Date"] = asked["Date"] or call.connect.today
    wanted = {item["AttributeName"] or "": item["Value"] for item in asked["SchedulingAttributes"] or []}
    traits = find_traits(wanted)
    need = Need(
        trades=frozenset(find_trade(skill) or skill for skill in asked["Skills"] or [MULTI_TRADE]),
        minutes=asked["Duration"] or USUAL_MINUTES,
        district=(asked["Postcode"] or "").partition(" ")[0].upper(),
        tickets=traits - {TWO},
        people=2 if asked["TwoToAttend"] or TWO in traits else 1,
    )
    drawn = grid.draw(call.connect, need, since=asked["Date"], weeks=asked["NumberOfWeeks"])
    return as_json({"Availability": write(AVAILABILITY_BY_TRADE, asked, version=call.version), **drawn})


ROUTES = (Route(method="POST", path="/api/AvailabilityByTrade", act=read, since=3),)
