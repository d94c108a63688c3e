"""Attribute: what planning must respect about an order."""

from typing import Any

from ...messages import Answer, as_json
from .. import orders
from ..binding import INVALID
from ..refusals import Refused
from ..routing import Call, Route
from ..tables.catalogue import ATTRIBUTE
from ..tables.visits import ATTRIBUTE_ITEM
from ..writing import write


def read(call: Call) -> Answer:
    """The order's attributes."""
    order = orders.demand_by_id(call.connect, call.place("orderId"))
    items = [{"AttributeName": name, "Value": value} for name, value in order.attributes.items()]
    return as_json(write(ATTRIBUTE, {"OrderId": order.id, "Attribute": items}, version=call.version))


def put(call: Call) -> Answer:
    """{} once the order has these; one that it had keeps its place and gets the new value."""
    number = orders.demand_by_id(call.connect, call.place("orderId")).number
    order = orders.demand_open(call.connect, number)
    items = call.read_list(ATTRIBUTE_ITEM, "attributes")
    _check(items)
    order.attributes |= {item["AttributeName"]: item["Value"] for item in items}
    return as_json({})


def _check(items: list[dict[str, Any]]) -> None:
    wrong = {
        f"attributes[{index}].AttributeName": ["The AttributeName field is required."]
        for index, item in enumerate(items)
        if not item["AttributeName"]
    }
    if wrong:
        raise Refused(INVALID, model_state=wrong)


_PATH = "/api/SalesOrder/{orderId}/Attribute"
ROUTES = (
    Route(method="GET", path=_PATH, act=read, since=3),
    Route(method="POST", path=_PATH, act=put, since=3, writes=True),
)
