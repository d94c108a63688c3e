"""What needs a person: unclear writes, refused orders, orders without a time, repairs in own words."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from booking import orders
from booking.models import Appointment, Command, Invitation, Order
from booking.models.invitation import InvitationState
from booking.models.order import Concern
from booking.models.outbox import Kind, State
from portal.models import Repair
from portal.models.repair import RepairState
from portal.officers import systems
from portal.officers.holdings import PHOTOS
from portal.officers.writes import Write, name_people, read

MOST = 20
CONCERNS = {
    Concern.TWO_VISITS: (
        "{system} shows two live visits",
        "Cancel the one that is too many in {system}. This leaves the list as soon as one is left there.",
    ),
    Concern.GONE: (
        "{system} does not know the order any more",
        "If it was deleted on purpose, cancel it here as well.",
    ),
    Concern.STANDS: (
        "{system} has the order after all",
        "It arrived late. Take it over, or cancel it in {system}.",
    ),
}
"""What a read has shown, and what an officer does about it."""
WITHOUT_TIME = "Perhaps nothing suited, or nothing was offered. Arrange a time, or cancel the order."
CALL_PROMISED = "The tenant has been told that you will."
Found = tuple[dt.datetime, uuid.UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing for a person to look at."""

    at: dt.datetime
    what: str
    order: Order | None = None
    repair: Repair | None = None
    command: Command | None = None
    """The write that an officer may settle."""
    write: Write | None = None
    """The write that it is about, as an officer reads it."""
    visits: list[Appointment] = field(default_factory=list)
    """What stands, where the order itself is the matter."""
    said: Command | None = None
    """The refused write of an order that is there after all."""
    mine: str = ""
    """Who sees to it already, where the order itself is the matter."""
    call: str = ""
    """Why the tenant is to be called, if so."""
    invitation: Invitation | None = None
    """The contractor who was asked by e-mail, and with whom no time was found."""
    seen_to: tuple[str, uuid.UUID] | None = None
    """What an officer takes off the list by saying so."""
    reason: str = ""

    @property
    def system(self) -> str:
        """What people call the scheduling system that has the order; empty where none has."""
        return systems.title(self.order.scheduler) if self.order and self.order.scheduler else ""

    @property
    def again(self) -> str:
        """What the button says that has the scheduling system read once more."""
        return f"Look in {self.system} again"

    @property
    def advice(self) -> str:
        """What is to be done about an order that is not as it should be."""
        concern = self.order.concern if self.order else ""
        return CONCERNS[Concern(concern)][1].format(system=self.system) if concern else ""


@dataclass(frozen=True, slots=True)
class Page:
    """Twenty matters, newest first, and where the next twenty begin ("" where there are no more)."""

    matters: list[Matter]
    following: str
    looking: list[Write]
    """What the portal itself still looks for, the oldest first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list: before that moment, and in it before that id."""

    at: dt.datetime
    pk: uuid.UUID

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """What `str` wrote; None for anything else."""
        at, _, pk = text.partition("_")
        try:
            place = cls(dt.datetime.fromisoformat(at), uuid.UUID(pk))
        except ValueError:
            return None
        return place if place.at.tzinfo else None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"


def page(*, before: Place | None = None) -> Page:
    """The newest matters, or those before that place; the same few queries however many there are."""
    commands = Command.objects.waiting_for_staff().annotate(at=Coalesce("settled_at", "created_at"))
    wrong = Order.objects.for_staff().annotate(at=F("raised_at"))
    waited = dt.timedelta(hours=settings.NO_TIME_HOURS)
    without_time = orders.without_time(waited=waited).annotate(at=F("raised_at"))
    repairs = Repair.objects.filter(state=RepairState.REQUESTED)
    repairs = repairs.annotate(at=Coalesce("reported_at", "started_at"))
    asked = Invitation.objects.for_staff().annotate(at=Coalesce("settled_at", "asked_at"))
    kinds: list[tuple[QuerySet[Any], str]] = [
        (commands, "command"),
        (wrong, "order"),
        (without_time, "without time"),
        (repairs, "repair"),
        (asked, "invitation"),
    ]
    first, *others = (_part(rows, what, before) for rows, what in kinds)
    found = list(first.union(*others, all=True).order_by("-at", "-id")[: MOST + 1])
    shown = found[:MOST]
    following = str(Place(shown[-1][0], shown[-1][1])) if len(found) > MOST else ""
    unknown = Command.objects.filter(state=State.UNKNOWN).select_related("order").order_by("unknown_since")
    looking = [] if before is not None else list(unknown[:MOST])
    listed = _these(Command.objects.select_related("order"), shown, "command")
    writes = read([*listed.values(), *looking])
    return Page(_matters(shown, writes), following, [writes[row.pk] for row in looking])


