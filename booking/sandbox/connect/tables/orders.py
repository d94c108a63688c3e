"""Orders, and whom they are for."""

from ..fields import Shape, date, decimal, flag, many, one, text, whole
from .choices import (
    CONTACT_PREFERENCE,
    CONTRACTOR_TYPE,
    MESSAGING_PREFERENCE,
    ORDER_SOURCE,
    ORDER_STATUS,
    VISIT_RESULT,
)

ADDRESS = Shape(
    "Address",
    {
        "ExternalId": text(64),
        "Line1": text(128),
        "Line2": text(128),
        "Line3": text(128),
        "City": text(64),
        "PostCode": text(48),
        "Region": text(64),
    },
)
CONTACT = Shape(
    "Contact",
    {
        "ExternalId": text(64),
        "Address": one(ADDRESS),
        "FirstName": text(64),
        "LastName": text(64),
        "HomePhone": text(32),
        "WorkPhone": text(32),
        "MobilePhone": text(32),
        "EmailAddress": text(64),
    },
)
INVOICE_ADDRESS = Shape(
    "InvoiceAddress",
    {
        "ContactName": text(),
        "ContactMobileNumber": text(),
        "ContactLandlineNumber": text(),
        "ContactEmailAddress": text(),
        "Line1": text(128, required=True),
        "Line2": text(128),
        "Line3": text(128),
        "City": text(64),
        "Region": text(64),
        "PostCode": text(48),
        "Country": text(48),
        "Zone": text(48),
    },
)
CUSTOMER = Shape(
    "Customer",
    {
        "ExternalId": text(64, required=True),
        "OrganisationExternalId": text(64, required=True),
        "Name": text(64),
        "LandlordReference": text(128),
        "PrimaryContact": one(CONTACT),
        "PrimaryAddress": one(ADDRESS),
        "InvoiceAddress": one(INVOICE_ADDRESS),
    },
)
ORDER_CONTACT = Shape(
    "OrderContact",
    {
        "ContactName": text(since=3),
        "HomePhone": text(since=3),
        "WorkPhone": text(since=3),
        "MobilePhone": text(since=3),
        "EmailAddress": text(since=3),
        "MessagingPreference": one(MESSAGING_PREFERENCE, since=3),
        "ContactPreference": one(CONTACT_PREFERENCE, since=3),
    },
)
JOB_CODE = Shape(
    "JobCode",
    {
        "CodeExternalId": text(required=True),
        "Description": text(),
        "ShortDescription": text(),
        "ContractExternalId": text(),
        "WorkTypeExternalId": text(),
        "WorkCategoryExternalId": text(),
        "SortCode": text(),
        "UnitOfMeasure": text(),
        "StandardMinuteValue": whole(),
        "ResourceCategoryExternalId": text(),
        "ResourceSubCategoryExternalId": text(),
        "SkillExternalId": text(),
        "Quantity": decimal(),
        "StandardPrice": decimal(),
        "StandardCost": decimal(),
        "Location": text(),
        "Planned": flag(),
        "CostCentre": text(since=2),
        "AccountCode": text(since=2),
        "SorSequenceNumber": text(since=2),
        "TradeCode": text(since=3),
        "IsPricingOnly": flag(since=3),
        "Capital": flag(since=3),
        "DiagnosticCode": flag(since=3),
    },
)
SALES_ORDER = Shape(
    "SalesOrder",
    {
        "OrderCloudId": text(),
        "PrimaryOrderNumber": text(32, required=True),
        "SecondaryOrderNumber": text(32),
        "UseExistingCustomerDetails": flag(since=3),
        "Customer": one(CUSTOMER, required=True),
        "OrderContact": one(ORDER_CONTACT, since=3),
        "ContractExternalId": text(64, required=True),
        "TargetDateUTC": date(required=True),
        "PriorityExternalId": text(required=True),
        "OrderStatus": one(ORDER_STATUS),
        "LastVisitResultType": one(VISIT_RESULT),
        "JobDescription": text(required=True),
        "JobCodes": many(JOB_CODE),
        "CancelReason": text(),
        "CancelDescription": text(),
        "NeverMessage": flag(since=2),
        "TwoToAttend": flag(since=2),
        "IsInspectionJob": flag(since=2),
        "InvokeDiagnosis": flag(since=2),
        "PropertyWarningDescription": text(4000, since=2),
        "ContactWarningDescription": text(4000, since=2),
        "OrderSource": one(ORDER_SOURCE, since=2),
        "CrmId": text(since=3),
        "CodeTemplateId": whole(since=3),
        "ContractorType": one(CONTRACTOR_TYPE, since=3),
        "OutOfHours": flag(since=3),
        "WorkStream": text(since=3),
    },
)
SALES_ORDER_UPDATE = Shape(
    "SalesOrderUpdate",
    {
        "PrimaryOrderNumber": text(64, required=True),
        "ContractExternalId": text(64, required=True),
        "OrderStatus": one(ORDER_STATUS),
        "JobDescription": text(),
        "PriorityExternalId": text(),
        "TargetDateUTC": date(),
        "CancelReason": text(),
        "CancelDescription": text(),
        "JobCodes": many(JOB_CODE),
    },
)
ORDER_KEY = Shape(
    "OrderKey",
    {"PrimaryOrderNumber": text(required=True), "ContractExternalId": text(required=True)},
)
