"""The enumerated types."""

from ..fields import choice

AVAILABILITY_STATUS = choice("AvailabilityStatus", "NotAvailable", "Available", "Preferred")
CONTACT_PREFERENCE = choice(
    "ContactPreference",
    "None",
    "EmailOnly",
    "MobileTextOnly",
    "HomeTextOnly",
    "EmailAndMobileText",
    "EmailAndHomeText",
)
CONTRACTOR_TYPE = choice("ContractorType", "Internal", "External")
MESSAGING_PREFERENCE = choice("MessagingPreference", "Message", "DontMessage", "NeverMessage")
ORDER_SOURCE = choice("OrderSource", "Default", "TenantPortal")
ORDER_STATUS = choice("OrderStatus", "None", "Cancel", numbers=(0, 11))
VISIT_RESULT = choice("VisitResultType", "Completed", "NoAccess", "FollowOnRequired", "Abandon")
VISIT_STATUS = choice(
    "VisitStatus", "Planned", "Accepted", "Started", "Completed", "PendingDeletion", "Booked", "Shelved"
)
PURCHASE_INVOICE_CATEGORY = choice("PurchaseInvoiceCategory", "PurchaseOrder", "SubcontractorOrder")
PAYMENT_TERMS = choice("PaymentTerms", "N/A", "NetMonthly", "NoDays")
