"""Where a repair stands, worked out from what is known: one story for the page, the list and the messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from booking import appointments, visits
from booking.agreed import load_times
from booking.models import Appointment, Command, Invitation, Order
from booking.models.invitation import InvitationState
from booking.models.order import OrderState
from booking.models.outbox import Kind, State
from booking.schedulers.base import VisitState
from portal.models import Repair
from portal.wording import visit_words


class Stage(StrEnum):
    """The chapters, in words that templates use as names of their parts."""

    DRAFT = "draft"
    REQUESTED = "requested"
    SENDING = "sending"
    NOT_TAKEN = "not_taken"
    HANDING_OVER = "handing_over"
    WITH_CONTRACTOR = "with_contractor"
    CONTRACTOR_ASKED = "contractor_asked"
    CONTRACTOR_PROPOSES = "contractor_proposes"
    TO_BE_ARRANGED = "to_be_arranged"
    CHOOSE_TIME = "choose_time"
    BOOKING = "booking"
    MOVING = "moving"
    CANCELLING = "cancelling"
    BOOKED = "booked"
    ASK_US = "ask_us"
    VISIT_DUE = "visit_due"
    VISITED = "visited"
    CANCELLED = "cancelled"
    WITH_STAFF = "with_staff"


UNDATED = {VisitState.SHELVED.value, VisitState.UNKNOWN.value}
"""A visit without a date, or in a state that we have never heard of: asked about, never booked again."""
WAITING = {Stage.SENDING, Stage.HANDING_OVER, Stage.BOOKING, Stage.MOVING, Stage.CANCELLING}
PENDING = {
    Kind.RAISE: Stage.SENDING,
    Kind.HAND_OVER: Stage.HANDING_OVER,
    Kind.BOOK: Stage.BOOKING,
    Kind.MOVE: Stage.MOVING,
    Kind.CANCEL: Stage.CANCELLING,
}
UNDER_WAY = {
    Stage.CHOOSE_TIME,
    Stage.WITH_CONTRACTOR,
    Stage.CONTRACTOR_ASKED,
    Stage.CONTRACTOR_PROPOSES,
    Stage.TO_BE_ARRANGED,
}
"""Reported, and no time agreed yet: the tenant may cancel."""

ENDED: dict[tuple[str, str], OrderState] = {
    (Kind.RAISE, State.REFUSED): OrderState.REFUSED,
    (Kind.CANCEL, State.CONFIRMED): OrderState.CANCELLED,
}
# What stands in the list; the date follows where there is one.
WORDS = {
    Stage.DRAFT: "Not finished",
    Stage.REQUESTED: "With our repairs team",
    Stage.SENDING: "Being sent to our booking system",
    Stage.NOT_TAKEN: "With our repairs team, who will call you",
    Stage.HANDING_OVER: "Being passed to the contractor",
    Stage.WITH_CONTRACTOR: "With the contractor, who will call you",
    Stage.CONTRACTOR_ASKED: "Waiting for the contractor to name a time",
    Stage.CONTRACTOR_PROPOSES: "Choose one of the contractor’s times",
    Stage.TO_BE_ARRANGED: "With our repairs team, who will call you",
    Stage.CHOOSE_TIME: "Choose a time",
    Stage.BOOKING: "We are confirming your appointment",
    Stage.MOVING: "We are moving your appointment",
    Stage.CANCELLING: "We are cancelling it",
    Stage.BOOKED: "Booked for",
    Stage.ASK_US: "Call us about the visit",
    Stage.VISIT_DUE: "The contractor was due on",
    Stage.VISITED: "We came on",
    Stage.CANCELLED: "Cancelled",
    Stage.WITH_STAFF: "With our repairs team, who will call you",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One repair as the tenant should see it."""

    repair: Repair
    stage: Stage
    command: Command | None = None
    """The write that was wanted last."""
    appointment: Appointment | None = None
    """When somebody comes next, or came last."""
    invitation: Invitation | None = None
    """What a contractor without a system was asked."""

    @property
    def words(self) -> str:
        """Where it stands, for a list."""
        return WORDS[self.stage]

    @property
    def template(self) -> str:
        """The part of a page that tells this chapter."""
        return f"repairs/stages/{self.stage}.html"

    @property
    def waiting(self) -> bool:
        """Something is not settled yet: the page looks again by itself."""
        return self.stage in WAITING

    @property
    def looking(self) -> bool:
        """The remote is about to be read again: what the page shows may be older than what is true."""
        order = self.repair.order
        return order is not None and visits.being_read(order)

    @property
    def shown(self) -> str:
        """What a waiting page shows: as long as that stays, nothing needs to be written or read out again."""
        return f"{self.stage}-{self.delayed:d}-{self.looking:d}"

    @property
    def delayed(self) -> bool:
        """The remote cannot be reached, or has not answered: it will take longer than a moment."""
        return (
            self.waiting
            and self.command is not None
            and (self.command.delays > 1 or self.command.was_unknown)
        )

    @property
    def refused(self) -> str:
        """Which write was refused last, if the newest one was."""
        return self.command.kind if self.command and self.command.state == State.REFUSED else ""

    @property
    def changeable(self) -> bool:
        """The tenant may choose another time here."""
        order = self.repair.order
        return order is not None and order.has_slots and self._in_time

    @property
    def proposals(self) -> list[tuple[str, str]]:
        """The contractor's times that can still be chosen: which of them, and in words."""
        times = load_times(self.invitation.proposals) if self.invitation else []
        return [
            (str(nth), visit_words(time.date, time.start, time.end))
            for nth, time in enumerate(times)
            if time.begins > timezone.now()
        ]

    @property
    def called_off(self) -> bool:
        """A time was agreed once, and is not any more."""
        order = self.repair.order
        return order is not None and any(
            row.state == VisitState.CANCELLED.value for row in order.appointments.all()
        )

    @property
    def _in_time(self) -> bool:
        return self.appointment is not None and appointments.changeable(self.appointment)

    @property
    def cancellable(self) -> bool:
        """The tenant may cancel the repair here."""
        if self.stage in UNDER_WAY:
            return True
        return self.stage == Stage.BOOKED and self._in_time


