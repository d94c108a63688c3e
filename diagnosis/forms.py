"""What an admin may enter in the tree, and what is said when it does not fit together."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from .models import Contractor, RepairCode, Route, SubArea, Supplier

if TYPE_CHECKING:
    RepairCodeModelForm = forms.ModelForm[RepairCode]
    SubAreaModelForm = forms.ModelForm[SubArea]
    SupplierModelForm = forms.ModelForm[Supplier]
else:
    RepairCodeModelForm = SubAreaModelForm = SupplierModelForm = forms.ModelForm


class RepairCodeForm(RepairCodeModelForm):
    """A leaf: says beside which field something is missing, before the database refuses it."""

    def clean(self) -> dict[str, Any]:
        """Checks what belongs together: a code or a template, a firm or our own team."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("code")) == (given.get("template") is not None):
            self.add_error("code", "Enter either a repair code or the number of a code template, not both.")
        external = given.get("contractor") == Contractor.EXTERNAL
        if external and not given.get("supplier"):
            self.add_error("supplier", "Choose the firm that does it.")
        if not external and given.get("supplier"):
            self.add_error("supplier", "Our own team does it: choose no firm, or change who does it.")
        return given


class SubAreaForm(SubAreaModelForm):
    """A sub-area: may move to a category only where nothing else has its address."""

    def clean(self) -> dict[str, Any]:
        """Checks the address in the chosen category, also where the address itself is not asked for."""
        given = super().clean() or self.cleaned_data
        slug = given.get("slug", self.instance.slug)
        same = SubArea.objects.filter(category=given.get("category"), slug=slug).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("category", f"This category has a sub-area with the address “{slug}” already.")
        return given


class SupplierForm(SupplierModelForm):
    """An outside firm: the way in which it gets its work must lead somewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"] = forms.ChoiceField(
            label="Its own system",
            required=False,
            choices=list_systems(self.instance.system),
            help_text="Systems are set up in the variable CONTRACTOR_SYSTEMS.",
        )

    def clean(self) -> dict[str, Any]:
        """Checks that the way leads somewhere, and says beside which field it does not."""
        given = super().clean() or self.cleaned_data
        if given.get("route") == Route.SYSTEM and "system" not in self.errors:
            self._check_system(given.get("system", ""))
        if given.get("route") == Route.EMAIL and "email" not in self.errors and not given.get("email"):
            self.add_error("email", "Enter the address at which the firm reads its e-mails.")
        return given

    def _check_system(self, system: str) -> None:
        if not system:
            self.add_error("system", "Choose the firm's system, or another way in which it gets its work.")
        elif system not in _lines():
            self.add_error("system", "This system is not set up any more: choose another one.")


def list_systems(present: str = "") -> list[tuple[str, str]]:
    """The contractors' systems that are set up here, and the present one even if it is not any more."""
    lines = _lines()
    found = [(name, f"{name} ({str(line.get('kind', 'system')).title()})") for name, line in lines.items()]
    if present and present not in lines:
        found.append((present, f"{present} (not set up any more)"))
    return [("", "None"), *sorted(found)]


def _lines() -> dict[str, Any]:
    return {name: line for name, line in settings.SCHEDULERS.items() if name != "connect"}
