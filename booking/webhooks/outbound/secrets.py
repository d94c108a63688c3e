"""The secrets that webhooks are signed with: none is stored.

A stored mark and the portal's own SECRET_KEY together give the secret. So a copy of the database signs
nothing, and a new SECRET_KEY keeps every secret as long as the old one stands in SECRET_KEY_FALLBACKS.
"""

import base64
import hmac
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "whsec_"


class Lost(Exception):
    """The key that the secret was made with is gone: the endpoint needs a new secret."""


def new() -> str:
    """The mark of a new secret."""
    nonce = secrets.token_urlsafe(18)
    return f"{nonce}.{_fingerprint(nonce, settings.SECRET_KEY)}"


def reveal(mark: str) -> bytes:
    """The secret behind the mark, 32 bytes. Raises Lost."""
    nonce, _, fingerprint = mark.partition(".")
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(fingerprint, _fingerprint(nonce, key)):
            return salted_hmac("booking.webhooks.secret", nonce, secret=key, algorithm="sha256").digest()
    raise Lost


def show(mark: str) -> str:
    """The secret as its owner keeps it: whsec_ and base64. Raises Lost."""
    return PREFIX + base64.b64encode(reveal(mark)).decode()


def sign(mark: str, signed: bytes) -> str:
    """A signature by Standard Webhooks: v1, HMAC-SHA256, base64. Raises Lost."""
    return "v1," + base64.b64encode(hmac.digest(reveal(mark), signed, "sha256")).decode()


def _fingerprint(nonce: str, key: str) -> str:
    return salted_hmac("booking.webhooks.mark", nonce, secret=key, algorithm="sha256").hexdigest()[:16]
