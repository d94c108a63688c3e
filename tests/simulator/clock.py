"""One clock for everybody: Python, PostgreSQL and the pretend systems; it moves only when it is told to."""

import datetime as dt
import time
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import psycopg
import time_machine

from booking import moments

BEGINNINGS = (
    dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 24, 22, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 12, 30, 21, 0, tzinfo=dt.UTC),
    dt.datetime(2027, 3, 27, 23, 0, tzinfo=dt.UTC),
    dt.datetime(2028, 2, 28, 12, 0, tzinfo=dt.UTC),
)
"""An ordinary Monday; before midnight in summer; the nights of both switches; the year's end; a leap day."""
FUNCTION = """
    CREATE SCHEMA IF NOT EXISTS sim;
    CREATE TABLE IF NOT EXISTS sim.clock (moment timestamptz NOT NULL);
    INSERT INTO sim.clock SELECT now() WHERE NOT EXISTS (SELECT FROM sim.clock);
    CREATE SEQUENCE IF NOT EXISTS sim.tick;
    CREATE OR REPLACE FUNCTION sim.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT moment FROM sim.clock';
"""
ROWS_IN_ORDER = """
    DO $$ DECLARE place record; BEGIN
        FOR place IN
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND column_name IN ('created_at', 'raised_at')
                AND column_default LIKE '%statement_timestamp()%'
        LOOP
            EXECUTE format(
                'ALTER TABLE %I ALTER %I SET DEFAULT '
                'statement_timestamp() + nextval(''sim.tick'') * interval ''1 microsecond''',
                place.table_name, place.column_name
            );
        END LOOP;
    END $$;
"""
"""Each row is a microsecond younger than the one before, though time stands still: one is the newest."""
SEARCH_PATH = "-c search_path=public,sim,pg_catalog"
"""So that statement_timestamp() is ours, in queries and in the defaults of columns."""
CACHES = ("django.core.cache.backends.base", "django.core.cache.backends.locmem")
"""The cache is nobody's machine: a real one has a clock of its own."""
WAITING = (
    "booking.rounds",
    "booking.schedulers.deadline",
    "booking.schedulers.fence",
    "booking.schedulers.connect.calls",
    "booking.schedulers.connect.token",
    "booking.schedulers.synchroteam.placing",
    "booking.schedulers.cadulis.bookings",
    "booking.schedulers.cadulis.capacity",
    "booking.schedulers.cadulis.wire",
)
"""Modules that wait or count seconds: they do so by this clock."""


class Clock:
    """The moment, everywhere; the portal's own machine may be wrong about it."""

    def __init__(self, database: str) -> None:
        # A connection of its own: the clock goes on while the portal's hangs, and in its transactions.
        self._url = database
        self.reconnect()
        self._traveller = time_machine.travel(BEGINNINGS[0], tick=False)
        self._coordinates: time_machine.Traveller | None = None
        self._wrong = dt.timedelta()
        self._slept = 0.0
        self.now = BEGINNINGS[0]
        """The true moment."""
        self.walls: list[Any] = []
        """The pretend systems' clocks."""

    def reconnect(self) -> None:
        """The database has been away."""
        self._database = psycopg.connect(self._url, autocommit=True)

    def start(self) -> None:
        """Time stands still from here."""
        self._coordinates = self._traveller.start()
        moments.monotonic = self._uptime  # the clock that nobody sets
        self.move_to(self.now)

    def stop(self) -> None:
        """Real time again."""
        self._traveller.stop()
        moments.monotonic = time.monotonic
        self._database.close()

    def reset(self, beginning: dt.datetime = BEGINNINGS[0]) -> None:
        """It is then, and everybody knows it."""
        self._wrong, self._slept = dt.timedelta(), 0.0
        self._database.execute("ALTER SEQUENCE sim.tick RESTART")
        self.move_to(beginning)

    def pass_by(self, **span: float) -> None:
        """So much later."""
        self.move_to(self.now + dt.timedelta(**span))

    def pass_until(self, moment: dt.datetime) -> None:
        """Then, unless it is past."""
        self.move_to(max(self.now, moment))

    def be_wrong(self, *, hours: float) -> None:
        """The portal's machine believes it to be later (or earlier) by that; nobody else does."""
        self._wrong = dt.timedelta(hours=hours)
        self.move_to(self.now)

    def true(self) -> Any:
        """In place of the module `time`, for those whose clock is right."""
        return SimpleNamespace(time=self._true_time)

    def waiting(self) -> Any:
        """In place of the module `time`, for code that waits: sleeping takes no time but on this clock."""
        return SimpleNamespace(monotonic=self._uptime, sleep=self._sleep, time=self._wall_clock)

    def _true_time(self) -> float:
        return self.now.timestamp()

    def _wall_clock(self) -> float:
        return time.time()

    def _uptime(self) -> float:
        return self.now.timestamp() + self._slept

    def _sleep(self, seconds: float) -> None:
        self._slept += seconds

    def move_to(self, moment: dt.datetime) -> None:
        """It is then."""
        assert self._coordinates is not None
        self.now = moment
        self._coordinates.move_to(moment + self._wrong, tick=False)
        _set(self.walls, moment if self._wrong else None)
        self._database.execute("UPDATE sim.clock SET moment = %s", [moment])


def _set(walls: Iterable[Any], moment: dt.datetime | None) -> None:
    for wall in walls:
        wall.set(now=moment)
