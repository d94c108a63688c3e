"""Taking turns: at most one worker at a time does what has a name, and a dead one is replaced."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
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


CROWD = dt.timedelta(seconds=0.5)
"""Wake-ups closer than this were not meant to come together: they waited for a worker."""


def once(name: str, work: Callable[[], object]) -> None:
    """Does the work, unless somebody began it just now: a crowd of late wake-ups is one."""
    if _taken(name, uuid.uuid4(), CROWD):
        work()


@contextmanager
def take(name: str, *, longest: dt.timedelta) -> Iterator[bool]:
    """True while it is our turn; False where somebody has it. Holds no connection and no transaction."""
    holder = uuid.uuid4()
    ours = _taken(name, holder, longest)
    try:
        yield ours
    finally:
        if ours:
            Turn.objects.filter(pk=name, holder=holder).update(holder=None, until=None)


def _taken(name: str, holder: uuid.UUID, span: dt.timedelta) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [name, holder, span.total_seconds()])
        return cursor.fetchone() is not None
