"""What an admin types in about an endpoint."""

from typing import TYPE_CHECKING

from django import forms

from booking.models import Endpoint
from booking.webhooks.outbound import addresses
from booking.webhooks.outbound.events import PUBLIC

if TYPE_CHECKING:
    # Generic for the type checker alone.
    EndpointModelForm = forms.ModelForm[Endpoint]
else:
    EndpointModelForm = forms.ModelForm


class EndpointForm(EndpointModelForm):
    """An address on the public internet, and what is told there."""

    types = forms.MultipleChoiceField(
        label="Types of event",
        choices=[(name, name) for name in PUBLIC],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one type of event at least."},
    )

    class Meta:
        model = Endpoint
        fields = ["name", "url", "types"]
        help_texts = {
            "name": "The system that listens there, in your own words.",
            "url": "Begins with https:// and names a host on the public internet.",
        }

    def clean_url(self) -> str:
        """One that we would send to. A name that leads nowhere yet is taken; it may do so later."""
        url: str = self.cleaned_data["url"]
        try:
            addresses.find(addresses.read(url))
        except addresses.BadAddress as error:
            raise forms.ValidationError(str(error)) from error
        except addresses.NotFound:
            pass
        return url


class ReplayForm(forms.Form):
    """Since when it shall be told again."""

    since = forms.DateTimeField(
        label="Since",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="Each event keeps its webhook-id, so the receiver can tell which ones it has had.",
    )
