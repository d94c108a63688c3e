"""The face as a Django app."""

from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    """Pages, people and messages."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand our checks to Django."""
        from portal import checks as ours
        from portal import landlord

        ours.register()
        checks.register(landlord.check_colour, "portal")