def tell(repair: Repair) -> Story:
    """The story of one repair, in two queries; what `load` fetched costs nothing."""
    if repair.order is None:
        return Story(repair, Stage.DRAFT if repair.is_draft else Stage.REQUESTED)
    order = repair.order
    commands = sorted(
        (command for command in order.commands.all() if command.shapes),
        key=lambda command: command.created_at,
    )
    newest = commands[-1] if commands else None
    appointment = _next_or_last([row for row in order.appointments.all() if row.replaced_by_id is None])
    asked = _last(order.invitations.all()) if order.by_email else None
    stage = _stage_by_email(order, asked, appointment) if asked else _stage(order, newest, appointment)
    return Story(repair, stage, newest, appointment, asked)


def load(repairs: QuerySet[Repair]) -> QuerySet[Repair]:
    """The repairs with all that their stories need, in three more queries however many they are."""
    return repairs.select_related("order", "reported_by").prefetch_related(
        Prefetch("order__commands"), Prefetch("order__appointments"), Prefetch("order__invitations")
    )


def _stage(order: Order, command: Command | None, appointment: Appointment | None) -> Stage:
    # The order was read before its commands: one that was settled in between knows better.
    state = ENDED.get((command.kind, command.state), order.state) if command else order.state
    if state == OrderState.REFUSED:
        return Stage.NOT_TAKEN
    if state == OrderState.CANCELLED:
        return Stage.CANCELLED
    if command is not None and command.live:
        return PENDING[Kind(command.kind)]
    if command is not None and (
        command.state == State.NEEDS_STAFF or (command.kind, command.state) == (Kind.HAND_OVER, State.REFUSED)
    ):
        return Stage.WITH_STAFF
    if appointment is not None and appointment.live:
        return Stage.BOOKED
    if appointment is not None and appointment.state in UNDATED:
        return Stage.ASK_US
    if order.handed_over:
        return Stage.WITH_CONTRACTOR
    if appointment is not None and appointment.state == VisitState.COMPLETED.value:
        return Stage.VISITED
    return Stage.CHOOSE_TIME


def _last(invitations: Iterable[Invitation]) -> Invitation | None:
    return max(invitations, key=lambda invitation: invitation.asked_at, default=None)


def _stage_by_email(order: Order, asked: Invitation, appointment: Appointment | None) -> Stage:
    if order.state == OrderState.CANCELLED:
        return Stage.CANCELLED
    if asked.state == InvitationState.PROPOSED:
        return Stage.CONTRACTOR_PROPOSES
    if asked.state == InvitationState.ASKED:
        return Stage.CONTRACTOR_ASKED
    if asked.failed or appointment is None or appointment.date is None:
        return Stage.TO_BE_ARRANGED
    # Nobody tells us that the contractor has been there.
    return Stage.BOOKED if appointment.date >= timezone.localdate() else Stage.VISIT_DUE


def _next_or_last(rows: list[Appointment]) -> Appointment | None:
    live = [visit for visit in rows if visit.live]
    undated = [visit for visit in rows if visit.state in UNDATED]
    done = [visit for visit in rows if visit.state == VisitState.COMPLETED.value]
    return next(iter(live + undated + done[-1:]), None)
