"""What a supplier's part of an order may be told, and invoiced."""

from ..fields import Shape, date, decimal, flag, many, one, text, whole
from .choices import PAYMENT_TERMS, PURCHASE_INVOICE_CATEGORY

SUBCONTRACT = Shape(
    "BookSubContractorOrder",
    {"PrimaryOrderNumber": text(required=True), "SupplierExternalId": text(required=True)},
)
SUBCONTRACT_CODE = Shape(
    "BookSubContractorOrderUpdateCode",
    {
        "CodeExternalId": text(since=3),
        "LocationExternalId": text(since=3),
        "Quantity": decimal(since=3),
    },
)
SUBCONTRACT_UPDATE = Shape(
    "BookSubContractorOrderUpdate",
    {
        "PrimaryOrderNumber": text(since=3),
        "SubcontractOrderId": whole(since=3),
        "CustomerExternalId": text(since=3),
        "CategoryExternalId": text(since=3),
        "Comments": text(since=3),
        "Codes": many(SUBCONTRACT_CODE, since=3),
    },
)
INVOICE_LINE = Shape(
    "PurchaseInvoiceLine",
    {
        "CodeExternalId": text(since=3, required=True),
        "UnitCost": decimal(since=3),
        "LineCost": decimal(since=3),
        "Description": text(since=3),
        "PrimaryOrderNumber": text(32, since=3),
        "PurchasingCardNumber": text(64, since=3),
        "ResourceExternalId": text(since=3),
        "Quantity": whole(since=3),
        "UOM": text(since=3),
        "DeliveryDate": date(since=3),
        "PurchaseOrderNumber": text(since=3, required=True),
    },
)
INVOICE = Shape(
    "PurchaseInvoice",
    {
        "SupplierExternalId": text(since=3, required=True),
        "PurchaseInvoiceCategory": one(PURCHASE_INVOICE_CATEGORY, since=3, required=True),
        "SupplierInvoiceReference": text(64, since=3, required=True),
        "InvoiceDateUTC": date(since=3, required=True),
        "PaymentTerms": one(PAYMENT_TERMS, since=3, required=True),
        "EarlySettlementDiscount": flag(since=3),
        "EarlySettlementDiscountPercent": text(since=3),
        "EarlySettlementDiscountValue": decimal(since=3),
        "EarlySettlementDate": date(since=3),
        "GoodsValue": decimal(since=3, required=True),
        "DeliveryCost": decimal(since=3),
        "OtherCosts": decimal(since=3),
        "VAT": decimal(since=3),
        "LabourCost": decimal(since=3),
        "Comments": text(since=3),
        "PurchaseInvoiceLines": many(INVOICE_LINE, since=3),
    },
)
