"""Sending letters: claimed by one worker, tried for a day, and marked when they have left."""

import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from booking import remote
from booking.moments import later
from booking.outbox import nudge
from portal.models import Message
from portal.notices.letters import SECRET

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
"""Longer than a mail server may take over one letter; then another worker may try."""
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 240, 360, 660))
"""Between one failure and the next try: a day in all."""
MOST_TRIES = len(PAUSES) + 1
AT_ONCE = 200


def send(key: str) -> None:
    """Sends the letter if it is due; does nothing where another worker has it.

    A worker that dies between the mail server's yes and our own note of it makes the letter go out a second
    time. The other order could lose it, and an appointment that nobody heard of costs more than one read
    twice; the Message-ID stays the same, so that many mailboxes show it once.
    """
    if not _waiting().filter(key=key).update(tries=F("tries") + 1, due_at=later(LEASE)):
        return
    message = Message.objects.get(key=key)
    try:
        with remote.away():
            _email(message).send()
    except (OSError, ValueError) as error:
        _failed(message, error)
    else:
        body = "" if _is_secret(message) else message.body
        Message.objects.filter(pk=message.pk).update(sent_at=Now(), failure="", body=body)


def send_due() -> None:
    """Wakes a worker for each letter that no nudge reached, and empties codes that have become too old."""
    Message.objects.filter(_too_old(), sent_at__isnull=True).exclude(body="").update(
        body="", failure="too old to be sent"
    )
    for key in _waiting().order_by("due_at").values_list("key", flat=True)[:AT_ONCE]:
        nudge("portal.send", key)


def _waiting() -> QuerySet[Message]:
    return Message.objects.due().filter(tries__lt=MOST_TRIES).exclude(_too_old())


def _too_old() -> Q:
    return Q(key__startswith=SECRET, created_at__lte=later(-settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT))


def _is_secret(message: Message) -> bool:
    return message.key.startswith(SECRET)


def _email(message: Message) -> EmailMessage:
    fingerprint = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{fingerprint}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(message.subject, message.body, to=[message.to], headers=headers)


def _failed(message: Message, error: Exception) -> None:
    # The kind of error and no more: a mail server's words may repeat the address.
    log.warning("letter %s was not taken by the mail server: %s", message.pk, type(error).__name__)
    pause = PAUSES[min(message.tries, len(PAUSES)) - 1]
    # Only our own try: if the lease ran out, somebody else's is under way.
    Message.objects.filter(pk=message.pk, tries=message.tries).update(
        due_at=later(pause), failure=type(error).__name__[:200]
    )
