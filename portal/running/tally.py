"""Counting: in memory while people wait, and every ten seconds into one table that all processes share.

Whoever counts waits for nobody. A process that is killed loses what it counted since; one that is asked to
end writes it down first.
"""

import logging
import os
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

log = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
MOST_NAMES = 5_000
"""Names are made of a few known words; should that ever be wrong, memory and table stay small."""
ADD = """
    INSERT INTO portal_tally (name, value)
    SELECT * FROM unnest(%s::text[], %s::float8[]) AS counted (name, value) ORDER BY name
    ON CONFLICT (name) DO UPDATE SET value = portal_tally.value + EXCLUDED.value
"""

_counts: dict[str, float] = {}
_lock = threading.Lock()


def add(*name: str, amount: float = 1) -> None:
    """That much more of it; the parts of the name have no stroke in them."""
    key = "|".join(name)
    with _lock:
        if key in _counts or len(_counts) < MOST_NAMES:
            _counts[key] = _counts.get(key, 0.0) + amount


def write() -> None:
    """What was counted here stands in the table; what the database cannot take now is kept."""
    with _lock:
        counted = dict(_counts)
        _counts.clear()
    if not counted:
        return
    try:
        with connection.cursor() as cursor:
            # In one order for everybody, so that two processes never wait for each other.
            cursor.execute(ADD, [list(counted), list(counted.values())])
    except (DatabaseError, InterfaceError) as error:
        log.warning("the figures could not be written (%s); they are kept", type(error).__name__)
        for key, amount in counted.items():
            add(key, amount=amount)


def keep_writing(*, every: float = EVERY_SECONDS) -> Callable[[], None]:
    """Writes every so many seconds in a thread of its own; answers what ends it, with a last write."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(every):
            _write_and_let_go()

    threading.Thread(target=work, name="tally", daemon=True).start()

    def stop() -> None:
        over.set()
        _write_and_let_go()

    return stop


def forget() -> None:
    """Nothing has been counted here: what a parent process has counted is the parent's to write."""
    global _lock  # noqa: PLW0603 - somebody may have held it in the parent, and nobody would let go of it here
    _lock = threading.Lock()
    _counts.clear()


def _write_and_let_go() -> None:
    write()
    connection.close()


os.register_at_fork(after_in_child=forget)
