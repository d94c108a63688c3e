"""The properties that Connect knows from before, and what it makes up for those that it does not."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zlib import crc32

DISTRICTS = ("RV1", "RV2", "RV3", "RV4", "RV5", "RV6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A property as Connect has it; the name may be that of somebody who has left."""

    id: str
    name: str | None = None
    line: str | None = None
    postcode: str
    property_warning: str | None = None
    contact_warning: str | None = None

    @property
    def district(self) -> str:
        """The first half of the postcode: visits in the same one are near each other."""
        return self.postcode.partition(" ")[0]

    def as_values(self, organisation: str) -> dict[str, Any]:
        """The values of the document's Customer."""
        first, _, last = (self.name or "").rpartition(" ")
        address = {"ExternalId": self.id, "Line1": self.line, "City": "Riverside", "PostCode": self.postcode}
        contact = {"ExternalId": self.id, "FirstName": first or None, "LastName": last or None}
        return {
            "ExternalId": self.id,
            "OrganisationExternalId": organisation,
            "Name": self.name,
            "PrimaryContact": contact,
            "PrimaryAddress": address,
        }


FORMER = Customer(
    id="P-1003",
    name="Mr Former Occupant",
    line="3 Mill Lane",
    postcode="RV2 4AB",
    property_warning="CANARY property warning: two to attend, dog at the property",
    contact_warning="CANARY contact warning: do not visit alone",
)
KNOWN = {
    customer.id: customer
    for customer in (
        Customer(id="P-1001", name="Ms Known Tenant", line="1 Mill Lane", postcode="RV2 4AB"),
        Customer(id="P-1002", name="Mr Second Tenant", line="2 Mill Lane", postcode="RV2 4AB"),
        FORMER,
    )
}


def find(external_id: str) -> Customer:
    """The customer of that id: any id is accepted, so that nobody has to load their properties first."""
    district = DISTRICTS[crc32(external_id.encode()) % len(DISTRICTS)]
    return KNOWN.get(external_id) or Customer(id=external_id, postcode=f"{district} 1AA")


def years_before(today: dt.date, years: int) -> dt.date:
    """The same date that many years ago, or the nearest one that exists."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)
