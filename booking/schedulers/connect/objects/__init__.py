"""What we send to Connect and what it answers, frozen, with each documented field.

No field is required here: the document demands some of a request, and an answer may lack any.
"""

from booking.schedulers.connect.objects.access import Error, ResponseCallback, Token, UserAccount
from booking.schedulers.connect.objects.catalogue import Attribute, AttributeItem, Code, JobCode, RateBook
from booking.schedulers.connect.objects.contractors import (
    BookSubContractorOrder,
    BookSubContractorOrderResponse,
    BookSubContractorOrderUpdate,
    BookSubContractorOrderUpdateCode,
    PurchaseInvoice,
    PurchaseInvoiceLine,
)
from booking.schedulers.connect.objects.orders import SalesOrder, SalesOrderUpdate
from booking.schedulers.connect.objects.people import Address, Contact, Customer, InvoiceAddress, OrderContact
from booking.schedulers.connect.objects.properties import (
    CustomerAddress,
    CustomerContact,
    CustomerModel,
    NameValuePair,
)
from booking.schedulers.connect.objects.slots import (
    Availability,
    AvailabilityByTrade,
    AvailabilityByTradeResponse,
    AvailabilityDays,
    AvailabilityPlanningWindow,
    AvailabilityResponse,
    PlanningWindow,
)
from booking.schedulers.connect.objects.visits import (
    Appointment,
    Booking,
    BookingResponse,
    BookingSummary,
    BookingSummaryResponse,
)

__all__ = [
    "Address",
    "Appointment",
    "Attribute",
    "AttributeItem",
    "Availability",
    "AvailabilityByTrade",
    "AvailabilityByTradeResponse",
    "AvailabilityDays",
    "AvailabilityPlanningWindow",
    "AvailabilityResponse",
    "BookSubContractorOrder",
    "BookSubContractorOrderResponse",
    "BookSubContractorOrderUpdate",
    "BookSubContractorOrderUpdateCode",
    "Booking",
    "BookingResponse",
    "BookingSummary",
    "BookingSummaryResponse",
    "Code",
    "Contact",
    "Customer",
    "CustomerAddress",
    "CustomerContact",
    "CustomerModel",
    "Error",
    "InvoiceAddress",
    "JobCode",
    "NameValuePair",
    "OrderContact",
    "PlanningWindow",
    "PurchaseInvoice",
    "PurchaseInvoiceLine",
    "RateBook",
    "ResponseCallback",
    "SalesOrder",
    "SalesOrderUpdate",
    "Token",
    "UserAccount",
]
