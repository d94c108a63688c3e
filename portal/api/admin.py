"""Accesses in the admin site: made once, their key shown once, then only looked at or revoked."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from booking.admin import ForLooking, TabularInline
from diagnosis.models import Supplier
from portal.api import keys
from portal.models import Access, AccessChange
from portal.models.access import LONGEST

if TYPE_CHECKING:
    # Generic for the type checker alone.
    ModelAdmin = admin.ModelAdmin[models.Model]
    AccessModelForm = forms.ModelForm[Access]
else:
    ModelAdmin, AccessModelForm = admin.ModelAdmin, forms.ModelForm

KEY = "portal_access_key"


class NewAccessForm(AccessModelForm):
    """What a new access is for, what it may do, and until when."""

    expires_on = forms.DateField(
        label="Works until the end of",
        help_text="At most two years from today.",
        widget=AdminDateWidget,
    )
    suppliers = forms.MultipleChoiceField(
        label="Only for these firms",
        required=False,
        help_text="Choose none for everything. With any, nothing else is seen or ordered.",
    )

    class Meta:
        model = Access
        fields = ["name", "rights", "suppliers"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = Supplier.objects.values_list("external_id", "name")
        cast(forms.MultipleChoiceField, self.fields["suppliers"]).choices = list(firms)

    def clean_name(self) -> str:
        """Whoever sends the form again gets no second access."""
        name: str = self.cleaned_data["name"]
        if Access.objects.filter(name=name, revoked_at__isnull=True).exists():
            raise forms.ValidationError("Another access has this name and is not revoked.")
        return name

    def clean_expires_on(self) -> dt.date:
        """From today on, and no more than two years."""
        day: dt.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day < today + LONGEST:
            raise forms.ValidationError("Enter a day from today on, at most two years ahead.")
        return day

    def save(self, commit: bool = True) -> Access:
        """The access with its last moment; `issue` keeps it."""
        end = dt.datetime.combine(self.cleaned_data["expires_on"], dt.time.max)
        self.instance.expires_at = timezone.make_aware(end)
        return super().save(commit)


class RevokeForm(AccessModelForm):
    """The one thing that can be done to an access."""

    revoke = forms.BooleanField(
        required=False,
        label="Revoke it",
        help_text="Its key stops working at once, and never works again.",
    )

    class Meta:
        model = Access
        fields: list[str] = []


class ChangeInline(ForLooking, TabularInline):
    """Who made it and who revoked it, below the access."""

    model = AccessChange
    fields = ["what", "by", "at"]
    readonly_fields = ["at"]
    extra = 0


class AccessAdmin(ModelAdmin):
    """Other systems' ways in."""

    list_display = ["name", "rights", "prefix", "expires_at", "revoked_at", "last_used_at"]
    list_filter = ["rights", "revoked_at"]
    search_fields = ["name", "prefix"]
    search_help_text = "A name, or what the key begins with"
    ordering = ["name"]
    list_per_page = 50
    show_full_result_count = False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new one is filled in; one that stands can be revoked."""
        kwargs["form"] = NewAccessForm if obj is None else RevokeForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What an access is, and the tick that ends it while it has not ended."""
        if obj is None:
            return ["name", "rights", "suppliers", "expires_on"]
        end = [] if obj.revoked_at else ["revoke"]
        return [*self.get_readonly_fields(request, obj), *end]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Nothing of a key's rights changes behind the back of whoever holds it."""
        if obj is None:
            return []
        return [field.name for field in Access._meta.fields if field.name not in {"id", "key_hash"}]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Its history, once it has one."""
        return [] if obj is None else [ChangeInline]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what it did stays to be looked at."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Issues the key, or revokes it."""
        by = f"person:{request.user.pk}"
        if not change:
            request.META[KEY] = keys.issue(obj, by=by)
        elif form.cleaned_data["revoke"]:
            keys.revoke(obj, by=by)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The key, in this answer and nowhere else: no session, no log and no cache ever has it."""
        context = {**self.admin_site.each_context(request), "access": obj, "key": request.META.pop(KEY)}
        response = render(request, "admin/portal/access/key.html", context)
        response["Cache-Control"] = "no-store"
        return response
