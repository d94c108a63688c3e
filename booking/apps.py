"""The booking heart as a Django app."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Orders, appointments and what we owe the remote."""

    name = "booking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the listeners of our own, and hands our check to Django."""
        from django.core import checks

        from booking import appointments, events
        from booking.webhooks.outbound import checks as webhook_checks
        from booking.webhooks.outbound import listener

        events.happened.connect(appointments.prefetch, dispatch_uid="booking.prefetch")
        events.happened.connect(listener.hear, dispatch_uid="booking.webhooks")
        checks.register(webhook_checks.check_loopback, "booking", deploy=True)
