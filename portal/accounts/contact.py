"""Contact details: "are these details right?"."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from booking import moments
from portal import access
from portal.accounts import details, paths
from portal.accounts.forms import ContactForm
from portal.models import ContactDetails


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The details that we hold, to change and confirm; then on to `next`, or to the repairs."""
    person, onward = access.person(request), paths.wanted(request)
    if request.method == "POST":
        form = ContactForm(request.POST)
        if form.is_valid():
            details.confirm(person, details=form.details(), now=moments.now())
            if onward:
                return redirect(onward)
            messages.success(request, "We have kept your contact details.")
            return redirect("repairs")
    else:
        confirmed = ContactDetails.objects.filter(person=person, confirmed_at__isnull=False).exists()
        form = ContactForm.showing(details.known(person), confirmed=confirmed)
    return render(request, "accounts/contact.html", {"form": form, "next": onward, "person": person})
