"""People, homes and households for admins to keep; repairs and messages for them to look at."""

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from booking.admin import ForLooking
from diagnosis.models import Supplier
from portal.api.admin import AccessAdmin
from portal.contractors.admin import ConnectedSupplierAdmin
from portal.models import Access, ContactDetails, Home, Message, Person, Repair, Tenancy

if TYPE_CHECKING:
    # Generic for the type checker alone.
    ModelAdmin = admin.ModelAdmin[models.Model]
    StackedInline = admin.StackedInline[models.Model, models.Model]
    PersonModelForm = forms.ModelForm[Person]
else:
    ModelAdmin, StackedInline, PersonModelForm = admin.ModelAdmin, admin.StackedInline, forms.ModelForm

POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class PersonForm(PersonModelForm):
    """A person as an admin types one in; nobody has a password."""

    class Meta:
        model = Person
        exclude = ["password", "last_login", "joined_at"]

    def clean_email(self) -> str:
        """In small letters, as sign-in looks for it."""
        return str(self.cleaned_data["email"]).lower()


class ContactInline(StackedInline):
    """How the person wants to be reached."""

    model = ContactDetails
    readonly_fields = ["confirmed_at"]
    can_delete = False


@admin.register(Person)
class PersonAdmin(ModelAdmin):
    """People and what they may do. Powers over the admin site are given by superusers alone."""

    form = PersonForm  # type: ignore[assignment]
    fields = ["email", "name", "is_active", "is_officer", *POWERS]
    list_display = ["email", "name", "is_officer", "is_staff", "is_active"]
    list_filter = ["is_officer", "is_staff", "is_active"]
    search_fields = ["email", "name"]
    search_help_text = "An e-mail address or a name"
    ordering = ["email"]
    filter_horizontal = ["groups", "user_permissions"]
    inlines = [ContactInline]
    list_per_page = 50
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody gives a power that only a superuser may give."""
        return () if _is_superuser(request) else POWERS

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever changes an address can sign in as its owner: superusers alone change the powerful."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for a change."""
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keeps the person, without a password, and lets nobody sign in by an address that was taken away."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()


@admin.register(Home)
class HomeAdmin(ModelAdmin):
    """The landlord's properties."""

    list_display = ["reference", "line1", "city", "postcode", "block"]
    search_fields = ["reference", "line1", "postcode", "block"]
    ordering = ["reference"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Tenancy)
class TenancyAdmin(ModelAdmin):
    """Who lives where, and since when."""

    list_display = ["home", "started", "ended"]
    list_select_related = ["home"]
    list_filter = ["started", "ended"]
    search_fields = ["home__reference", "home__line1", "home__postcode", "people__email", "people__name"]
    autocomplete_fields = ["home", "people"]
    ordering = ["-started", "-pk"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Repair)
class RepairAdmin(ForLooking, ModelAdmin):
    """What tenants have told us."""

    list_display = ["title", "state", "place", "tenancy", "order", "started_at"]
    list_select_related = ["tenancy__home", "order"]
    list_filter = ["state", "place", "started_at"]
    search_fields = ["order__number", "tenancy__home__reference", "title"]
    ordering = ["-started_at"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Message)
class MessageAdmin(ForLooking, ModelAdmin):
    """What has been sent and what could not be; what it said stays between us and the person."""

    list_display = ["created_at", "to", "subject", "sent_at", "tries", "failure"]
    list_filter = ["sent_at", "created_at"]
    list_select_related = ["order"]
    search_fields = ["to", "order__number"]
    exclude = ["body"]
    ordering = ["-created_at"]
    list_per_page = 50
    show_full_result_count = False


admin.site.register(Access, AccessAdmin)
# The diagnosis heart knows no scheduling system: what tries one out is added here.
admin.site.unregister(Supplier)
admin.site.register(Supplier, ConnectedSupplierAdmin)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, obj: Any) -> bool:
    if obj is not None and obj.is_owner:
        # Only a shell on the server makes an owner, so that no admin becomes one by an address.
        return False
    return obj is None or not (obj.is_staff or obj.is_superuser) or _is_superuser(request)
