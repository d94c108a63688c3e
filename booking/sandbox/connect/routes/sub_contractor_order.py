"""BookSubContractorOrder: a supplier takes the order."""

from ...messages import Answer, as_json
from .. import orders
from ..routing import Call, Route
from ..tables.orders import SUBCONTRACT


def book(call: Call) -> Answer:
    """The order, the supplier, and the supplier's name."""
    asked = call.read_body(SUBCONTRACT, "order")
    order = orders.demand_open(call.connect, asked["PrimaryOrderNumber"])
    name = orders.hand_over(call.connect, order, supplier=asked["SupplierExternalId"])
    return as_json({**asked, "SupplierName": name})


ROUTES = (Route(method="POST", path="/api/BookSubContractorOrder", act=book, writes=True),)
