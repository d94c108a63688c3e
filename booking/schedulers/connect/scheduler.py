"""Connect as a scheduler: our objects in and out, Connect's inside."""

import datetime as dt
import logging
from dataclasses import dataclass

from booking.schedulers.base import (
    Booked,
    BookingRequest,
    Handover,
    Jump,
    Offer,
    OrderRequest,
    Refused,
    RemoteOrder,
    RemoteUser,
    Screen,
    Summary,
    Unavailable,
    Window,
)
from booking.schedulers.connect import grid, objects, orders, visits
from booking.schedulers.connect.abilities import Abilities
from booking.schedulers.connect.enums import MessagingPreference, OrderStatus
from booking.schedulers.connect.ground import WEEKS
from booking.schedulers.connect.jump import Doorways

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectScheduler(Abilities):
    """The promises of `Scheduler`, kept by Connect."""

    weekends: bool | None
    """Sent as IgnoreWeekends; None leaves it out, since its name and its description oppose each other."""
    doorways: Doorways

    def check(self) -> None:
        """Connect signs us in and shows its planning windows."""
        self.keep_windows(self.client.diary.get_planning_windows())

    def raise_order(self, request: OrderRequest) -> None:
        """The order stands in Connect."""
        order = orders.compose(request, contract=self.contract, organisation=self.organisation)
        self.client.orders.post(order)

    def read_order(self, number: str) -> RemoteOrder | None:
        """The order, or None where Connect says that there is none."""
        orders.check_number(number)
        order = self.client.orders.get(number=number, contract=self.contract)
        if order is None:
            return None
        status = order.order_status
        return RemoteOrder(
            number=number,
            cancelled=status == OrderStatus.CANCEL,
            description=order.job_description or "",
            crm_id=order.crm_id or "",
            remote_id=order.order_cloud_id or "",
            status=None if status is None else int(status),
        )

    def cancel_order(self, number: str, *, reason: str, description: str = "") -> None:
        """The whole order is cancelled."""
        change = orders.cancellation(number, contract=self.contract, reason=reason, description=description)
        self.client.orders.patch(change)

    def offer(self, number: str, *, since: dt.date, weeks: int = WEEKS, visit: str = "") -> Offer:
        """The free slots of that many weeks, in one call."""
        orders.check_number(number)
        question = orders.make(
            objects.Availability,
            primary_order_number=number,
            date=since,
            ignore_weekends=self.weekends,
            visit_external_id=visit or None,
            number_of_weeks=max(1, min(weeks, WEEKS)),
        )
        answer = self.client.diary.get_availability(question)
        asked = answer.availability and answer.availability.primary_order_number
        if asked and asked != number:
            raise Unavailable("The grid is another order's.", evidence={"asked": number, "answered": asked})
        return self.read_grid(answer, since=since)

    def book(self, request: BookingRequest) -> Booked:
        """The slot is ours, or the visit has moved there."""
        orders.check_number(request.number)
        if not (request.window.isascii() and request.window.isdigit()):
            raise Refused("A planning window's id is a whole number.")
        # There is no channel beside it here: who wants no texts gets none about this visit.
        texts = MessagingPreference.MESSAGE if request.texts else MessagingPreference.DONT_MESSAGE
        booking = orders.make(
            objects.Booking,
            primary_order_number=request.number,
            date=request.date,
            planning_window_id=int(request.window),
            ignore_weekends=self.weekends,
            visit_external_id=request.visit or None,
            visit_instructions=request.instructions or None,
            messaging_preference=texts,
        )
        answer = self.client.diary.post_booking(booking)
        return Booked(
            visit=answer.visit_external_id or "",
            number=request.number,
            date=request.date,
            window=self._window(request.window, answer),
        )

    def visits(
        self,
        *,
        number: str = "",
        customer: str = "",
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> Summary:
        """Every visit of the order, or else of the property: there also a previous tenant's."""
        question = orders.make(
            objects.BookingSummary,
            primary_order_number=number or None,
            property_id=customer if not number else None,
            window_start=since,
            window_end=until,
        )
        orders.need(number or customer, "an order or a property")
        return visits.read_summary(self.client.diary.get_booking_summary(question), number=number)

    def hand_over(self, number: str, *, supplier: str) -> Handover:
        """A contractor has the order."""
        orders.check_number(number)
        orders.need(supplier, "a supplier")
        order = orders.make(
            objects.BookSubContractorOrder, primary_order_number=number, supplier_external_id=supplier
        )
        answer = self.client.contractors.post_order(order)
        return Handover(supplier=supplier, supplier_name=answer.supplier_name or "")

    def jump(self, user: RemoteUser, *, screen: Screen, number: str = "", customer: str = "") -> Jump | None:
        """A way in, opened once; None where there is no address, or where Connect does not want this user."""
        if not self.doorways.templates:
            return None
        account = orders.make(
            objects.UserAccount,
            user_name=user.user_name,
            first_name=user.first_name or None,
            last_name=user.last_name or None,
            email=user.email or None,
            profile_name=self.doorways.profile or None,
        )
        try:
            token = self.client.people.post_user_account(account).token
        except Refused as refusal:
            # It may be that it takes each name once only. Never somebody else's account instead.
            log.warning("no jump: %s", refusal.reason)
            return None
        if not token or not token.strip():
            raise Unavailable("The remote gave no token for its own screen.")
        # Its Url is not followed: where people are sent is for the settings to say.
        return self.doorways.open(screen, token=token.strip(), number=number, customer=customer)

    def _window(self, id: str, answer: objects.BookingResponse) -> Window:
        told = answer.planning_window and grid.read_window(answer.planning_window)
        if told:
            return told
        kept = {window.id: window for window in self.kept_windows()}
        # Booked it is, so this must not fail: "some time that day" is true of every window.
        return kept.get(id, Window(id=id, name="", start=dt.time(0), end=dt.time(23, 59)))
