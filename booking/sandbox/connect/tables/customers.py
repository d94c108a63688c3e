"""A customer record as version 4 has it: property, address and contact."""

from ..fields import Shape, date, flag, many, one, text
from .choices import CONTACT_PREFERENCE, MESSAGING_PREFERENCE

CUSTOMER_ADDRESS = Shape(
    "CustomerAddress",
    {
        "ExternalId": text(64, since=4, required=True),
        "Address1": text(128, since=4, required=True),
        "Address2": text(128, since=4),
        "Address3": text(128, since=4),
        "City": text(64, since=4, required=True),
        "PostCode": text(48, since=4, required=True),
        "Region": text(64, since=4),
        "PropertyType": text(64, since=4),
        "OwnershipType": text(64, since=4),
        "PropertyScheme": text(64, since=4),
        "PropertyWarningDescription": text(4000, since=4),
        "AccessNotes": text(2048, since=4),
        "BuildDate": text(64, since=4),
        "HousingAreaExternalId": text(128, since=4),
        "NumberOfBedrooms": text(8, since=4),
    },
)
CUSTOMER_CONTACT = Shape(
    "CustomerContact",
    {
        "ExternalId": text(64, since=4, required=True),
        "FirstName": text(64, since=4, required=True),
        "LastName": text(64, since=4, required=True),
        "Salutation": text(20, since=4),
        "HomePhone": text(32, since=4),
        "WorkPhone": text(32, since=4),
        "MobilePhone": text(32, since=4),
        "HomeEmail": text(64, since=4),
        "WorkEmail": text(64, since=4),
        "ContactPreference": one(CONTACT_PREFERENCE, since=4),
        "MessagingPreference": one(MESSAGING_PREFERENCE, since=4),
        "ContactWarningDescription": text(4000, since=4),
    },
)
NAME_VALUE_PAIR = Shape("NameValuePair", {"Name": text(64, since=4), "Value": text(since=4)})
CUSTOMER_MODEL = Shape(
    "CustomerModel",
    {
        "ExternalId": text(64, since=4, required=True),
        "Name": text(64, since=4, required=True),
        "ParentExternalId": text(64, since=4),
        "CustomerAddress": one(CUSTOMER_ADDRESS, since=4, required=True),
        "CustomerContact": one(CUSTOMER_CONTACT, since=4, required=True),
        "OrganisationExternalId": text(64, since=4, required=True),
        "TenancyCommencementDate": date(since=4),
        "TenancyType": text(64, since=4),
        "PairedWorkingRequired": flag(since=4),
        "ContractArea": text(128, since=4),
        "ExcludeForDecency": flag(since=4),
        "ExcludeForDecencyReasonExternalId": text(64, since=4),
        "RepairingResponsibilityExternalId": text(64, since=4),
        "LinkedPropertyForDecencyExternalId": text(64, since=4),
        "Active": flag(since=4),
        "CustomFields": many(NAME_VALUE_PAIR, since=4),
    },
)
