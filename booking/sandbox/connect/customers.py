"""The properties that Connect knows from before, and what it makes up for those that it does not."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    paired: bool = False
    """Nobody goes there alone."""
    more_contact: Mapping[str, Any] = field(default_factory=dict)
    more_address: Mapping[str, Any] = field(default_factory=dict)
    """Further values as the document's Contact and Address name them."""

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
            "PrimaryContact": contact | dict(self.more_contact),
            "PrimaryAddress": address | dict(self.more_address),
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


def find_known(external_id: str, records: Mapping[str, Mapping[str, Any]]) -> Customer | None:
    """The customer whose record was posted or known from before; None where Connect has none."""
    record = records.get(external_id)
    return _read_record(record) if record else KNOWN.get(external_id)


def find(external_id: str, records: Mapping[str, Mapping[str, Any]]) -> Customer:
    """The customer of that id: any id is accepted, so that nobody has to load their properties first."""
    number = crc32(external_id.encode())
    return find_known(external_id, records) or Customer(
        id=external_id,
        name="The Occupier",
        line=f"{number % 90 + 1} Sandbox Street",
        postcode=f"{DISTRICTS[number % len(DISTRICTS)]} 1AA",
    )


def merge(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The newer record; what it does not say stays as it was."""
    return {name: _prefer(value, old.get(name)) for name, value in new.items()}


def _prefer(new: Any, old: Any) -> Any:
    if isinstance(new, Mapping):
        return merge(old or {}, new)
    return old if new is None else new


def find_record(external_id: str, records: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What a newer record of that customer would be merged into."""
    known = KNOWN.get(external_id)
    return records.get(external_id) or {
        "CustomerAddress": {"PropertyWarningDescription": known.property_warning if known else None},
        "CustomerContact": {"ContactWarningDescription": known.contact_warning if known else None},
    }


def _read_record(record: Mapping[str, Any]) -> Customer:
    """The same facts out of the document's CustomerModel, whose fields have other names."""
    contact, address = record["CustomerContact"], record["CustomerAddress"]
    return Customer(
        id=record["ExternalId"],
        name=record["Name"],
        line=address["Address1"],
        postcode=address["PostCode"],
        property_warning=address["PropertyWarningDescription"],
        contact_warning=contact["ContactWarningDescription"],
        paired=bool(record["PairedWorkingRequired"]),
        more_contact={
            **{name: contact[name] for name in _SAME_IN_CONTACT},
            "EmailAddress": contact["HomeEmail"] or contact["WorkEmail"],
        },
        more_address={
            "ExternalId": address["ExternalId"],
            "Line2": address["Address2"],
            "Line3": address["Address3"],
            "City": address["City"],
            "Region": address["Region"],
        },
    )


_SAME_IN_CONTACT = ("ExternalId", "FirstName", "LastName", "HomePhone", "WorkPhone", "MobilePhone")


def years_before(today: dt.date, years: int) -> dt.date:
    """The same date that many years ago, or the nearest one that exists."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)
