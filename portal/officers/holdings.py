"""What the portal itself holds of an order or a home; asks nobody outside."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from booking.models import Appointment, Command, Invitation, Order
from portal.models import Home, Photo, Repair
from portal.models.repair import RepairState

MOST = 20
PHOTOS = Prefetch("photos", Photo.objects.listed())


@dataclass(frozen=True, slots=True)
class Holding:
    """One order as the portal knows it, with the tenant's story if a tenant reported it here."""

    order: Order
    repair: Repair | None
    appointments: tuple[Appointment, ...]
    stuck: tuple[Command, ...]
    """The writes that only a person can judge."""
    invitation: Invitation | None = None
    """The contractor who was asked by e-mail last."""


def of_home(home: Home) -> list[Holding]:
    """The home's newest orders."""
    return _hold(Order.objects.filter(customer=home.reference).order_by("-raised_at")[:MOST])


def of_orders(numbers: Iterable[str]) -> dict[str, Holding]:
    """Those of the orders that the portal knows, by number."""
    return {held.order.number: held for held in _hold(Order.objects.filter(number__in=set(numbers)))}


def requests(home: Home) -> list[Repair]:
    """What the home's tenants described and a person still has to plan."""
    rows = Repair.objects.filter(tenancy__home=home, state=RepairState.REQUESTED)
    return list(rows.select_related("reported_by").prefetch_related(PHOTOS).order_by("-reported_at")[:MOST])


def _hold(rows: QuerySet[Order]) -> list[Holding]:
    stuck = Prefetch("commands", Command.objects.waiting_for_staff())
    orders = list(rows.prefetch_related("appointments", "invitations", stuck))
    reported = Repair.objects.filter(order__in=orders).prefetch_related(PHOTOS)
    repairs = {repair.order_id: repair for repair in reported}
    return [
        Holding(
            order,
            repairs.get(order.pk),
            tuple(order.appointments.all()),
            tuple(order.commands.all()),
            max(order.invitations.all(), key=lambda invitation: invitation.asked_at, default=None),
        )
        for order in orders
    ]
