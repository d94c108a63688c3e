"""The tenant's answer to a contractor's times: one of them, or none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from booking import invitations
from booking.invitations import Changed
from booking.models import Invitation
from portal import access, routing
from portal.repairs import story
from portal.repairs.forms import ProposalForm

NONE = "none"


@require_POST
@access.signed_in
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Books the chosen time, or sends the contractor back; pressed twice, it is done once."""
    repair = access.repair(request, pk)
    told = story.tell(repair)
    form = ProposalForm(request.POST)
    if told.invitation is None:
        return redirect("repair", pk=pk)
    if not form.is_valid():
        messages.error(request, "Select the time that suits you")
        return redirect("repair", pk=pk)
    try:
        _answer(told.invitation, **form.cleaned_data)
    except Changed:
        if told.stage == story.Stage.CONTRACTOR_PROPOSES:
            messages.info(request, "Something about this repair has just changed. Please look again.")
    return redirect("repair", pk=pk)


def _answer(invitation: Invitation, *, time: str, version: int) -> None:
    if time == NONE:
        until = routing.answer_by(invitation.answer_days)
        invitations.none_suits(invitation, version=version, answer_by=until)
    else:
        invitations.choose(invitation, nth=int(time), version=version)
