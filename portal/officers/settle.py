"""An officer settles what the machine could not: look once more, it did happen, it did not, seen to."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from booking import orders, outbox
from booking.models import Command, Order
from booking.schedulers.base import SchedulerError, Unavailable, Unknown
from portal import access
from portal.officers import systems

WRITTEN_OFF = "an officer found that it was not done"
UNCHANGED = "Nothing was changed."


@require_POST
@access.officers_only
def look_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The system is read once more; what it shows is adopted, and what it lacks may be sent again."""
    return _judge(request, pk, write_off=False)


@require_POST
@access.officers_only
def write_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It did not happen: the tenant is told, and can go on."""
    return _judge(request, pk, write_off=True)


@require_POST
@access.officers_only
def happened(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It did happen: taken over as the system shows it, or by the officer's word where none can be read."""
    command = get_object_or_404(Command.objects.select_related("order"), pk=pk)
    order, system = command.order, systems.title(command.order.scheduler)
    try:
        outbox.adopt(command, by=f"person:{access.person(request).pk}")
        messages.success(request, f"{order}: settled as done.")
    except outbox.NotWithStaff:
        messages.info(request, f"{order}: this has been settled already.")
    except outbox.NotShown:
        messages.error(request, f"{order}: {system} does not show it. {UNCHANGED}")
    except (Unavailable, Unknown):
        messages.error(request, f"{order}: {system} cannot be asked just now. Please try again.")
    except SchedulerError as error:
        messages.error(request, f"{order}: {system} does not confirm it: {error.reason}. {UNCHANGED}")
    return redirect("officers-waiting")


@require_POST
@access.officers_only
def dealt_with(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """A person has seen to it: it leaves the list."""
    by = f"person:{access.person(request).pk}"
    if kind == "order":
        done = orders.deal_with(get_object_or_404(Order, pk=pk))
    else:
        done = _deal_with_command(get_object_or_404(Command, pk=pk), by=by)
    if done:
        messages.success(request, "Thank you. It is off this list.")
    else:
        messages.info(request, "Somebody has seen to this already.")
    return redirect("officers-waiting")


def _deal_with_command(command: Command, *, by: str) -> bool:
    try:
        outbox.deal_with(command, by=by)
    except outbox.NotWithStaff:
        return False
    return True


def _judge(request: HttpRequest, pk: uuid.UUID, *, write_off: bool) -> HttpResponse:
    command = get_object_or_404(Command.objects.select_related("order"), pk=pk)
    system = systems.title(command.order.scheduler)
    by = f"person:{access.person(request).pk}"
    try:
        if write_off:
            outbox.write_off(command, by=by, reason=WRITTEN_OFF)
            messages.success(request, f"{command.order}: settled as not done, and the tenant is told.")
        else:
            outbox.look_again(command, by=by)
            messages.success(request, f"{command.order}: {system} is being read again.")
    except outbox.NotWithStaff:
        messages.info(request, f"{command.order}: this has been settled already.")
    except outbox.TooEarly:
        messages.error(
            request, f"{command.order}: it may still arrive. Please look again in a few minutes. {UNCHANGED}"
        )
    return redirect("officers-waiting")
