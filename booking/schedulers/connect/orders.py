"""An order request as Connect's SalesOrder, checked before a byte leaves."""

import re
from collections import Counter
from typing import TypeVar

from pydantic import ValidationError

from booking.schedulers.base import Contact, OrderRequest, Refused
from booking.schedulers.connect import objects
from booking.schedulers.connect.enums import (
    ContactPreference,
    ContractorType,
    MessagingPreference,
    OrderSource,
    OrderStatus,
)
from booking.schedulers.connect.fields import Remote

Shape = TypeVar("Shape", bound=Remote)

NUMBER = re.compile(r"[A-Z0-9-]{1,32}")
DESCRIPTION_LENGTH = 2000  # the document states none


def compose(request: OrderRequest, *, contract: str, organisation: str) -> objects.SalesOrder:
    """The SalesOrder; Refused with the reason where Connect could not take it whole."""
    check_number(request.number)
    need(request.customer, "the customer")
    need(request.priority, "the priority")
    need(request.description.strip(), "the description")
    if len(request.description) > DESCRIPTION_LENGTH:
        raise Refused(f"The description is longer than {DESCRIPTION_LENGTH} characters.")
    if request.codes and request.template is not None:
        raise Refused("An order has either repair codes or a template.")
    customer = make(objects.Customer, external_id=request.customer, organisation_external_id=organisation)
    diagnosed = request.template is not None
    contractor = ContractorType.EXTERNAL if request.external else ContractorType.INTERNAL
    return make(
        objects.SalesOrder,
        primary_order_number=request.number,
        # With this flag Connect takes the two ids alone: a whole record might overwrite its own.
        use_existing_customer_details=True,
        customer=customer,
        order_contact=_contact(request.contact),
        contract_external_id=contract,
        target_date_utc=request.target_date,  # the local calendar date, as it stands
        priority_external_id=request.priority,
        job_description=request.description,
        job_codes=_codes(request.codes),
        two_to_attend=request.two_to_attend or None,
        order_source=OrderSource.TENANT_PORTAL,
        crm_id=request.crm_id or None,
        invoke_diagnosis=diagnosed or None,
        code_template_id=request.template,
        # Both are "for diagnostics" alone.
        contractor_type=contractor if diagnosed else None,
        out_of_hours=request.out_of_hours if diagnosed else None,
    )


def cancellation(number: str, *, contract: str, reason: str, description: str) -> objects.SalesOrderUpdate:
    """The change that cancels the whole order: no call removes a single visit."""
    check_number(number)
    need(reason, "the reason")
    return make(
        objects.SalesOrderUpdate,
        primary_order_number=number,
        contract_external_id=contract,
        order_status=OrderStatus.CANCEL,
        cancel_reason=reason,
        cancel_description=description or None,
    )


def make(shape: type[Shape], **values: object) -> Shape:
    """The object, or Refused where a text is longer than Connect takes: nothing is ever cut short."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        faults = (f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors(include_input=False))
        raise Refused(f"Connect cannot take this {shape.__name__}. {'; '.join(faults)}.") from None


def check_number(number: str) -> None:
    """Refused unless it could be an order number of ours."""
    if not NUMBER.fullmatch(number):
        raise Refused("An order number is 1 to 32 of A-Z, 0-9 and -.")


def need(value: str, what: str) -> None:
    """Refused where something that Connect requires is empty."""
    if not value:
        raise Refused(f"Connect requires {what}.")


def _codes(codes: tuple[str, ...]) -> tuple[objects.JobCode, ...] | None:
    counted = Counter(codes)
    found = tuple(
        make(objects.JobCode, code_external_id=code, quantity=times if times > 1 else None)
        for code, times in counted.items()
    )
    return found or None


def _contact(contact: Contact) -> objects.OrderContact:
    # OrderContact states no lengths, Contact does: what fits there fits here.
    make(
        objects.Contact,
        first_name=contact.name,
        mobile_phone=contact.mobile,
        home_phone=contact.home_phone,
        email_address=contact.email,
    )
    messaging, channel = _preferences(contact)
    return make(
        objects.OrderContact,
        contact_name=contact.name or None,
        home_phone=contact.home_phone or None,
        mobile_phone=contact.mobile or None,
        email_address=contact.email or None,
        messaging_preference=messaging,
        contact_preference=channel,
    )


def _preferences(contact: Contact) -> tuple[MessagingPreference, ContactPreference]:
    """Whether Connect may send messages, and by which channel: only one that exists and is wanted.

    ContactPreference names the channels, so "message, by e-mail only" is what a tenant with an address and no
    wish for texts means; without any channel both say no. NEVER_MESSAGE and the order's NeverMessage flag
    belong together and say more than a tenant told us (not this once, but never), so neither is sent.
    A text to a landline is nobody's wish: the two HOME channels are not used.
    """
    texts, email = contact.texts and bool(contact.mobile), bool(contact.email)
    channel = {
        (True, True): ContactPreference.EMAIL_AND_MOBILE_TEXT,
        (True, False): ContactPreference.MOBILE_TEXT_ONLY,
        (False, True): ContactPreference.EMAIL_ONLY,
        (False, False): ContactPreference.NONE,
    }[texts, email]
    silent = channel is ContactPreference.NONE
    return (MessagingPreference.DONT_MESSAGE if silent else MessagingPreference.MESSAGE), channel
