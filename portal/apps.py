"""The face as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages, people and messages."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
