"""Orders and what we owe the remote, for looking at: the only code that changes them is the booking heart."""

from django.contrib import admin

from booking.looking import ForLooking, ModelAdmin, TabularInline
from booking.models import (
    Appointment,
    Command,
    Delivery,
    Endpoint,
    Hook,
    LoggedEvent,
    Order,
    Switch,
    SwitchChange,
)
from booking.webhooks.outbound.admin import DeliveryAdmin, EndpointAdmin, LoggedEventAdmin

__all__ = ["ForLooking", "TabularInline"]

admin.site.register(Endpoint, EndpointAdmin)
admin.site.register(Delivery, DeliveryAdmin)
admin.site.register(LoggedEvent, LoggedEventAdmin)


class AppointmentInline(ForLooking, TabularInline):
    """When somebody comes, below its order."""

    model = Appointment
    fields = ["date", "window_name", "state", "result", "visit"]
    extra = 0


class CommandInline(ForLooking, TabularInline):
    """What was asked of the remote, below its order."""

    model = Command
    fields = ["created_at", "kind", "state", "by", "reason"]
    extra = 0
    show_change_link = True


@admin.register(Order)
class OrderAdmin(ForLooking, ModelAdmin):
    """Orders by number or by home."""

    list_display = ["number", "customer", "state", "raised_at", "target_date", "supplier_name"]
    list_filter = ["state", "raised_at"]
    search_fields = ["number", "customer"]
    search_help_text = "An order number or a property reference"
    ordering = ["-raised_at"]
    inlines = [AppointmentInline, CommandInline]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Command)
class CommandAdmin(ForLooking, ModelAdmin):
    """Writes to the remote, and what is known of each."""

    list_display = ["created_at", "order", "kind", "state", "by", "sends", "reason"]
    list_filter = ["state", "kind"]
    list_select_related = ["order"]
    search_fields = ["order__number"]
    search_help_text = "An order number"
    ordering = ["-created_at"]
    exclude = ["key", "lease", "lease_until"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Hook)
class HookAdmin(ForLooking, ModelAdmin):
    """What other systems have told us, without what they wrote."""

    list_display = ["last_at", "system", "outcome", "times", "numbers", "answer"]
    list_filter = ["system", "outcome", "answer", "last_at"]
    search_fields = ["numbers"]
    search_help_text = "An order number"
    ordering = ["-last_at"]
    exclude = ["body", "marks"]
    list_per_page = 50
    show_full_result_count = False


class SwitchChangeInline(ForLooking, TabularInline):
    """Who turned it, below the switch."""

    model = SwitchChange
    fields = ["on", "by", "at"]
    readonly_fields = ["at"]
    extra = 0


@admin.register(Switch)
class SwitchAdmin(ForLooking, ModelAdmin):
    """Whether external access is open; the owner alone turns it, on a page of the owner's."""

    list_display = ["name", "on"]
    inlines = [SwitchChangeInline]
