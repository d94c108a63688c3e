"""Code: the codes of an order, one by one."""

from ...messages import Answer, as_json
from .. import codes, orders
from ..routing import Call, Route
from ..state import Order
from ..tables.catalogue import CODE
from ..writing import write


def read_all(call: Call) -> Answer:
    """Every code of the order."""
    return as_json([write(CODE, code, version=call.version) for code in codes.read(_find(call))])


def read(call: Call) -> Answer:
    """One code, at one location where the path names one."""
    found = codes.demand(_find(call), call.places["id"], call.places.get("locationExternalId"))
    return as_json(write(CODE, found, version=call.version))


def add(call: Call) -> Answer:
    """{} once the order has the code."""
    order, asked = _find_open(call), call.read_body(CODE, "code")
    codes.add(call.connect, order, asked)
    return as_json({})


def change(call: Call) -> Answer:
    """{} once the code has the quantity."""
    codes.change(_find_open(call), call.read_body(CODE, "code"))
    return as_json({})


def remove(call: Call) -> Answer:
    """{} once the order has the code no longer."""
    codes.remove(_find_open(call), call.places["id"], call.places.get("locationExternalId"))
    return as_json({})


def _find(call: Call) -> Order:
    return orders.demand_by_id(call.connect, call.place("orderId"))


def _find_open(call: Call) -> Order:
    return orders.demand_open(call.connect, _find(call).number)


_ALL = "/api/SalesOrder/{orderId}/Code"
_ONE = f"{_ALL}/{{id}}"
_THERE = f"{_ONE}/Location/{{locationExternalId}}"
ROUTES = (
    Route(method="GET", path=_ALL, act=read_all, since=3),
    Route(method="POST", path=_ALL, act=add, since=3, writes=True),
    Route(method="PUT", path=_ALL, act=change, since=3, writes=True),
    *(Route(method="GET", path=path, act=read, since=3) for path in (_ONE, _THERE)),
    *(Route(method="DELETE", path=path, act=remove, since=3, writes=True) for path in (_ONE, _THERE)),
)
