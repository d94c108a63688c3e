"""The job behind the link, and the contractor's answer: looking changes nothing, only a form decides."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from booking import invitations
from booking.agreed import load_times
from booking.invitations import Changed
from booking.models import Invitation
from portal import routing
from portal.contractors.door import by_link
from portal.contractors.forms import DeclineForm, TimesForm
from portal.wording import visit_words

ANSWERED = "This had been answered already. This is how it stands now."


@by_link
def job(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """What there is to do, where and for whom; and what has been agreed so far."""
    appointment = invitation.order.appointments.live().order_by("-pk").first()
    offered = [visit_words(time.date, time.start, time.end) for time in load_times(invitation.proposals)]
    context = {"appointment": appointment, "offered": offered}
    return render(request, "contractors/job.html", _about(token, invitation) | context)


@by_link
def accept(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """One time, which then stands."""
    form = TimesForm(request.POST or None, rows=1, initial={"version": invitation.version})

    def act(version: int) -> None:
        invitations.accept(invitation, time=form.times[0], version=version)

    return _answer(request, token, invitation, form, act=act, page="accept")


@by_link
def propose(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """Up to three times for the tenant to choose from."""
    form = TimesForm(request.POST or None, initial={"version": invitation.version})

    def act(version: int) -> None:
        until = routing.answer_by(invitation.answer_days)
        invitations.propose(invitation, times=form.times, version=version, answer_by=until)

    return _answer(request, token, invitation, form, act=act, page="propose")


@by_link
def decline(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """No, and why."""
    form = DeclineForm(request.POST or None, initial={"version": invitation.version})

    def act(version: int) -> None:
        invitations.decline(invitation, reason=form.cleaned_data["reason"], version=version)

    return _answer(request, token, invitation, form, act=act, page="decline")


def _answer(  # noqa: PLR0913 - one form's whole round
    request: HttpRequest,
    token: str,
    invitation: Invitation,
    form: forms.Form,
    *,
    act: Callable[[int], None],
    page: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["version"])
        except Changed:
            messages.info(request, ANSWERED)
        return redirect("contractor-job", token)
    return render(request, f"contractors/{page}.html", _about(token, invitation) | {"form": form})


def _about(token: str, invitation: Invitation) -> dict[str, Any]:
    return {"token": token, "invitation": invitation, "order": invitation.order}
