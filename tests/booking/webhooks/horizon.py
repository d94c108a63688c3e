"""Whose transactions are still open, in this database or in another of the same server."""

import threading

from django.db import connection

PAST = """
    SELECT coalesce(max(xid), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    FROM booking_loggedevent
"""


def pass_by(*, seconds: float = 60) -> None:
    """Returns when no transaction is open that began before the newest event: only then is it shown.

    Tests in a process beside ours share the server, and hold transactions open while they run.
    """
    again = threading.Event()
    for _ in range(int(seconds / 0.02)):
        with connection.cursor() as cursor:
            cursor.execute(PAST)
            if cursor.fetchone()[0]:
                return
        again.wait(0.02)
    raise AssertionError("somebody keeps a transaction open")
