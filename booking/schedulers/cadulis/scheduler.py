"""Cadulis as a scheduler: our objects in and out, Cadulis's inside."""

import datetime as dt
import logging
from dataclasses import dataclass

from booking.schedulers.abilities import Changes
from booking.schedulers.base import (
    Booked,
    BookingRequest,
    Clock,
    Handover,
    Jump,
    Offer,
    OrderRequest,
    Refused,
    RemoteOrder,
    RemoteUser,
    Screen,
    Store,
    Summary,
    Unavailable,
    Unknown,
    Window,
)
from booking.schedulers.cadulis import capacity, changes, grid, orders, routes, visits
from booking.schedulers.cadulis.bookings import Bookings
from booking.schedulers.cadulis.client import Client
from booking.schedulers.cadulis.dates import LONDON, write_moment
from booking.schedulers.cadulis.objects import WAITING, Intervention
from booking.schedulers.urgency import background

log = logging.getLogger(__name__)

WEEKS = 5
WINDOWS_SECONDS = 3600
MOST_WINDOWS = 200
A_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class CadulisScheduler:
    """The promises of `Scheduler` and of `Watched`, kept by Cadulis."""

    client: Client
    bookings: Bookings
    clock: Clock
    store: Store
    name: str

    def check(self) -> None:
        """Cadulis knows this access, permits all that we need, and has the type of intervention."""
        self.client.routes.forget()
        self.client.routes.check()
        if routes.TYPES in self.client.routes.all():
            self._check_kind()

    def raise_order(self, request: OrderRequest) -> None:
        """The intervention stands in Cadulis, without a date."""
        proposals = self.bookings.proposals
        made = self.client.create_intervention(
            orders.compose(request, kind=proposals.kind, duration=proposals.duration)
        )
        if made.cancelled:
            raise Unknown("Cadulis answered a cancelled intervention.")

    def read_order(self, number: str) -> RemoteOrder | None:
        """The intervention as an order, or None where Cadulis says that there is none."""
        orders.check_number(number)
        found = self.client.read_intervention(number)
        return visits.read_order(found) if found else None

    def cancel_order(self, number: str, *, reason: str, description: str = "") -> None:
        """The intervention is cancelled, and its comment says why."""
        orders.check_number(number)
        orders.need(reason, "the reason")
        found = self._read(number)
        if found.cancelled:
            return
        if found.status not in WAITING:
            raise Refused(f"The intervention is {found.status or 'in no state that we know'}.")
        why = f"Cancelled: {reason}" + (f" ({description})" if description else "")
        fields = {"cref": number, "status": "canceled", "comment": orders.add(found.comment, why)}
        if not self.client.update_intervention(fields).cancelled:
            raise Unknown("Cadulis accepted the cancellation and shows the intervention open.")

    def windows(self) -> tuple[Window, ...]:
        """The times that were on offer within the last hour: Cadulis has no windows of its own."""
        return tuple(self.store.get(self._windows_key) or ())

    def offer(self, number: str, *, since: dt.date, weeks: int = WEEKS, visit: str = "") -> Offer:
        """The free times of that many weeks, out of one proposal."""
        orders.check_number(number)
        found, proposals = self._read(number), self.bookings.proposals
        if found.status not in WAITING:
            raise Refused(f"The intervention is {found.status or 'in no state that we know'}.")
        now = self.clock().astimezone(LONDON)
        first = max(since, now.date())
        until = since + dt.timedelta(weeks=max(1, min(weeks, WEEKS)))
        if first >= until:
            return Offer()
        ahead = [each for each in proposals.read(found, since=first, until=until) if each.start > now]
        offer = grid.read_offer(ahead, duration=proposals.span(found), since=first, until=until)
        self._keep(offer.windows)
        return offer

    def book(self, request: BookingRequest) -> Booked:
        """The time is ours, or the visit has moved there."""
        return self.bookings.book(request)

    def visits(
        self,
        *,
        number: str = "",
        customer: str = "",
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> Summary:
        """The visit of the order, or else those of the property; without a moment, of the last year on."""
        orders.need(number or customer, "an order or a property")
        if number:
            orders.check_number(number)
            one = self.client.read_intervention(number)
            found = [one] if one else []
        else:
            search = {"scheduled_start_at_min": write_moment(since or self.clock() - A_YEAR)}
            if until:
                search["scheduled_start_at_max"] = write_moment(until)
            every = capacity.read_all(self.client, search)
            found = [each for each in every if each.customer == customer]
        read = (visits.read_visit(each) for each in found)
        return Summary(visits=tuple(visit for visit in read if visit))

    def hand_over(self, number: str, *, supplier: str) -> Handover:
        """Refused: this is the contractor's own system, and the order is there already."""
        raise Refused("Cadulis is the contractor's own system; there is nobody to hand the order to.")

    def jump(self, user: RemoteUser, *, screen: Screen, number: str = "", customer: str = "") -> Jump | None:
        """None: the contractor's screens are not for us."""
        return None

    def changes(self, *, since: dt.datetime) -> Changes:
        """Which of our orders have changed since that moment."""
        with background():
            return changes.read_changes(self.client, since=since, now=self.clock())

    @property
    def _windows_key(self) -> str:
        return f"{self.name}:windows"

    def _read(self, number: str) -> Intervention:
        found = self.client.read_intervention(number)
        if found is None:
            raise Refused("Cadulis has no such intervention.")
        return found

    def _check_kind(self) -> None:
        kinds, wanted = self.client.list_types(), self.bookings.proposals.kind
        names = ", ".join(f"{kind.name} ({kind.id or kind.reference})" for kind in kinds)
        if wanted and not any(wanted in {kind.id, kind.reference} for kind in kinds):
            raise Unavailable(f"Cadulis has no intervention type {wanted}, but: {names}.", misconfigured=True)
        if not wanted and len(kinds) > 1:
            raise Unavailable(f"An intervention type must be chosen: {names}.", misconfigured=True)

    def _keep(self, fresh: tuple[Window, ...]) -> None:
        known = {window.id: window for window in (*self.windows(), *fresh)}
        if fresh:
            kept = grid.sort(known.values() if len(known) <= MOST_WINDOWS else fresh)
            self.store.set(self._windows_key, kept, WINDOWS_SECONDS)
