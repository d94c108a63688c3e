"""Cancelling a repair, with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from booking import orders
from portal import access
from portal.repairs import story
from portal.repairs.forms import CancelForm


@access.signed_in
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Asks why, then cancels the order with all its appointments."""
    repair = access.repair(request, pk)
    told = story.tell(repair)
    if repair.order is None or not told.cancellable:
        return redirect("repair", pk=repair.pk)
    form = CancelForm(request.POST or None, initial={"seen": repair.order.commands.count()})
    if request.method == "POST" and form.is_valid():
        try:
            orders.cancel(
                repair.order,
                reason=form.cleaned_data["reason"],
                description=form.cleaned_data["more"],
                key=f"cancel:{repair.order.pk}:{form.cleaned_data['seen']}",
                by=f"person:{access.person(request).pk}",
            )
        except (orders.Busy, orders.NotPossible):
            messages.info(request, "Something about this repair has just changed. Please look again.")
        return redirect("repair", pk=repair.pk)
    return render(request, "repairs/cancel.html", {"repair": repair, "story": told, "form": form})
