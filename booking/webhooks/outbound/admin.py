"""Endpoints, what is told to them, and the event log, in the admin site. A secret is shown once."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from booking import moments, switches
from booking.looking import ForLooking, ModelAdmin, TabularInline
from booking.models import Delivery, DeliveryAttempt, Endpoint
from booking.webhooks.outbound import deliveries, endpoints, secrets, verbs
from booking.webhooks.outbound.forms import EndpointForm, ReplayForm

ENDPOINT_FACTS = ["active", "off_reason", "failures", "resting_until", "succeeded_at", "previous_until"]


class EndpointAdmin(ModelAdmin):
    """Where others want to be told, and the buttons for what is done by hand."""

    form = EndpointForm  # type: ignore[assignment]
    list_display = ["name", "url", "active", "failures", "succeeded_at"]
    list_filter = ["active"]
    search_fields = ["name", "url"]
    search_help_text = "A name or a part of the address"
    ordering = ["name"]
    change_form_template = "admin/booking/endpoint/change_form.html"
    list_per_page = 50
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """How it stands, once it is there; its secrets never."""
        return ["name", "url", "types", *(ENDPOINT_FACTS if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """How it stands is not typed in."""
        return ENDPOINT_FACTS

    def get_urls(self) -> list[Any]:
        """An address for each button."""
        do = self.admin_site.admin_view(require_POST(self.do))
        rotate = self.admin_site.admin_view(require_POST(self.rotate))
        return [
            path("<uuid:pk>/rotate/", rotate, name="booking_endpoint_rotate"),
            path("<uuid:pk>/do/<slug:verb>/", do, name="booking_endpoint_do"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keeps what was typed in, and only that: a worker may be writing the rest at this moment."""
        if not change:
            obj.secret = secrets.new()
            obj.save()
            return
        if form.changed_data:
            obj.save(update_fields=form.changed_data)
        if "url" in form.changed_data:
            endpoints.point_elsewhere(obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The secret, in this answer and nowhere else."""
        return self._show(request, obj, secrets.show(obj.secret))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the buttons, for whoever may change it."""
        obj = kwargs.get("obj")
        context |= {
            "may_act": obj is not None and self.has_change_permission(request, obj),
            "rotating": bool(obj and obj.previous_signs(moments.now())),
            "replay_form": ReplayForm(),
            "webhooks_on": switches.is_on(switches.Door.WEBHOOKS),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def rotate(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """A new secret, shown in this answer and nowhere else."""
        endpoint = self._load(request, pk)
        secret = endpoints.rotate(endpoint)
        self.log_change(request, endpoint, "A new secret.")
        return self._show(request, endpoint, secret)

    def do(self, request: HttpRequest, pk: Any, verb: str) -> HttpResponse:
        """What the button says."""
        endpoint = self._load(request, pk)
        try:
            said = verbs.do(verb, endpoint, asked=request.POST, by=f"person:{request.user.pk}")
        except KeyError as error:
            raise Http404 from error
        except verbs.CannotDo as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, endpoint, said)
            messages.success(request, said)
        return redirect("admin:booking_endpoint_change", pk)

    def _load(self, request: HttpRequest, pk: Any) -> Endpoint:
        endpoint = get_object_or_404(Endpoint, pk=pk)
        if not self.has_change_permission(request, endpoint):
            raise PermissionDenied
        return endpoint

    def _show(self, request: HttpRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "endpoint": endpoint, "secret": secret}
        # No cache keeps a page of the admin site.
        return render(request, "admin/booking/endpoint/secret.html", context)


class AttemptInline(ForLooking, TabularInline):
    """Every try, below its delivery."""

    model = DeliveryAttempt
    fields = ["number", "at", "status", "error", "milliseconds", "said"]
    readonly_fields = ["at"]
    extra = 0


class DeliveryAdmin(ForLooking, ModelAdmin):
    """What each endpoint is told, and what came of it."""

    list_display = ["created_at", "endpoint", "what", "state", "tries", "due_at", "by"]
    list_filter = ["state", "endpoint"]
    list_select_related = ["endpoint", "event__order"]
    search_fields = ["message", "event__order__number"]
    search_help_text = "A webhook-id or an order number"
    ordering = ["-pk"]
    fields = [
        "endpoint",
        "what",
        "event",
        "message",
        "state",
        "tries",
        "due_at",
        "settled_at",
        "by",
        "created_at",
    ]
    inlines = [AttemptInline]
    actions = ["send_again"]
    change_form_template = "admin/booking/delivery/change_form.html"
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="event type")
    def what(self, delivery: Delivery) -> str:
        """The type of what it tells."""
        return delivery.event.type if delivery.event else deliveries.PING

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whoever may change endpoints may send to them."""
        return request.user.has_perm("booking.change_endpoint")

    @admin.action(description="Send again", permissions=["send"])
    def send_again(self, request: HttpRequest, chosen: models.QuerySet[Delivery]) -> None:
        """Each of them, in the order in which they were made."""
        again = [deliveries.resend(row, by=f"person:{request.user.pk}") for row in chosen.order_by("pk")]
        held = "" if switches.is_on(switches.Door.WEBHOOKS) else verbs.HELD
        messages.success(request, f"Deliveries sent again: {len(again)}.{held}")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the button, for whoever may send."""
        context |= {"may_send": self.has_send_permission(request)}
        return super().render_change_form(request, context, *args, **kwargs)


class LoggedEventAdmin(ForLooking, ModelAdmin):
    """What has happened, as others hear of it."""

    list_display = ["created_at", "type", "order", "order_state", "visit", "visit_state"]
    list_filter = ["type", "created_at"]
    list_select_related = ["order"]
    search_fields = ["order__number"]
    search_help_text = "An order number"
    ordering = ["-pk"]
    exclude = ["xid"]
    list_per_page = 50
    show_full_result_count = False
