"""Letters: an e-mail to be sent, written down with the news that causes it."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from booking.models import Order
from booking.outbox import nudge
from portal.models import Message

SECRET = "code:"  # noqa: S105 - how the key of a letter begins, not a secret
"""Keys of sign-in letters begin so: they live as long as their code, and their text is not kept."""
LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 200


def write(*, key: str, to: str, subject: str, body: str, order: Order | None = None) -> bool:
    """Writes the letter once a key and wakes the worker after the commit; False where the address is none."""
    if not _is_address(to):
        return False
    message = Message(
        key=key, to=to, subject=_one_line(subject), body=body.replace("\0", "").strip() + "\n", order=order
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    transaction.on_commit(lambda: nudge("portal.send", key))
    return True


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


def _one_line(text: str) -> str:
    # A line break in a header would begin the next header.
    return " ".join(text.replace("\0", "").split())[:LONGEST_SUBJECT]
