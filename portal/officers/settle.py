"""An officer settles what the machine could not: look once more, or say that it did not happen."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from booking import outbox
from booking.models import Command
from portal import access
from portal.officers import systems

WRITTEN_OFF = "an officer found that it was not done"


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
    return redirect("officers-waiting")
