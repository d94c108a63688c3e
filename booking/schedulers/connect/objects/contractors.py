"""Contractors' orders and invoices."""

from pydantic import Field

from booking.schedulers.connect.fields import (
    Date,
    Flag,
    Many,
    Number,
    PaymentTerms,
    PurchaseInvoiceCategory,
    Remote,
    Text,
    Text32,
    Text64,
    Whole,
)


class BookSubContractorOrder(Remote):
    """An order handed to a contractor."""

    primary_order_number: Text = None
    supplier_external_id: Text = None


class BookSubContractorOrderResponse(Remote):
    """The contractor that has it."""

    primary_order_number: Text = None
    supplier_external_id: Text = None
    supplier_name: Text = None


class BookSubContractorOrderUpdateCode(Remote):
    """A code that a contractor's order shall have."""

    code_external_id: Text = None
    location_external_id: Text = None
    quantity: Number = None


class BookSubContractorOrderUpdate(Remote):
    """A change to a contractor's order; no call answers its `SubcontractOrderId`."""

    primary_order_number: Text = None
    subcontract_order_id: Whole = None
    customer_external_id: Text = None
    category_external_id: Text = None
    comments: Text = None
    codes: Many[BookSubContractorOrderUpdateCode] = None


class PurchaseInvoiceLine(Remote):
    """One line of an invoice."""

    code_external_id: Text = None
    unit_cost: Number = None
    line_cost: Number = None
    description: Text = None
    primary_order_number: Text32 = None
    purchasing_card_number: Text64 = None
    resource_external_id: Text = None
    quantity: Whole = None
    uom: Text = Field(None, alias="UOM")
    delivery_date: Date = None
    purchase_order_number: Text = None


class PurchaseInvoice(Remote):
    """A contractor's invoice."""

    supplier_external_id: Text = None
    purchase_invoice_category: PurchaseInvoiceCategory = None
    supplier_invoice_reference: Text64 = None
    invoice_date_utc: Date = Field(None, alias="InvoiceDateUTC")
    payment_terms: PaymentTerms = None
    early_settlement_discount: Flag = None
    early_settlement_discount_percent: Text = None
    early_settlement_discount_value: Number = None
    early_settlement_date: Date = None
    goods_value: Number = None
    delivery_cost: Number = None
    other_costs: Number = None
    vat: Number = Field(None, alias="VAT")
    labour_cost: Number = None
    comments: Text = None
    purchase_invoice_lines: Many[PurchaseInvoiceLine] = None
