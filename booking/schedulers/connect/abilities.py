"""What Connect can do beside the promises of every scheduler (booking.schedulers.abilities)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from booking.schedulers.abilities import CodeLine, CustomerRecord, Details, Invoice, JobCode
from booking.schedulers.base import Contact, Offer
from booking.schedulers.connect import catalogue, contractors, customers, objects, order_details, orders
from booking.schedulers.connect.ground import WEEKS, Ground

# The document numbers no outcome. These two it uses for its own.
DONE, NOT_DONE = 200, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities(Ground):
    """The promises of those protocols, kept by Connect."""

    def first_dates(
        self,
        *,
        skills: tuple[str, ...],
        postcode: str,
        since: dt.date,
        weeks: int,
        two_to_attend: bool = False,
    ) -> Offer:
        """The free slots for those trades; a hint, never to be booked from."""
        orders.need("".join(skills), "a trade")
        orders.need(postcode, "a postcode")
        question = orders.make(
            objects.AvailabilityByTrade,
            date=since,
            number_of_weeks=max(1, min(weeks, WEEKS)),
            skills=skills,
            postcode=postcode,
            two_to_attend=two_to_attend or None,
        )
        return self.read_grid(self.client.diary.post_availability_by_trade(question), since=since)

    def read_details(self, number: str) -> Details:
        """The codes and traits that the order has."""
        return order_details.read(self.client, self.find_id(number))

    def set_details(self, number: str, details: Details) -> None:
        """The order has at least these; repeating it changes nothing."""
        order_details.check(details)
        order_details.complete(self.client, self.find_id(number), details)

    def job_code(self, code: str) -> JobCode | None:
        """The code, or None where Connect has none such."""
        return catalogue.read_code(self.client, code)

    def price(self, code: str) -> Decimal | None:
        """What one unit costs under our contract, in pounds; None where Connect names no price."""
        return catalogue.read_price(self.client, code, contract=self.contract)

    def read_customer(self, number: str) -> CustomerRecord | None:
        """The record of the order's property; None where Connect shows none."""
        orders.check_number(number)
        order = self.client.orders.get(number=number, contract=self.contract)
        return customers.read(order.customer) if order and order.customer else None

    def send_contact(self, record: CustomerRecord, contact: Contact) -> None:
        """The record has these telephone numbers and e-mail address; everything else stays as read."""
        model = customers.compose(record, contact, organisation=self.organisation)
        self.client.people.post_customer(model)

    def amend(
        self, number: str, *, subcontract_order: int, comments: str = "", codes: tuple[CodeLine, ...] = ()
    ) -> None:
        """The contractor's order has these comments and codes."""
        change = contractors.compose_change(
            number, subcontract_order=subcontract_order, comments=comments, codes=codes
        )
        self.client.contractors.patch_order(change)

    def draft_invoice(self, invoice: Invoice) -> None:
        """The invoice stands as a draft; after Unknown only a person can find out, for no call reads it."""
        self.client.contractors.post_invoice(contractors.compose_invoice(invoice))

    def acknowledge(self, cloud_id: str, *, done: bool, message: str = "") -> None:
        """Connect knows how we got on with the call that it named so."""
        orders.need(cloud_id, "the id of its call")
        response = orders.make(
            objects.ResponseCallback,
            cloud_external_id=cloud_id,
            status_code=DONE if done else NOT_DONE,
            message=message or None,
        )
        self.client.callbacks.post_response(response)
