"""What became of each message: settled when its orders have been read, and emptied after a month."""

import datetime as dt

from django.db import connection

from booking import broker
from booking.models import Hook
from booking.moments import later

KEPT = dt.timedelta(days=30)
# A read with a higher number than the mark began after the message; an order that is due has not been read.
SETTLE = """
    UPDATE booking_hook SET outcome = 'read', settled_at = statement_timestamp(),
        answer_due_at = CASE WHEN answer = 'owed' AND answer_due_at IS NULL
            THEN statement_timestamp() ELSE answer_due_at END
    WHERE outcome = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM jsonb_each_text(marks) AS mark JOIN booking_order ON booking_order.id = mark.key::uuid
        WHERE booking_order.read_applied <= mark.value::bigint
            OR booking_order.read_due_at <= statement_timestamp()
    )
"""


def settle() -> None:
    """Closes the messages whose orders have been read since, and wakes whoever tells the systems so."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE)
    for system in Hook.objects.to_answer().order_by().values_list("system", flat=True).distinct():
        broker.nudge("booking.answer_hooks", system)


def empty_old() -> int:
    """Takes away what was written in messages older than a month; how many there were."""
    old = Hook.objects.filter(received_at__lt=later(-KEPT)).exclude(body="")
    return old.update(body="")
