"""What an officer may ask for."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from booking.schedulers.base import Screen

BACK = dt.timedelta(days=30)
AHEAD = dt.timedelta(days=60)
NO_DATE = "Enter a real date, such as 31/12/2026"


class ReviewForm(forms.Form):
    """A home or an order number, and the window of dates; without dates, 30 days back to 60 ahead."""

    home = forms.CharField(
        label="Home",
        help_text="Property reference, address or postcode",
        max_length=128,
        required=False,
    )
    number = forms.CharField(label="Order number", max_length=64, required=False)
    since = forms.DateField(
        label="Appointments from",
        required=False,
        error_messages={"invalid": NO_DATE},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"}),
    )
    until = forms.DateField(
        label="To",
        required=False,
        error_messages={"invalid": NO_DATE},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"}),
    )

    @staticmethod
    def window(*, today: dt.date) -> dict[str, dt.date]:
        """The dates where the officer named none."""
        return {"since": today - BACK, "until": today + AHEAD}

    def clean(self) -> dict[str, Any]:
        """One subject, and dates in their order."""
        data = super().clean() or self.cleaned_data
        if data.get("home") and data.get("number"):
            self.add_error("home", "Enter a home or an order number, not both")
        elif not self.errors and not data.get("home") and not data.get("number"):
            self.add_error("home", "Enter a home or an order number")
        if "since" in data and "until" in data:
            for name, date in self.window(today=timezone.localdate()).items():
                data[name] = data[name] or date
            if data["until"] < data["since"]:
                self.add_error("until", "The second date must be the same as the first, or after it")
        return data


class JumpForm(forms.Form):
    """Which of Connect's screens, and for what."""

    screen = forms.ChoiceField(choices=[(screen.value, screen.value) for screen in Screen])
    number = forms.CharField(max_length=64, required=False)
    home = forms.CharField(max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """A list of orders is a home's; the other screens are an order's."""
        data = super().clean() or self.cleaned_data
        needed = "home" if data.get("screen") == Screen.ORDERS.value else "number"
        if not data.get(needed):
            raise forms.ValidationError("incomplete")
        return data
