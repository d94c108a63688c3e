"""Picking a time: the grid, the confirmation, and the same for moving an appointment."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from booking import appointments, orders
from booking import grid as slots
from booking.models import Appointment, Order
from booking.schedulers.base import Slot
from portal import access, htmx
from portal.models import Repair
from portal.repairs import jump, reports, story
from portal.repairs.forms import SlotForm
from portal.repairs.story import Stage

GONE = "That time is no longer free. Please choose another one."


@dataclass(frozen=True, slots=True)
class Choice:
    """One time on offer, with the token that chooses it."""

    slot: Slot
    token: str

    @property
    def id(self) -> str:
        """What its label points to. Made here, since a template takes far longer to write two numbers."""
        return f"slot-{self.slot.date}-{self.slot.window.id}"


@dataclass(frozen=True, slots=True)
class Day:
    """A date and its times."""

    date: dt.date
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a time is picked for: a first appointment, or one that moves."""

    repair: Repair
    told: story.Story
    appointment: Appointment | None

    @property
    def order(self) -> Order:
        """The repair's order; a repair without one has no times."""
        if self.repair.order is None:
            raise Http404
        return self.repair.order

    @property
    def visit(self) -> str:
        """The remote's id of the visit that moves."""
        return self.appointment.visit if self.appointment else ""

    @property
    def ready(self) -> bool:
        """A time can be picked now."""
        if self.appointment is not None:
            return self.told.appointment == self.appointment and self.told.changeable
        return self.told.stage == Stage.CHOOSE_TIME

    def url(self, page: str) -> str:
        """The address of the choose, grid or confirm page of this subject."""
        if self.appointment is None:
            names = {"choose": "repair-times", "grid": "repair-grid", "confirm": "repair-confirm"}
            return reverse(names[page], args=[self.repair.pk])
        names = {"choose": "repair-move", "grid": "repair-move-grid", "confirm": "repair-move-confirm"}
        return reverse(names[page], args=[self.repair.pk, self.appointment.pk])


@access.signed_in
def choose(request: HttpRequest, pk: str, appointment: int | None = None) -> HttpResponse:
    """The grid, if it is here already; otherwise a page that fetches it, with or without JavaScript."""
    subject = _subject(request, pk, appointment)
    if not subject.ready and subject.told.stage != Stage.SENDING:
        return redirect("repair", pk=pk)
    plain, again = "plain" in request.GET, "again" in request.GET
    known = _known(subject, again=again)
    if subject.ready and known is None and plain:
        # Without JavaScript nobody asks for the fragment: the worker fetches, and the page looks again.
        appointments.fetch_offer(subject.order, visit=subject.visit)
    look_again = "?plain=1&again=1" if again and not plain else "?plain=1"
    return render(request, "repairs/times.html", {**_context(subject, known), "look_again": look_again})


@access.signed_in
def grid(request: HttpRequest, pk: str, appointment: int | None = None) -> HttpResponse:
    """The fragment with the grid: waits for the remote, so that no page has to."""
    subject = _subject(request, pk, appointment)
    if not subject.ready:
        if subject.told.stage == Stage.SENDING:
            return _wait(request, subject)
        return htmx.go(request, reverse("repair", args=[pk]))
    offered = appointments.offer(subject.order, visit=subject.visit)
    if offered.as_of is None and not offered.failed:
        # Somebody else is asking just now: their answer will do.
        return _wait(request, subject)
    return render(request, "repairs/times.html#times", _context(subject, offered))


@access.signed_in
def confirm(request: HttpRequest, pk: str, appointment: int | None = None) -> HttpResponse:
    """The chosen time once more; the button books it, however often it is pressed."""
    subject = _subject(request, pk, appointment)
    form = SlotForm(request.POST if request.method == "POST" else request.GET)
    order = subject.order
    if not form.is_valid():
        messages.error(request, "Select the date and time you are free")
        return redirect(subject.url("choose"))
    token = form.cleaned_data["slot"]
    try:
        chosen = slots.load_slot(slots.unsign(token, order=order, visit=subject.visit))
        if request.method == "POST":
            _intend(subject, token, by=f"person:{access.person(request).pk}")
            return redirect("repair", pk=pk)
    except slots.BadSlot:
        messages.error(request, GONE)
        return redirect(subject.url("choose"))
    except (orders.Busy, orders.NotPossible):
        return redirect("repair", pk=pk)
    if not subject.ready:
        return redirect("repair", pk=pk)
    context = {
        "subject": subject,
        "repair": subject.repair,
        "slot": chosen,
        "token": token,
        "choose_url": subject.url("choose"),
    }
    return render(request, "repairs/confirm.html", context)


@require_POST
@access.signed_in
def none_suits(request: HttpRequest, pk: str) -> HttpResponse:
    """No time on offer suits: the team is asked to call, and the times stay open to choose from."""
    subject = _subject(request, pk, None)
    if subject.ready:
        reports.ask_for_call(subject.repair)
    return redirect("repair", pk=pk)


def _subject(request: HttpRequest, pk: str, appointment: int | None) -> Subject:
    repair = access.repair(request, pk)
    moving = access.any_appointment(repair, appointment) if appointment is not None else None
    return Subject(repair, story.tell(repair), moving)


def _wait(request: HttpRequest, subject: Subject) -> HttpResponse:
    if htmx.shows(request, subject.told.shown):
        return HttpResponse(status=204)
    return render(request, "repairs/times.html#times", _context(subject, None))


def _known(subject: Subject, *, again: bool) -> appointments.Times | None:
    if not subject.ready:
        return None
    known = appointments.known_times(subject.order, visit=subject.visit)
    return known if known.as_of is not None or (known.failed and not again) else None


def _context(subject: Subject, times: appointments.Times | None) -> dict[str, object]:
    known = times is not None and times.as_of is not None
    failed = times is not None and times.failed and not known
    return {
        "subject": subject,
        "repair": subject.repair,
        "story": subject.told,
        "known": known,
        "failed": failed,
        "days": _days(subject, times) if times else [],
        "grid_url": subject.url("grid"),
        "confirm_url": subject.url("confirm"),
        "can_jump": failed and jump.allowed(subject.repair),
    }


def _days(subject: Subject, times: appointments.Times) -> list[Day]:
    order, as_of, visit, moving = subject.order, times.as_of, subject.visit, subject.appointment
    if as_of is None:
        return []
    others = [slot for slot in times.slots if moving is None or not moving.is_at(slot)]
    return [
        Day(date, [Choice(slot, slots.sign(order, slot, offered_at=as_of, visit=visit)) for slot in group])
        for date, group in groupby(others, key=lambda slot: slot.date)
    ]


def _intend(subject: Subject, token: str, *, by: str) -> None:
    if subject.appointment is not None:
        appointments.move(subject.appointment, token=token, by=by)
    else:
        appointments.book(subject.order, token=token, by=by)
