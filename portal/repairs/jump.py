"""The tenant's hop into the scheduling system's own screen, where the portal has no times to offer."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from booking import orders, screens
from booking.models import Order
from portal import access, jump
from portal.models import Repair


@access.signed_in
def open_screen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Connect's screen for the household's own open order; a GET goes to the repair."""
    repair = access.repair(request, pk)
    if request.method != "POST" or not allowed(repair):
        return redirect("repair", pk=pk)
    order = cast(Order, repair.order)
    way = jump.open(
        access.person(request),
        screen=jump.screen_for(order),
        number=order.number,
        system=order.scheduler,
    )
    door = jump.Door(
        title="Choose a time",
        back=reverse("repair", args=[pk]),
        finished=reverse("repair-jump-finished", args=[pk]),
    )
    return jump.show(request, way, door=door)


@access.signed_in
def finished(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Reads the order again and shows the repair as it now is."""
    repair = access.repair(request, pk)
    if request.method == "POST" and repair.order is not None:
        screens.come_back(repair.order)
    return redirect("repair", pk=pk)


def allowed(repair: Repair) -> bool:
    """The order is open, our own team's, nothing about it is being settled, and there is a screen to open."""
    order = repair.order
    if order is None or not order.is_open or not order.has_slots or not screens.offered(order.scheduler):
        return False
    return orders.pending(order) is None
