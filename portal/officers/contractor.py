"""An officer's page of a contractor's order: what was added to it, comments and codes, a draft invoice."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from booking import contractors, orders
from booking.models import Order
from booking.models.outbox import Kind
from portal import access
from portal.officers.contractor_forms import (
    AmendForm,
    InvoiceForm,
    InvoiceLineFormSet,
    LineFormSet,
    read_invoice,
    read_lines,
)

AMEND, INVOICE = "booking.amend_contractor_order", "booking.draft_invoice"
BUSY = "The one before is still on its way to Connect. Wait until it is settled, then send this again."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form and its rows of codes."""

    form: forms.Form
    lines: Any

    def is_valid(self) -> bool:
        """Both are; each says what is wrong."""
        if not self.lines.is_valid():
            self.form.add_error(None, "Check the repair codes: one of them is not complete")
        return self.form.is_valid()


@access.officers_only
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The contractor's order, and what this officer may add to it."""
    order = _order(pk)
    return _page(request, order, amend=_amend_sheet(order), invoice=_invoice_sheet())


@access.officers_only
def amend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Comments and codes go to the contractor's order."""
    order = _begin(request, pk, AMEND)
    sheet = Sheet(AmendForm(request.POST, prefix="amend"), LineFormSet(request.POST, prefix="amend"))
    if not sheet.is_valid():
        return _page(request, order, amend=sheet, invoice=_invoice_sheet())
    asked, lines = sheet.form.cleaned_data, read_lines(sheet.lines)
    if not asked["comments"] and not lines:
        sheet.form.add_error("comments", "Enter a comment or a repair code")
        return _page(request, order, amend=sheet, invoice=_invoice_sheet())
    try:
        contractors.amend(
            order,
            subcontract_order=asked["subcontract_order"],
            comments=asked["comments"],
            codes=lines,
            key=f"amend:{asked['key']}",
            by=f"person:{access.person(request).pk}",
        )
    except (orders.Busy, orders.NotPossible) as error:
        sheet.form.add_error(None, _why(error))
        return _page(request, order, amend=sheet, invoice=_invoice_sheet())
    return _sent(request, order)


@access.officers_only
def invoice(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A draft of the contractor's invoice goes to the finance team."""
    order = _begin(request, pk, INVOICE)
    sheet = Sheet(
        InvoiceForm(request.POST, prefix="invoice"), InvoiceLineFormSet(request.POST, prefix="invoice")
    )
    if sheet.is_valid() and not sheet.form.cleaned_data["purchase_order"] and read_lines(sheet.lines):
        sheet.form.add_error("purchase_order", "Enter the purchase order number of the lines below")
    if not sheet.is_valid():
        return _page(request, order, amend=_amend_sheet(order), invoice=sheet)
    form = sheet.form
    try:
        contractors.draft_invoice(
            order,
            invoice=read_invoice(form, sheet.lines, order=order),  # type: ignore[arg-type]
            key=f"invoice:{form.cleaned_data['key']}",
            by=f"person:{access.person(request).pk}",
        )
    except (orders.Busy, orders.NotPossible) as error:
        form.add_error(None, _why(error))
        return _page(request, order, amend=_amend_sheet(order), invoice=sheet)
    return _sent(request, order)


def _order(pk: uuid.UUID) -> Order:
    order = get_object_or_404(Order, pk=pk)
    if not contractors.offered(order):
        raise Http404
    return order


def _begin(request: HttpRequest, pk: uuid.UUID, permission: str) -> Order:
    if request.method != "POST" or not access.person(request).has_perm(permission):
        raise Http404
    return _order(pk)


def _amend_sheet(order: Order) -> Sheet:
    form = AmendForm(initial={"subcontract_order": order.subcontract_order}, prefix="amend")
    return Sheet(form, LineFormSet(prefix="amend"))


def _invoice_sheet() -> Sheet:
    return Sheet(InvoiceForm(prefix="invoice"), InvoiceLineFormSet(prefix="invoice"))


def _page(request: HttpRequest, order: Order, *, amend: Sheet, invoice: Sheet) -> HttpResponse:
    officer = access.person(request)
    sent = order.commands.filter(kind__in=[Kind.AMEND, Kind.INVOICE]).order_by("-created_at")
    wrong = [form for form in (amend.form, invoice.form) if form.errors]
    context = {
        "order": order,
        "sent": sent[:20],
        "form": wrong[0] if wrong else None,
        "amend": amend if officer.has_perm(AMEND) else None,
        "invoice": invoice if officer.has_perm(INVOICE) else None,
    }
    return render(request, "officers/contractor.html", context)


def _why(error: Exception) -> str:
    return BUSY if isinstance(error, orders.Busy) else f"That is not possible: {error}"


def _sent(request: HttpRequest, order: Order) -> HttpResponse:
    messages.success(request, "It is on its way to Connect. This page shows how it went.")
    return redirect("officers-contractor", pk=order.pk)
