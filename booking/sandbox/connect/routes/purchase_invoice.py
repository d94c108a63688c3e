"""PurchaseInvoice: a supplier's invoice, as a draft."""

from ...messages import Answer, as_json
from .. import suppliers
from ..routing import Call, Route
from ..tables.contractors import INVOICE
from ..writing import write


def create(call: Call) -> Answer:
    """201 and the invoice."""
    asked = call.read_body(INVOICE, "purchaseInvoice")
    suppliers.take_invoice(call.connect, asked)
    return as_json(write(INVOICE, asked, version=call.version), status=201)


ROUTES = (Route(method="POST", path="/api/PurchaseInvoice", act=create, since=3, writes=True),)
