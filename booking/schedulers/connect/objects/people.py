"""People and places as orders name them."""

from booking.schedulers.connect.fields import (
    ContactPreference,
    MessagingPreference,
    Remote,
    Text,
    Text32,
    Text48,
    Text64,
    Text128,
)


class Address(Remote):
    """Where somebody lives."""

    external_id: Text64 = None
    line1: Text128 = None
    line2: Text128 = None
    line3: Text128 = None
    city: Text64 = None
    post_code: Text48 = None
    region: Text64 = None


class Contact(Remote):
    """A person of the customer record."""

    external_id: Text64 = None
    address: Address | None = None
    first_name: Text64 = None
    last_name: Text64 = None
    home_phone: Text32 = None
    work_phone: Text32 = None
    mobile_phone: Text32 = None
    email_address: Text64 = None


class InvoiceAddress(Remote):
    """Where the invoice goes."""

    contact_name: Text = None
    contact_mobile_number: Text = None
    contact_landline_number: Text = None
    contact_email_address: Text = None
    line1: Text128 = None
    line2: Text128 = None
    line3: Text128 = None
    city: Text64 = None
    region: Text64 = None
    post_code: Text48 = None
    country: Text48 = None
    zone: Text48 = None


class Customer(Remote):
    """A customer as orders name it; not the v4 record of the Customer call."""

    external_id: Text64 = None
    organisation_external_id: Text64 = None
    name: Text64 = None
    landlord_reference: Text128 = None
    primary_contact: Contact | None = None
    primary_address: Address | None = None
    invoice_address: InvoiceAddress | None = None


class OrderContact(Remote):
    """Whom to ask for about one order."""

    contact_name: Text = None
    home_phone: Text = None
    work_phone: Text = None
    mobile_phone: Text = None
    email_address: Text = None
    messaging_preference: MessagingPreference = None
    contact_preference: ContactPreference = None
