"""Contractors' orders and invoices."""

from booking.schedulers.connect import objects
from booking.schedulers.connect.calls import Calls


class Contractors:
    """BookSubContractorOrder and PurchaseInvoice."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def post_order(self, order: objects.BookSubContractorOrder) -> objects.BookSubContractorOrderResponse:
        """Hand an order to a contractor; a yes repeats our number, and no other supplier."""
        answer = self._calls.send("POST", "BookSubContractorOrder", order)
        done = answer.confirm(objects.BookSubContractorOrderResponse)
        told = (done.primary_order_number, done.supplier_external_id or order.supplier_external_id)
        if told != (order.primary_order_number, order.supplier_external_id):
            answer.fail_write(why=f"{answer.call} did not repeat what was asked.")
        return done

    def patch_order(self, change: objects.BookSubContractorOrderUpdate) -> None:
        """Change a contractor's order; a yes repeats our number, and no other id."""
        answer = self._calls.send("PATCH", "BookSubContractorOrder", change)
        done = answer.confirm(objects.BookSubContractorOrderUpdate)
        told = (done.primary_order_number, done.subcontract_order_id or change.subcontract_order_id)
        if told != (change.primary_order_number, change.subcontract_order_id):
            answer.fail_write(why=f"{answer.call} did not repeat what was asked.")

    def post_invoice(self, invoice: objects.PurchaseInvoice) -> None:
        """Draft an invoice. No call reads it back."""
        answer = self._calls.send("POST", "PurchaseInvoice", invoice)
        answer.accept_new(
            objects.PurchaseInvoice,
            named={
                "SupplierExternalId": invoice.supplier_external_id,
                "SupplierInvoiceReference": invoice.supplier_invoice_reference,
            },
        )
