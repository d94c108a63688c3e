"""Telling us: begin, describe, check the answers, report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from diagnosis import tree
from diagnosis.models import RepairCode
from portal import access, routing
from portal.repairs import reports
from portal.repairs.diagnose import onward
from portal.repairs.forms import DescribeForm, RequestForm
from portal.repairs.reports import Step


@access.signed_in
def new(request: HttpRequest) -> HttpResponse:
    """For which home, and who tells us; then the questions begin."""
    tenancy = access.tenancy(request)
    if request.method == "POST":
        return onward(reports.start(tenancy, by=access.person(request)))
    return render(request, "repairs/new.html", {"home": tenancy.home})


@access.signed_in
def describe(request: HttpRequest, pk: str) -> HttpResponse:
    """In the tenant's own words."""
    repair = access.draft(request, pk)
    if repair.code is None:
        return onward(repair)
    initial = {"description": repair.description, "access": repair.access}
    form = DescribeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        reports.describe(repair, **form.cleaned_data)
        if reports.next_step(repair) is Step.CHECK:
            return redirect("repair-photos", pk=repair.pk)
        return onward(repair)
    return render(request, "repairs/describe.html", {"repair": repair, "form": form})


@access.signed_in
def something_else(request: HttpRequest, pk: str) -> HttpResponse:
    """What the tree has no answer for goes to the team."""
    repair = access.repair(request, pk)
    if not repair.is_draft:
        return redirect("repair", pk=repair.pk)
    access.own_draft(request, repair)
    if reports.next_step(repair) is Step.CONTACT:
        return onward(repair)
    form = RequestForm(request.POST or None, initial={"description": repair.description})
    if request.method == "POST" and form.is_valid():
        reports.request(repair, description=form.cleaned_data["description"], by=access.person(request))
        return redirect("repair", pk=repair.pk)
    return render(request, "repairs/something_else.html", {"repair": repair, "form": form})


@access.signed_in
def check(request: HttpRequest, pk: str) -> HttpResponse:
    """All answers on one page; the button reports the repair, however often it is pressed."""
    repair = access.repair(request, pk)
    if not repair.is_draft:
        return redirect("repair", pk=repair.pk)
    access.own_draft(request, repair)
    if repair.code is None or reports.next_step(repair) is not Step.CHECK:
        return onward(repair)
    try:
        leaf = tree.leaf(repair.code.slug)
    except RepairCode.DoesNotExist:
        messages.info(request, "That choice is no longer offered. Please choose again.")
        return redirect("repair-problem", pk=repair.pk)
    if request.method == "POST":
        reports.report(repair, by=access.person(request))
        return redirect("repair-times" if routing.chooses_times(leaf) else "repair", pk=repair.pk)
    due = tree.target_date(leaf, today=timezone.localdate())
    context = {
        "repair": repair,
        "leaf": leaf,
        "due": due,
        "times": routing.chooses_times(leaf),
        "photos": repair.photos.count(),
    }
    return render(request, "repairs/check.html", context)


@require_POST
@access.signed_in
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """It is mended, or was never broken."""
    reports.discard(access.draft(request, pk))
    messages.success(request, "Nothing has been reported. We are glad if that helped.")
    return redirect("repairs")
