"""The shapes of what people type: an address to sign in with, a code, contact details."""

import re
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from booking.schedulers.base import Contact
from portal.accounts import phones

WRONG_ADDRESS = "Enter an e-mail address in the right format, such as name@example.com"


class AddressForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """Whom to send a code to."""

    page_heading = "email"
    email = forms.EmailField(
        label="What is your e-mail address?",
        help_text="We will send you a code. Use the address that you gave us.",
        max_length=254,
        error_messages={"required": "Enter your e-mail address", "invalid": WRONG_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class CodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the e-mail; spaces and dashes do not matter."""

    page_heading = "code"
    code = forms.CharField(
        label="Enter the 6-digit code",
        max_length=32,
        error_messages={"required": "Enter the 6-digit code from the e-mail"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )

    def clean_code(self) -> str:
        """The right code. Something that is no code at all is told apart from a wrong one."""
        typed = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", typed):
            raise forms.ValidationError("Enter the 6-digit code from the e-mail", code="no_code")
        self.cleaned_data["code"] = typed
        return str(super().clean_code())


class OneLineField(forms.CharField):
    """Text on one line, whatever was pasted."""

    def to_python(self, value: Any) -> str:
        """The words with one space between them."""
        return " ".join((super().to_python(value) or "").split())


class PhoneField(OneLineField):
    """A telephone number that somebody could call, written as people write it."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"})

    def clean(self, value: Any) -> str:
        """The number, tidied."""
        typed = super().clean(value)
        try:
            return phones.tidy(typed) if typed else ""
        except phones.NotANumber:
            raise forms.ValidationError(
                "Enter a telephone number with its area code, such as 07700 900123 or 01632 960123"
            ) from None


class ContactForm(forms.Form):
    """Contact details, as the scheduling system takes them."""

    name = OneLineField(
        label="Full name",
        max_length=64,
        error_messages={"required": "Enter your full name"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    mobile = PhoneField(label="Mobile number", max_length=32, required=False)
    home_phone = PhoneField(label="Home telephone number", max_length=32, required=False)
    email = forms.EmailField(
        label="E-mail address",
        help_text="We write to this address about your repairs.",
        max_length=64,
        required=False,
        error_messages={"invalid": WRONG_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    texts = forms.TypedChoiceField(
        label="Do you want text messages about your repairs?",
        choices=[("yes", "Yes, to my mobile number"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        error_messages={"required": "Select yes if you want text messages"},
        widget=forms.RadioSelect,
    )

    @classmethod
    def showing(cls, details: Contact, *, confirmed: bool) -> "ContactForm":
        """The form with what we hold; nobody's wish for text messages is guessed."""
        texts = ("yes" if details.texts else "no") if confirmed else ""
        return cls(
            initial={
                "name": details.name,
                "mobile": details.mobile,
                "home_phone": details.home_phone,
                "email": details.email,
                "texts": texts,
            }
        )

    def clean(self) -> dict[str, Any]:
        """There is a way to reach the person, and text messages have somewhere to go."""
        told = super().clean() or self.cleaned_data
        if not self.errors and not (told["mobile"] or told["home_phone"] or told["email"]):
            self.add_error(
                "mobile", "Enter a telephone number or an e-mail address, so that we can reach you"
            )
        elif told.get("texts") and "mobile" in told:
            self._check_texts(told["mobile"])
        return told

    def details(self) -> Contact:
        """What the person confirmed."""
        return Contact(**self.cleaned_data)

    def _check_texts(self, mobile: str) -> None:
        if not mobile:
            self.add_error("mobile", "Enter a mobile number, or select that you do not want text messages")
        elif not phones.takes_texts(mobile):
            self.add_error("mobile", "Enter a mobile number: text messages do not reach this landline")
