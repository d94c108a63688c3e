"""Contractors asked by e-mail, in an officer's hands: asked again, given a new link, taken over from."""

import logging
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from booking import invitations
from booking.invitations import Changed
from booking.models import Invitation
from diagnosis.models import Route, Supplier
from portal import access, routing

log = logging.getLogger(__name__)


@require_POST
@access.officers_only
def ask_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The firm gets another letter, at the address that it has today."""
    invitation = _load(pk)
    order = invitation.order
    firm = Supplier.objects.filter(external_id=order.supplier, route=Route.EMAIL).first()
    if firm is None:
        messages.info(request, f"{order}: this firm does not get its work by e-mail any more.")
        return redirect("officers-waiting")
    try:
        routing.ask(order, firm, by=f"person:{access.person(request).pk}")
        messages.success(request, f"{order}: {firm} has been asked again.")
    except Changed:
        messages.info(request, f"{order}: this order is not open any more.")
    return redirect("officers-waiting")


@require_POST
@access.officers_only
def arranged(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agreed by telephone: it leaves the list."""
    invitation = _load(pk)
    if invitations.take_over(invitation, by=f"person:{access.person(request).pk}"):
        messages.success(request, f"{invitation.order}: taken off the list.")
    else:
        messages.info(request, f"{invitation.order}: this has been settled already.")
    return redirect("officers-waiting")


@require_POST
@access.officers_only
def new_link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A letter was lost, or went to the wrong person: another link, and the earlier one is dead."""
    invitation = _load(pk)
    by = f"person:{access.person(request).pk}"
    try:
        invitations.renew(invitation)
        log.info("the link to order %s was replaced by %s", invitation.order, by)
        messages.success(request, f"{invitation.order}: a new link is on its way to {invitation.to}.")
    except Changed:
        messages.info(request, f"{invitation.order}: nothing is open by e-mail any more.")
    return redirect(f"{reverse('officers')}?{urlencode({'number': invitation.order.number})}")


def _load(pk: uuid.UUID) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("order"), pk=pk)
