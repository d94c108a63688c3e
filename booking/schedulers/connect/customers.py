"""A property's record: read out of an order, sent back by the Customer call with a newer contact.

An order names a customer in the first version's words, the Customer call in the fourth's.
"""

from booking.schedulers.abilities import CustomerRecord
from booking.schedulers.base import Contact, Refused
from booking.schedulers.connect import objects
from booking.schedulers.connect.orders import make, need


def read(customer: objects.Customer) -> CustomerRecord | None:
    """The record, with empty texts for whatever is missing; None where it does not even say whose it is."""
    if not (customer.external_id or "").strip():
        return None
    address = customer.primary_address or objects.Address()
    contact = customer.primary_contact or objects.Contact()
    return CustomerRecord(
        customer=customer.external_id or "",
        name=customer.name or "",
        address=(address.line1 or "", address.line2 or "", address.city or "", address.post_code or ""),
        contact=Contact(
            name=" ".join(filter(None, (contact.first_name, contact.last_name))),
            mobile=contact.mobile_phone or "",
            home_phone=contact.home_phone or "",
            email=contact.email_address or "",
        ),
        origin=customer,
    )


def compose(record: CustomerRecord, contact: Contact, *, organisation: str) -> objects.CustomerModel:
    """The record as read, with the contact's telephone numbers and e-mail address in place of those read.

    Refused where Connect requires something that it did not show: an id made up by us would be a second
    contact or address.
    """
    if not isinstance(record.origin, objects.Customer):
        raise Refused("Only a record that was read from Connect can be sent back to it.")
    origin = record.origin
    need(origin.external_id or "", "the customer's id")
    need(origin.name or "", "the customer's name")
    return make(
        objects.CustomerModel,
        external_id=origin.external_id,
        name=origin.name,
        organisation_external_id=origin.organisation_external_id or organisation,
        customer_address=_address(origin.primary_address or objects.Address()),
        customer_contact=_contact(origin.primary_contact or objects.Contact(), contact),
    )


def _address(address: objects.Address) -> objects.CustomerAddress:
    need(address.external_id or "", "the address's id")
    need(address.line1 or "", "the address's first line")
    need(address.city or "", "the address's city")
    need(address.post_code or "", "the address's postcode")
    return make(
        objects.CustomerAddress,
        external_id=address.external_id,
        address1=address.line1,
        address2=address.line2,
        address3=address.line3,
        city=address.city,
        post_code=address.post_code,
        region=address.region,
    )


def _contact(known: objects.Contact, newer: Contact) -> objects.CustomerContact:
    need(known.external_id or "", "the contact's id")
    need(known.first_name or "", "the contact's first name")
    need(known.last_name or "", "the contact's last name")
    return make(
        objects.CustomerContact,
        external_id=known.external_id,
        first_name=known.first_name,
        last_name=known.last_name,
        home_phone=_replace(known.home_phone, newer.home_phone),
        work_phone=known.work_phone,
        mobile_phone=_replace(known.mobile_phone, newer.mobile),
        home_email=_replace(known.email_address, newer.email),
    )


def _replace(known: str | None, newer: str) -> str | None:
    # What is gone is said to be empty: a field left out may mean that it stays.
    return newer or ("" if known else None)
