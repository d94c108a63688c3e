"""Celery's way in: a key, and one call."""

from celery import shared_task

from booking import turns
from portal.api import receipts
from portal.notices import sending


@shared_task(name="portal.send")  # type: ignore[untyped-decorator]
def send(key: str) -> None:
    """Sends one letter."""
    sending.send(key)


@shared_task(name="portal.send_due")  # type: ignore[untyped-decorator]
def send_due() -> None:
    """Finds the letters that no nudge reached."""
    turns.once("send_due", sending.send_due)


@shared_task(name="portal.purge_receipts")  # type: ignore[untyped-decorator]
def purge_receipts() -> None:
    """Forgets the requests of other systems that nobody will repeat."""
    receipts.purge()
