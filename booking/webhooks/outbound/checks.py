"""A system check: what is for a demo alone is not on in production."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_loopback(**kwargs: Any) -> list[CheckMessage]:
    """booking.E001: webhooks reach nothing on the portal's own machine."""
    if not settings.WEBHOOK_LOOPBACK:
        return []
    sentence = "Leave WEBHOOK_LOOPBACK unset: an endpoint could reach what runs on this machine."
    return [Error(sentence, id="booking.E001")]
