"""SalesOrder: raise, read, amend or cancel an order."""

from typing import Any

from ...messages import Answer, as_json
from .. import orders
from ..binding import INVALID
from ..refusals import Refused
from ..routing import Call, Route
from ..state import CANCELLED_ORDER
from ..tables.orders import ORDER_KEY, SALES_ORDER, SALES_ORDER_UPDATE
from ..writing import write


def create(call: Call) -> Answer:
    """201; nothing but {} before version 3, then the order."""
    values = call.read_body(SALES_ORDER, "order")
    _check_customer(values)
    order = orders.add(call.connect, values)
    answer = write(SALES_ORDER, order.values, version=call.version) if call.version >= 3 else {}
    return as_json(answer, status=201)


def read(call: Call) -> Answer:
    """The order, or 404 with null."""
    key = call.read_query(ORDER_KEY)
    order = orders.find(call.connect, key["PrimaryOrderNumber"], key["ContractExternalId"])
    if order is None:
        return as_json(None, status=404)
    return as_json(write(SALES_ORDER, order.values, version=call.version))


def amend(call: Call) -> Answer:
    """{} once the order is changed or cancelled."""
    values = call.read_body(SALES_ORDER_UPDATE, "order")
    _check_update(values)
    orders.amend(call.connect, values)
    return as_json({})


def _check_customer(values: dict[str, Any]) -> None:
    """A customer comes whole, or by its ids alone where Connect shall use what it has."""
    customer = values["Customer"]
    wrong = {}
    for name in ("PrimaryContact", "PrimaryAddress"):
        if not values["UseExistingCustomerDetails"] and customer[name] is None:
            wrong[f"order.Customer.{name}"] = [f"The {name} field is required."]
    if values["UseExistingCustomerDetails"]:
        for name in sorted(customer.keys() - {"ExternalId", "OrganisationExternalId"}):
            if customer[name] is not None:
                wrong[f"order.Customer.{name}"] = ["It cannot be given with UseExistingCustomerDetails."]
    if wrong:
        raise Refused(INVALID, model_state=wrong)


def _check_update(values: dict[str, Any]) -> None:
    wrong = {}
    if values["OrderStatus"] == CANCELLED_ORDER and not values["CancelReason"]:
        wrong["order.CancelReason"] = ["The CancelReason field is required."]
    if values["PriorityExternalId"] and not values["TargetDateUTC"]:
        wrong["order.TargetDateUTC"] = ["The TargetDateUTC field is required."]
    if wrong:
        raise Refused(INVALID, model_state=wrong)


ROUTES = (
    Route(method="POST", path="/api/SalesOrder", act=create, writes=True),
    Route(method="GET", path="/api/SalesOrder", act=read),
    Route(method="PATCH", path="/api/SalesOrder", act=amend, since=2, writes=True),
)
