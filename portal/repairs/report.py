"""Telling us: begin, describe, check the answers, report."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from booking import hints
from diagnosis import tree
from diagnosis.models import RepairCode
from portal import access, routing
from portal.models import Repair
from portal.repairs import reports
from portal.repairs.diagnose import onward
from portal.repairs.forms import DescribeForm, RequestForm
from portal.repairs.reports import Step

FIRST_DAYS = 3


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
        return _go_on(repair) if request.method == "POST" else redirect("repair", pk=repair.pk)
    access.own_draft(request, repair)
    if repair.code is None or reports.next_step(repair) is not Step.CHECK:
        return onward(repair)
    try:
        leaf = tree.leaf(repair.code.slug)
    except RepairCode.DoesNotExist:
        messages.info(request, "That choice is no longer offered. Please choose again.")
        return redirect("repair-problem", pk=repair.pk)
    if request.method == "POST":
        return _go_on(reports.report(repair, by=access.person(request)))
    due = tree.target_date(leaf, today=timezone.localdate())
    context = {
        "repair": repair,
        "leaf": leaf,
        "due": due,
        "times": routing.chooses_times(leaf),
        "photos": repair.photos.count(),
        "first": _first_days(repair, leaf, known_only=True),
    }
    return render(request, "repairs/check.html", context)


@access.signed_in
def first_days(request: HttpRequest, pk: str) -> HttpResponse:
    """The fragment with the first days there are; waits for the remote, so that the page does not."""
    repair = access.draft(request, pk)
    if repair.code is None:
        return HttpResponse(status=204)
    context = {"repair": repair, "first": _first_days(repair, repair.code, known_only=False) or []}
    return render(request, "repairs/check.html#first", context)


def _go_on(reported: Repair) -> HttpResponse:
    """To the times, where there are any to choose from: the same for every click on the button."""
    order = reported.order
    return redirect("repair-times" if order and order.has_slots else "repair", pk=reported.pk)


def _first_days(repair: Repair, leaf: RepairCode, *, known_only: bool) -> list[dt.date] | None:
    """The first few days on which somebody could come; None: not known yet, or nobody can say."""
    if leaf.supplier is not None:
        return []
    postcode = repair.tenancy.home.postcode
    wish = hints.Wish(trade=leaf.trade, postcode=postcode, two_to_attend=leaf.two_to_attend)
    known = hints.known_times(wish) if known_only else hints.first_times(wish)
    return None if known is None else sorted({slot.date for slot in known})[:FIRST_DAYS]


@require_POST
@access.signed_in
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """It is mended, or was never broken."""
    reports.discard(access.draft(request, pk))
    messages.success(request, "Nothing has been reported. We are glad if that helped.")
    return redirect("repairs")
