"""A PostgreSQL that is killed and comes back on the same data.

What it has said to be committed must outlive its processes, as in production: so commits wait until they
stand in a file, and pages are written whole. Only that the files reach the disk is left out: a killed process
loses nothing that it has handed to the kernel.
"""

import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from portal.demo import postgres, processes, throwaway
from portal.demo.processes import Child

PATIENCE = 30


@dataclass
class Database:
    """The server, whichever process it is by now."""

    child: Child
    server: postgres.Server

    @property
    def url(self) -> str:
        """The portal's database."""
        return self.server.url

    def kill(self) -> None:
        """The postmaster is gone, and everybody's connection with it."""
        self.child.kill()
        self.child.wait()

    def kill_a_backend(self) -> None:
        """One of the processes that serve connections is gone, and PostgreSQL ends them all to start anew."""
        with psycopg.connect(self.url, autocommit=True) as own:
            served = own.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() ORDER BY (state = 'idle'), backend_start"
            ).fetchall()
            assert served, "nobody is connected"
            os.kill(served[0][0], signal.SIGKILL)
            # Until it has noticed it takes connections that it is about to end; then it ends ours.
            noticed, _, _ = select.select([own], [], [], PATIENCE)
            assert noticed, "nothing came of it"

    def revive(self) -> None:
        """It runs again where it ran, once the processes of the old one have let go of its memory."""
        if self.child.poll() is None:
            return
        deadline = time.monotonic() + PATIENCE
        user = postgres.DEMOTED if os.geteuid() == 0 else None
        while time.monotonic() < deadline:
            self.child = processes.start(
                self.server.child.args,  # type: ignore[arg-type]
                log=self.server.log,
                user=user,
                farewell=signal.SIGINT,
            )
            if postgres.answers(self.child, url=self.url, deadline=deadline):
                return
            processes.stop(self.child, sign=signal.SIGINT)
        raise processes.CannotStart(processes.tail(self.server.log))

    def wait(self) -> None:
        """It takes connections again."""
        if not postgres.answers(self.child, url=self.url, deadline=time.monotonic() + PATIENCE):
            raise processes.CannotStart(processes.tail(self.server.log))


@contextmanager
def running() -> Iterator[Database]:
    """It stands, empty, and is gone afterwards."""
    with throwaway.make_folder() as folder, postgres.running(folder) as server:
        with (folder / "data" / "postgresql.conf").open("a") as conf:
            conf.write("fsync = off\n")
        server.child.send_signal(signal.SIGHUP)
        database = Database(server.child, server)
        try:
            yield database
        finally:
            processes.stop(database.child, sign=signal.SIGINT)
