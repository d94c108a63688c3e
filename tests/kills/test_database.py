"""The database that can be killed."""

import os
import signal
from threading import Event, Timer

import psycopg
import pytest

from tests.kills import database


def test_a_killed_backend_counts_only_once_postgresql_has_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    kill, noticing = os.kill, Event()
    with database.running() as place:
        postmaster = place.child.pid

        def notice() -> None:
            noticing.set()
            kill(postmaster, signal.SIGCONT)

        def while_it_looks_away(pid: int, sign: int) -> None:
            kill(postmaster, signal.SIGSTOP)
            kill(pid, sign)
            Timer(0.3, notice).start()

        with psycopg.connect(place.url):
            monkeypatch.setattr(os, "kill", while_it_looks_away)
            place.kill_a_backend()
            monkeypatch.undo()
            assert noticing.is_set()
        place.wait()
        with psycopg.connect(place.url) as again:
            assert again.execute("SELECT 1").fetchone() == (1,)
