"""The booking heart as a Django app."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Orders, appointments and what we owe the remote."""

    name = "booking"
    default_auto_field = "django.db.models.BigAutoField"
