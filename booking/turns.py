"""Taking turns: at most one worker at a time does what has a name, and a dead one is replaced."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from booking.models import Turn

TAKE = """
    INSERT INTO booking_turn (name, holder, until)
    VALUES (%s, %s, statement_timestamp() + make_interval(secs => %s))
    ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
    WHERE booking_turn.holder IS NULL OR booking_turn.until < statement_timestamp()
    RETURNING name
"""


@contextmanager
def take(name: str, *, longest: dt.timedelta) -> Iterator[bool]:
    """True while it is our turn; False where somebody has it. Holds no connection and no transaction."""
    holder = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [name, holder, longest.total_seconds()])
        ours = cursor.fetchone() is not None
    try:
        yield ours
    finally:
        if ours:
            Turn.objects.filter(pk=name, holder=holder).update(holder=None, until=None)
