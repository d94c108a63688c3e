"""The check of what running it for real needs."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

SHORTEST = 24


def check_token(**kwargs: Any) -> list[CheckMessage]:
    """portal.E027: nobody guesses their way to the figures."""
    token = settings.METRICS_TOKEN
    if not token or (len(token) >= SHORTEST and len(set(token)) >= 5 and "change" not in token.lower()):
        return []
    sentence = f"METRICS_TOKEN must be at least {SHORTEST} random characters, or empty for no figures."
    return [Error(sentence, id="portal.E027")]
