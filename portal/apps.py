"""The face as a Django app."""

from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    """Pages, people and messages."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand our checks to Django, and listen to what happens to orders."""
        from booking import events, measured
        from portal import checks as ours
        from portal import landlord
        from portal.notices import contractors, listener
        from portal.running import calls
        from portal.running.checks import check_token

        ours.register()
        checks.register(landlord.check_colour, "portal")
        checks.register(check_token, "portal", deploy=True)
        events.happened.connect(listener.hear, dispatch_uid="portal.notices")
        events.happened.connect(contractors.hear, dispatch_uid="portal.contractors")
        measured.called.connect(calls.hear, dispatch_uid="portal.running")