def _part(rows: QuerySet[Any], what: str, before: Place | None) -> QuerySet[Any, Any]:
    if before is not None:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, pk__lt=before.pk))
    listed: QuerySet[Any, Any] = rows.annotate(what=Value(what)).values_list("at", "id", "what")
    return listed.order_by("-at", "-pk")[: MOST + 1]


def _matters(found: list[Found], writes: dict[uuid.UUID, Write]) -> list[Matter]:
    wrong = _these(Order.objects.prefetch_related("appointments"), found, "order")
    without_time = _these(Order.objects.all(), found, "without time")
    described = Repair.objects.select_related("tenancy__home", "reported_by").prefetch_related(PHOTOS)
    repairs = _these(described, found, "repair")
    asked = _these(Invitation.objects.select_related("order"), found, "invitation")
    refused = Command.objects.filter(order__in=wrong, state=State.REFUSED, kind=Kind.RAISE)
    said = {one.order_id: one for one in refused.select_related("order")}
    names = name_people([*(one.by for one in said.values()), *(one.concern_with for one in wrong.values())])
    matters = []
    for at, pk, what in found:
        if what == "command" and pk in writes:
            matters.append(_of_command(writes[pk], at))
        elif what == "order" and pk in wrong:
            matters.append(_of_order(wrong[pk], said.get(pk), at, names))
        elif what == "without time" and pk in without_time:
            matters.append(_of_order_without_time(without_time[pk], at))
        elif what == "repair" and pk in repairs:
            matters.append(Matter(at=at, what="Described by the tenant, to be planned", repair=repairs[pk]))
        elif what == "invitation" and pk in asked:
            matters.append(_of_invitation(asked[pk], at))
    return matters


def _these(rows: QuerySet[Any], found: list[Found], what: str) -> dict[uuid.UUID, Any]:
    return rows.in_bulk([pk for _, pk, kind in found if kind == what])


def _of_command(write: Write, at: dt.datetime) -> Matter:
    command, system = write.command, systems.title(write.command.order.scheduler)
    if command.state == State.REFUSED:
        what = f"{system} did not do this: {command.get_kind_display()}"
        return Matter(at=at, what=what, order=command.order, write=write, seen_to=("command", command.pk))
    what = f"Not clear whether {system} did this: {command.get_kind_display()}"
    return Matter(at=at, what=what, order=command.order, command=command, write=write)


def _of_order(order: Order, said: Command | None, at: dt.datetime, names: dict[str, str]) -> Matter:
    system = systems.title(order.scheduler)
    if order.concern:
        what = CONCERNS[Concern(order.concern)][0].format(system=system)
        mine = names.get(order.concern_with, order.concern_with)
        live = [row for row in order.appointments.all() if row.live]
        return Matter(at=at, what=what, order=order, said=said, visits=live, mine=mine)
    what = f"{system} refused the order"
    write = Write(said, names) if said else None
    return Matter(at=at, what=what, order=order, write=write, seen_to=("order", order.pk))


def _of_order_without_time(order: Order, at: dt.datetime) -> Matter:
    what = "No time has been chosen"
    return Matter(at=at, what=what, order=order, call=WITHOUT_TIME, seen_to=("order", order.pk))


def _of_invitation(invitation: Invitation, at: dt.datetime) -> Matter:
    firm = invitation.order.supplier_name or invitation.to
    what = {
        InvitationState.DECLINED: f"{firm} declined",
        InvitationState.OVERDUE: f"{firm} was asked, and nobody answered in time",
        InvitationState.NOT_AGREED: f"{firm} and the tenant found no time",
    }[InvitationState(invitation.state)]
    return Matter(
        at=at,
        what=what,
        order=invitation.order,
        invitation=invitation,
        reason=invitation.reason,
        call=CALL_PROMISED,
    )
