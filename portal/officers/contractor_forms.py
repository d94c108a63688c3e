"""What an officer may add to a contractor's order; nothing here saves anything."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from booking.models import Order
from booking.schedulers.abilities import CodeLine, Invoice, InvoiceLine

ROWS = 3
SHORT = {"class": "govuk-input--width-10"}


def _key() -> str:
    return str(uuid.uuid4())


def _money(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=10,
        decimal_places=2,
        min_value=0,
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "decimal"}),
        error_messages={
            "invalid": "Enter an amount in pounds, such as 120.50",
            "max_decimal_places": "Enter an amount in pounds and whole pence, such as 120.50",
            "min_value": "Enter an amount of 0 or more",
            "required": "Enter an amount in pounds, such as 120.50",
        },
        **more,
    )


class RowForm(forms.Form):
    """One repair code; a row that is left empty is none."""

    code = forms.CharField(label="Repair code", max_length=64, required=False, widget=forms.TextInput(SHORT))

    def clean(self) -> dict[str, Any]:
        """What belongs to a code needs one; a code without a quantity is one of it."""
        data = super().clean() or self.cleaned_data
        others = [name for name, value in data.items() if name != "code" and value is not None]
        if others and not data.get("code"):
            self.add_error("code", "Enter the repair code")
        if data.get("code") and "quantity" not in self.errors:
            data["quantity"] = data.get("quantity") or Decimal(1)
        return data


class LineForm(RowForm):
    """A code, and how much of it."""

    quantity = forms.DecimalField(
        label="Quantity",
        max_digits=9,
        decimal_places=3,
        min_value=Decimal("0.001"),
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-5", "inputmode": "decimal"}),
        error_messages={
            "invalid": "Enter a number, such as 2.5",
            "min_value": "Enter a number above 0",
        },
    )


class InvoiceLineForm(RowForm):
    """One line of an invoice."""

    quantity = forms.IntegerField(
        label="Quantity",
        min_value=1,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": "Enter a whole number, such as 2", "min_value": "Enter 1 or more"},
    )
    unit_cost = _money("Cost of one", required=False)


LineFormSet = forms.formset_factory(LineForm, extra=ROWS, max_num=ROWS, absolute_max=ROWS)
InvoiceLineFormSet = forms.formset_factory(InvoiceLineForm, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


class AmendForm(forms.Form):
    """Comments and codes for the contractor."""

    key = forms.UUIDField(initial=_key, widget=forms.HiddenInput)
    subcontract_order = forms.IntegerField(
        label="The contractor order’s own number",
        help_text="Connect shows it beside the contractor order.",
        min_value=1,
        max_value=2_147_483_647,
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
        error_messages={
            "required": "Enter the number that Connect shows beside the contractor order",
            "invalid": "Enter a whole number",
        },
    )
    comments = forms.CharField(
        label="Comments for the contractor",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InvoiceForm(forms.Form):
    """A contractor's invoice."""

    key = forms.UUIDField(initial=_key, widget=forms.HiddenInput)
    reference = forms.CharField(
        label="The contractor’s invoice number",
        max_length=64,
        widget=forms.TextInput(SHORT),
        error_messages={"required": "Enter the number on the contractor’s invoice"},
    )
    date = forms.DateField(
        label="Date of the invoice",
        widget=forms.DateInput(format="%Y-%m-%d", attrs=SHORT | {"type": "date"}),
        error_messages={
            "required": "Enter the date on the invoice",
            "invalid": "Enter a real date, such as 31/12/2026",
        },
    )
    purchase_order = forms.CharField(
        label="Purchase order number",
        help_text="Needed for each line below.",
        max_length=64,
        required=False,
        widget=forms.TextInput(SHORT),
    )
    goods = _money("Goods")
    labour = _money("Labour", required=False)
    vat = _money("VAT", required=False)
    comments = forms.CharField(
        label="Comments", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_date(self) -> dt.date:
        """Nobody invoices tomorrow's work today."""
        date: dt.date = self.cleaned_data["date"]
        if date > timezone.localdate():
            raise forms.ValidationError("The date of the invoice must be today or before")
        return date


def read_lines(formset: "forms.BaseFormSet[Any]") -> list[CodeLine]:
    """The rows that were filled in."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("code")]
    return [CodeLine(code=row["code"], quantity=row["quantity"]) for row in rows]


def read_invoice(form: InvoiceForm, formset: "forms.BaseFormSet[Any]", *, order: Order) -> Invoice:
    """The invoice as the booking heart takes it."""
    asked = form.cleaned_data
    rows = [row.cleaned_data for row in formset if row.cleaned_data.get("code")]
    return Invoice(
        supplier=order.supplier,
        number=order.number,
        reference=asked["reference"],
        date=asked["date"],
        goods=asked["goods"],
        labour=asked["labour"] or Decimal(0),
        vat=asked["vat"] or Decimal(0),
        comments=asked["comments"],
        lines=tuple(
            InvoiceLine(
                code=row["code"],
                purchase_order=asked["purchase_order"],
                quantity=int(row["quantity"]),
                unit_cost=row["unit_cost"] or Decimal(0),
            )
            for row in rows
        ),
    )
