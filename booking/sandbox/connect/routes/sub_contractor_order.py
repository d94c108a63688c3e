"""BookSubContractorOrder: a supplier takes the order, or is told more about it."""

from ...messages import Answer, as_json
from .. import orders, suppliers
from ..routing import Call, Route
from ..tables.contractors import SUBCONTRACT, SUBCONTRACT_UPDATE
from ..writing import write


def book(call: Call) -> Answer:
    """The order, the supplier, and the supplier's name."""
    asked = call.read_body(SUBCONTRACT, "order")
    order = orders.demand_open(call.connect, asked["PrimaryOrderNumber"])
    name = suppliers.hand_over(call.connect, order, supplier=asked["SupplierExternalId"])
    return as_json({**asked, "SupplierName": name})


def update(call: Call) -> Answer:
    """What was added."""
    asked = call.read_body(SUBCONTRACT_UPDATE, "order")
    suppliers.update(call.connect, asked)
    return as_json(write(SUBCONTRACT_UPDATE, asked, version=call.version))


_PATH = "/api/BookSubContractorOrder"
ROUTES = (
    Route(method="POST", path=_PATH, act=book, writes=True),
    Route(method="PATCH", path=_PATH, act=update, since=3, writes=True),
)
