"""A supplier's part of an order: handed over, added to, invoiced."""

from typing import Any

from . import orders
from .refusals import Refused
from .state import Order, Subcontract
from .system import Connect
from .world import SUPPLIERS

Values = dict[str, Any]
SUBCONTRACTOR_ORDER = 1


def hand_over(connect: Connect, order: Order, *, supplier: str) -> str:
    """The supplier has the order, under a SubcontractOrderId of its own; answers the supplier's name."""
    if supplier not in SUPPLIERS:
        raise Refused(f"The supplier '{supplier}' could not be found.")
    if order.supplier not in {None, supplier}:
        raise Refused(f"The order '{order.number}' has been booked with another supplier.")
    order.supplier = supplier
    if order.subcontract is None:
        order.subcontract = Subcontract(id=connect.state.next_subcontract, supplier=supplier)
        connect.state.next_subcontract += 1
    return SUPPLIERS[supplier]


def update(connect: Connect, asked: Values) -> None:
    """The supplier's order has these comments and codes as well."""
    subcontract = _demand(connect, asked)
    for code in asked["Codes"] or []:
        if code["CodeExternalId"] not in connect.state.job_codes:
            raise Refused(f"The job code '{code['CodeExternalId']}' could not be found.")
        if (code["Quantity"] or 0) <= 0:
            raise Refused(f"The job code '{code['CodeExternalId']}' needs a quantity.")
    subcontract.updates.append(asked)


def take_invoice(connect: Connect, asked: Values) -> None:
    """The invoice stands as a draft; refused where it matches nothing, or came before."""
    supplier = asked["SupplierExternalId"]
    if supplier not in SUPPLIERS:
        raise Refused(f"The supplier '{supplier}' could not be found.")
    key = (supplier, asked["SupplierInvoiceReference"])
    if any(
        (one["SupplierExternalId"], one["SupplierInvoiceReference"]) == key for one in connect.state.invoices
    ):
        raise Refused(f"The invoice '{key[1]}' of the supplier '{supplier}' already exists.")
    for line in asked["PurchaseInvoiceLines"] or []:
        _check_line(connect, supplier, asked["PurchaseInvoiceCategory"], line)
    connect.state.invoices.append(asked)


def _check_line(connect: Connect, supplier: str, category: int, line: Values) -> None:
    code, number = line["CodeExternalId"], line["PrimaryOrderNumber"]
    if code not in connect.state.job_codes:
        raise Refused(f"The job code '{code}' could not be found.")
    if number is None or category != SUBCONTRACTOR_ORDER:
        return
    if orders.demand(connect, number).supplier != supplier:
        raise Refused(f"The order '{number}' has not been booked with the supplier '{supplier}'.")


def _demand(connect: Connect, asked: Values) -> Subcontract:
    """By either number, or by both where they belong together."""
    number, known = asked["PrimaryOrderNumber"], asked["SubcontractOrderId"]
    if number is None and known is None:
        raise Refused("Either PrimaryOrderNumber or SubcontractOrderId is required.")
    made = [order for order in connect.state.orders.values() if order.subcontract]
    for order in made:
        if number in {None, order.number} and order.subcontract and known in {None, order.subcontract.id}:
            return _check_customer(order, asked)
    raise Refused(f"The sub contractor order '{known or number}' could not be found.")


def _check_customer(order: Order, asked: Values) -> Subcontract:
    if asked["CustomerExternalId"] not in {None, order.customer}:
        raise Refused(f"The order '{order.number}' is not of the customer '{asked['CustomerExternalId']}'.")
    if order.cancelled:
        raise Refused(f"The order '{order.number}' has been cancelled.")
    assert order.subcontract is not None  # noqa: S101 - the caller has looked
    return order.subcontract
