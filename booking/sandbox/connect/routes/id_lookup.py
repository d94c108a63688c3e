"""IdLookup: Connect's internal number of an order."""

from ...messages import Answer, as_json
from .. import orders
from ..routing import Call, Route
from ..tables.orders import ORDER_KEY


def read(call: Call) -> Answer:
    """A bare integer; 400 where there is no such order."""
    key = call.read_query(ORDER_KEY)
    return as_json(orders.demand(call.connect, key["PrimaryOrderNumber"], key["ContractExternalId"]).id)


ROUTES = tuple(
    Route(method="GET", path=path, act=read, since=3) for path in ("/api/IdLookup/OrderId", "/api/IdLookup")
)
