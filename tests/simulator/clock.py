"""One clock for everybody: Python, PostgreSQL and the pretend systems; it moves only when it is told to."""

import datetime as dt
import time

import time_machine
from django.db import connection

from booking import moments

BEGINNING = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
"""A Monday."""
FUNCTION = """
    CREATE SCHEMA IF NOT EXISTS sim;
    CREATE TABLE IF NOT EXISTS sim.clock (moment timestamptz NOT NULL);
    INSERT INTO sim.clock SELECT now() WHERE NOT EXISTS (SELECT FROM sim.clock);
    CREATE OR REPLACE FUNCTION sim.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT moment FROM sim.clock';
"""
SEARCH_PATH = "-c search_path=public,sim,pg_catalog"
"""So that statement_timestamp() is ours, in queries and in the defaults of columns."""


class Clock:
    """The moment, everywhere."""

    def __init__(self) -> None:
        self._traveller = time_machine.travel(BEGINNING, tick=False)
        self._coordinates: time_machine.Traveller | None = None

    def start(self) -> None:
        """Time stands still from here."""
        self._coordinates = self._traveller.start()
        # The clock that nobody sets stands still, too.
        moments.monotonic = time.time
        self._write()

    def stop(self) -> None:
        """Real time again."""
        self._traveller.stop()
        moments.monotonic = time.monotonic

    def reset(self) -> None:
        """Back to the beginning."""
        self.move_to(BEGINNING)

    @property
    def now(self) -> dt.datetime:
        """The moment."""
        return dt.datetime.now(dt.UTC)

    def pass_by(self, **span: float) -> None:
        """So much later."""
        self.move_to(self.now + dt.timedelta(**span))

    def pass_until(self, moment: dt.datetime) -> None:
        """Then, unless it is past."""
        self.move_to(max(self.now, moment))

    def move_to(self, moment: dt.datetime) -> None:
        assert self._coordinates is not None
        self._coordinates.move_to(moment, tick=False)
        self._write()

    def _write(self) -> None:
        # Not through the portal's connection where it holds a transaction: nobody moves the clock in there.
        assert not connection.in_atomic_block
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sim.clock SET moment = %s", [self.now])
