"""The hop into the scheduling system's own screen: asked for on a click, used once, never kept.

The address that opens the screen is a key. It stands in one answer to one POST and nowhere else: not in a
session, a row, a message or a log line.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from booking import screens
from booking.models import Order
from booking.schedulers.base import Jump, RemoteUser, SchedulerError, Screen
from portal.models import Person

log = logging.getLogger(__name__)

# Nothing goes to the other host. Not "no-referrer" alone: under it browsers also withhold the Origin of this
# page's own forms, and those would be refused as forged. A browser takes the last policy that it knows.
REFERRER_POLICY = "no-referrer, same-origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The page around the screen: what it is called and where its controls lead."""

    title: str
    back: str
    """For a person who has not even begun."""
    finished: str
    """Where "I have finished" is posted to."""
    again: Mapping[str, str] = field(default_factory=dict)
    """What is posted to the page's own address for another way in, and to `finished`."""


def open(
    person: Person, *, screen: Screen, number: str = "", customer: str = "", system: str = "connect"
) -> Jump | None:
    """A fresh way into that system for that person, or None where there is none just now."""
    if not screens.offered(system):
        return None
    try:
        return screens.way_in(
            system, user=remote_user(person), screen=screen, number=number, customer=customer
        )
    except SchedulerError as error:
        # The kind of error alone: a reason might quote what the remote answered.
        log.warning("no way into the %s screen: %s", screen.value, type(error).__name__)
        return None


def screen_for(order: Order) -> Screen:
    """Where the order's next step is done: its appointments if it has one, else the booking screen."""
    return Screen.APPOINTMENTS if order.appointments.live().exists() else Screen.BOOK


def remote_user(person: Person) -> RemoteUser:
    """The account that is this person's alone, in this installation and for ever."""
    first, _, last = person.name.partition(" ")
    return RemoteUser(
        user_name=f"{settings.ORDER_NUMBER_PREFIX}-portal-{person.pk}",
        first_name=first,
        last_name=last,
        email=person.email,
    )


def show(request: HttpRequest, way: Jump | None, *, door: Door) -> HttpResponse:
    """The answer to a POST: the screen in a frame, or the way there for a tab, or an apology."""
    context = {"way": way, "door": door}
    if way is None:
        return render(request, "jump/closed.html", context, status=503)
    if request.POST.get("where") == "tab":
        away: HttpResponse = redirect(way.url)
        away["Referrer-Policy"] = "no-referrer"
        return away
    response = render(request, "jump/screen.html", context)
    response["Referrer-Policy"] = REFERRER_POLICY
    csp_update({"frame-src": [way.origin], "form-action": [way.origin]})(lambda _: response)(request)
    return response
