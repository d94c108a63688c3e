"""The links in letters to contractors: signed, for a while, and dead as soon as the invitation says so."""

import datetime as dt
import secrets
import uuid

from django.core import signing

from booking.models import Invitation

SALT = "booking.invitation"
LIFE = dt.timedelta(days=120)
"""Longer than from the asking to the visit; what the link opens ends with the visit."""


class BadLink(ValueError):
    """Not a link of ours, altered, cut off, too old, or taken back."""


def sign(invitation: Invitation) -> str:
    """The token of a link to this invitation, fit for an address."""
    return signing.TimestampSigner(salt=SALT).sign(f"{invitation.pk.hex}.{invitation.nonce}")


def open(token: str) -> Invitation:
    """The invitation with its order, live or over. Raises BadLink."""
    try:
        text = signing.TimestampSigner(salt=SALT).unsign(token, max_age=LIFE)
        pk, _, nonce = text.partition(".")
        found = Invitation.objects.select_related("order").filter(pk=uuid.UUID(hex=pk)).first()
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error
    if found is None or not secrets.compare_digest(found.nonce, nonce):
        raise BadLink
    return found
