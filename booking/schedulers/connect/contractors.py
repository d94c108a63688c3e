"""A contractor's order and invoice as Connect takes them, checked before a byte leaves."""

from decimal import Decimal

from booking.schedulers.abilities import CodeLine, Invoice, InvoiceLine
from booking.schedulers.base import Refused
from booking.schedulers.connect import objects
from booking.schedulers.connect.enums import PaymentTerms, PurchaseInvoiceCategory
from booking.schedulers.connect.order_details import check_codes
from booking.schedulers.connect.orders import check_number, make, need

PENNY, CEILING = Decimal("0.01"), Decimal(10_000_000)


def compose_change(
    number: str, *, subcontract_order: int, comments: str, codes: tuple[CodeLine, ...]
) -> objects.BookSubContractorOrderUpdate:
    """What changes in a contractor's order; Refused where nothing would."""
    check_number(number)
    check_codes(codes)
    if subcontract_order <= 0:
        raise Refused("Connect requires its own id of the contractor's order.")
    need(comments.strip() or "".join(line.code for line in codes), "comments or codes")
    return make(
        objects.BookSubContractorOrderUpdate,
        primary_order_number=number,
        subcontract_order_id=subcontract_order,
        comments=comments or None,
        codes=tuple(_code(line) for line in codes) or None,
    )


def compose_invoice(invoice: Invoice) -> objects.PurchaseInvoice:
    """The invoice of a contractor's order; Refused for money that is none or would have to be rounded.

    Its terms are "N/A", which agrees to nothing: when it is paid is for the landlord's finance team to say.
    """
    check_number(invoice.number)
    need(invoice.supplier, "the supplier")
    need(invoice.reference.strip(), "the contractor's reference")
    return make(
        objects.PurchaseInvoice,
        supplier_external_id=invoice.supplier,
        purchase_invoice_category=PurchaseInvoiceCategory.SUBCONTRACTOR_ORDER,
        supplier_invoice_reference=invoice.reference,
        invoice_date_utc=invoice.date,
        payment_terms=PaymentTerms.N_A,
        goods_value=_money(invoice.goods, "goods"),
        labour_cost=_money(invoice.labour, "labour"),
        vat=_money(invoice.vat, "VAT"),
        comments=invoice.comments or None,
        purchase_invoice_lines=tuple(_line(line, invoice.number) for line in invoice.lines) or None,
    )


def _line(line: InvoiceLine, number: str) -> objects.PurchaseInvoiceLine:
    need(line.code, "the code of every line")
    need(line.purchase_order, "the purchase order of every line")
    if line.quantity <= 0:
        raise Refused(f"The quantity of {line.code} is no amount.")
    return make(
        objects.PurchaseInvoiceLine,
        code_external_id=line.code,
        purchase_order_number=line.purchase_order,
        primary_order_number=number,
        description=line.description or None,
        quantity=line.quantity,
        unit_cost=_money(line.unit_cost, line.code),
        line_cost=_money(line.unit_cost * line.quantity, line.code),
    )


def _money(amount: Decimal, what: str) -> Decimal:
    if not amount.is_finite() or not 0 <= amount < CEILING:
        raise Refused(f"The amount for {what} is no sum of money.")
    if amount != amount.quantize(PENNY):
        raise Refused(f"The amount for {what} has parts of a penny.")
    return amount


def _code(line: CodeLine) -> objects.BookSubContractorOrderUpdateCode:
    return make(
        objects.BookSubContractorOrderUpdateCode,
        code_external_id=line.code,
        location_external_id=line.location or None,
        quantity=line.quantity,
    )
