"""Orders that a read shows otherwise than they should be: looked at now, seen to, read again, called off."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from booking import orders, standing, visits
from booking.models import Order
from booking.models.order import Concern
from booking.schedulers.base import SchedulerError
from portal import access
from portal.officers import systems
from portal.officers.review import Line

NO_SUCH_ORDER = "The scheduling system does not know the order any more"


@access.officers_only
def now(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the system shows of the order at this moment: a fragment, or a page of its own."""
    order = get_object_or_404(Order, pk=pk)
    context = {"order": order, "system": systems.title(order.scheduler)}
    try:
        found, shown = visits.look(order)
    except SchedulerError as error:
        context["problem"] = error.reason
    else:
        context |= {"found": found, "lines": [Line(visit, None) for visit in shown]}
    part = "#now" if request.headers.get("HX-Request") else ""
    return render(request, f"officers/now.html{part}", context)


@require_POST
@access.officers_only
def read_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The order is read again; what is as it should be leaves the list."""
    order = get_object_or_404(Order, pk=pk)
    with transaction.atomic():
        standing.read_soon(order)
    messages.success(request, f"{order}: {systems.title(order.scheduler)} is being read again.")
    return redirect("officers-waiting")


@require_POST
@access.officers_only
def see_to(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An officer sees to it: the others know who."""
    order = get_object_or_404(Order, pk=pk)
    if orders.see_to(order, by=f"person:{access.person(request).pk}"):
        messages.success(request, f"{order}: the others see that it is with you.")
    else:
        messages.info(request, f"{order}: somebody sees to it already, or it is as it should be again.")
    return redirect("officers-waiting")


@require_POST
@access.officers_only
def call_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An order that the system does not know any more is cancelled here as well, and the tenant is told."""
    order = get_object_or_404(Order, pk=pk, concern=Concern.GONE)
    by = f"person:{access.person(request).pk}"
    try:
        orders.cancel(order, reason=NO_SUCH_ORDER, key=f"gone:{order.pk}:{order.read_applied}", by=by)
        messages.success(request, f"{order}: it is being cancelled here as well.")
    except (orders.Busy, orders.NotPossible):
        messages.info(request, f"{order}: something about it has just changed. Please look again.")
    return redirect("officers-waiting")
