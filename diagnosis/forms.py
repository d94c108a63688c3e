"""What an admin may enter in the tree, and what is said when it does not fit together."""

from typing import TYPE_CHECKING, Any

from django import forms

from .models import Contractor, RepairCode, SubArea

if TYPE_CHECKING:
    RepairCodeModelForm = forms.ModelForm[RepairCode]
    SubAreaModelForm = forms.ModelForm[SubArea]
else:
    RepairCodeModelForm = SubAreaModelForm = forms.ModelForm


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
