"""The shape of what a tenant types; nothing here saves anything."""

from typing import Any, cast

from django import forms
from django.conf import settings

from portal.models.repair import Place
from portal.repairs.photos import NOT_A_PHOTO


class PlaceForm(forms.Form):
    """In the home, or in a shared area?"""

    page_heading = "place"
    place = forms.ChoiceField(
        label="Where is the problem?",
        choices=Place.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the problem is"},
    )


class KnownForm(forms.Form):
    """Is it one of those?"""

    known = forms.ChoiceField(
        label="Is it one of these?",
        choices=[("no", "No, this is a new problem")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select a repair, or say that this is a new problem"},
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["known"])
        field.choices = [*others, ("no", "No, this is a new problem")]


class LeafForm(forms.Form):
    """Which of these describes it best?"""

    leaf = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Select what describes it best"}
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["leaf"])
        field.choices, field.label = choices, question

    page_heading = "leaf"


class DangerForm(forms.Form):
    """The leaf's own question about danger."""

    page_heading = "danger"
    danger = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes or no"},
    )

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["danger"].label = question


class DescribeForm(forms.Form):
    """The fault in the tenant's words, and what helps at the door."""

    description = forms.CharField(
        label="What should we know about it?",
        help_text="For example how big it is, where exactly, and since when.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Describe the problem in a few words",
            "max_length": "Your description must be 1,000 characters or fewer",
        },
    )
    access = forms.CharField(
        label="Anything that helps us at the door? (optional)",
        help_text="Such as pets, stairs, a bell that does not work, or help that you need.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "This must be 300 characters or fewer"},
    )


class PhotoForm(forms.Form):
    """One photo; what is in the file is looked at when it is kept."""

    photo = forms.FileField(
        label="Choose a photo",
        help_text="A JPEG, PNG or WebP file, smaller than 10 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing", "empty"), NOT_A_PHOTO),
    )


class RequestForm(forms.Form):
    """What the tree has no answer for."""

    page_heading = "description"
    description = forms.CharField(
        label="Tell us what is wrong",
        help_text="Where it is, what happens, and since when. Somebody from our repairs team reads it.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Tell us what is wrong",
            "max_length": "Your description must be 1,000 characters or fewer",
        },
    )


class CancelForm(forms.Form):
    """Why the repair is no longer wanted."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    """How much had been wanted of the order when the page was opened: each click on it is one wish."""
    reason = forms.ChoiceField(
        label="Why do you want to cancel?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select why you want to cancel"},
    )
    more = forms.CharField(
        label="Anything else? (optional)",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "This must be 300 characters or fewer"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["reason"])
        field.choices = [(reason, reason) for reason in settings.CANCEL_REASONS]


class SlotForm(forms.Form):
    """The slot that the tenant chose, as a signed token."""

    slot = forms.CharField(error_messages={"required": "Select the date and time you are free"})


class ProposalForm(forms.Form):
    """Which of the contractor's times, and which letter it answers."""

    time = forms.RegexField(r"^([0-9]|none)$")
    version = forms.IntegerField(min_value=0)
