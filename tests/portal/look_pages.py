"""Example pages of every component: addresses of their own, for tests and for looking at."""

from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from portal import landlord

FOLDER = Path(__file__).parent / "look"


class Choice(str):
    """A choice's label with a hint under it."""

    hint: str

    def __new__(cls, label: str, *, hint: str = "") -> "Choice":
        choice = super().__new__(cls, label)
        choice.hint = hint
        return choice


class Contact(forms.Form):
    """Each kind of control."""

    name = forms.CharField(label="Full name", widget=forms.TextInput({"autocomplete": "name"}))
    mobile = forms.CharField(
        label="Mobile number",
        help_text="We use it on the day of the visit.",
        widget=forms.TextInput(
            {
                "type": "tel",
                "autocomplete": "tel",
                "inputmode": "tel",
                "class": "govuk-input--width-20",
            }
        ),
    )
    email = forms.EmailField(label="E-mail address")
    story = forms.CharField(label="What has happened?", max_length=500, widget=forms.Textarea({"rows": 5}))
    since = forms.DateField(label="Since when?", widget=forms.DateInput({"type": "date"}))
    place = forms.ChoiceField(label="Which floor?", choices=[("", "Choose one"), ("0", "Ground floor")])
    texts = forms.BooleanField(label="Send me text messages", help_text="You can stop them at any time.")
    secret = forms.CharField(widget=forms.HiddenInput)


class Problem(forms.Form):
    """A question of its own: the legend is the page's heading."""

    page_heading = "problem"

    problem = forms.ChoiceField(
        label="Which describes it best?",
        help_text="Choose the nearest one.",
        error_messages={"required": "Select what is wrong with the tap"},
        widget=forms.RadioSelect,
        choices=[
            ("drip", Choice("The tap drips", hint="It drips when it is turned off")),
            ("stuck", "The tap will not turn"),
            ("none", "No water comes out"),
        ],
    )
    ways = forms.MultipleChoiceField(
        label="How may we reach you?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("phone", "By telephone"), ("text", "By text message")],
    )


SHOWN = {
    "form": lambda: {"form": Contact()},
    "errors": lambda: {"form": Contact({"story": "x" * 501, "email": "nobody"})},
    "choices": lambda: {"form": Problem({})},
    "notes": lambda: {
        "reasons": [("a", "It is fixed"), ("b", "Another reason", "Say it below")],
        "address": "12 Weir Lane\nRV1 2AB",
    },
}


def show(request: HttpRequest, name: str) -> HttpResponse:
    """One example page."""
    request.user = SimpleNamespace(is_authenticated=True, is_officer=name == "notes")
    text = (FOLDER / f"{name}.html").read_text()
    template = engines["django"].from_string(text)
    return HttpResponse(template.render(SHOWN.get(name, dict)(), request))


def nothing(request: HttpRequest) -> HttpResponse:
    """Stands for a page that the frame links to."""
    return HttpResponse("")


urlpatterns = [
    path("theme.css", landlord.theme, name="theme"),
    path("look/<str:name>/", show, name="look"),
    *[
        path(f"{name}/", nothing, name=name)
        for name in ("start", "repairs", "contact", "officers", "account_logout", "accessibility", "privacy")
    ],
]
