"""The booking heart as a Django app."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Orders, appointments and what we owe the remote."""

    name = "booking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the one listener of our own."""
        from booking import appointments, events

        events.happened.connect(appointments.prefetch, dispatch_uid="booking.prefetch")
