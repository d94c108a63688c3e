"""The Customer call's own record of a property, of version 4: other names than an order's customer."""

from booking.schedulers.connect.fields import (
    ContactPreference,
    Date,
    Flag,
    Many,
    MessagingPreference,
    Remote,
    Text,
    Text8,
    Text20,
    Text32,
    Text48,
    Text64,
    Text128,
    Text2048,
    Text4000,
)


class NameValuePair(Remote):
    """A field that a landlord has added."""

    name: Text64 = None
    value: Text = None


class CustomerAddress(Remote):
    """Where the property is. Its warning and how to get in are for staff alone."""

    external_id: Text64 = None
    address1: Text128 = None
    address2: Text128 = None
    address3: Text128 = None
    city: Text64 = None
    post_code: Text48 = None
    region: Text64 = None
    property_type: Text64 = None
    ownership_type: Text64 = None
    property_scheme: Text64 = None
    property_warning_description: Text4000 = None
    access_notes: Text2048 = None
    build_date: Text64 = None
    housing_area_external_id: Text128 = None
    number_of_bedrooms: Text8 = None


class CustomerContact(Remote):
    """Who lives there. The warning is for staff alone."""

    external_id: Text64 = None
    first_name: Text64 = None
    last_name: Text64 = None
    salutation: Text20 = None
    home_phone: Text32 = None
    work_phone: Text32 = None
    mobile_phone: Text32 = None
    home_email: Text64 = None
    work_email: Text64 = None
    contact_preference: ContactPreference = None
    messaging_preference: MessagingPreference = None
    contact_warning_description: Text4000 = None


class CustomerModel(Remote):
    """A property with its address and contact."""

    external_id: Text64 = None
    name: Text64 = None
    parent_external_id: Text64 = None
    customer_address: CustomerAddress | None = None
    customer_contact: CustomerContact | None = None
    organisation_external_id: Text64 = None
    tenancy_commencement_date: Date = None
    tenancy_type: Text64 = None
    paired_working_required: Flag = None
    contract_area: Text128 = None
    exclude_for_decency: Flag = None
    exclude_for_decency_reason_external_id: Text64 = None
    repairing_responsibility_external_id: Text64 = None
    linked_property_for_decency_external_id: Text64 = None
    active: Flag = None
    custom_fields: Many[NameValuePair] = None
