"""Who dies at a failpoint, and when what died is there again."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.kills.database import Database


def _nothing(database: Database) -> None:
    """Nothing but the process itself."""


def _crash(database: Database) -> None:
    database.kill_a_backend()
    database.wait()


def _restart(database: Database) -> None:
    database.kill()
    database.revive()


@dataclass(frozen=True)
class Death:
    """One way in which the ground gives way."""

    name: str
    strike: Callable[[Database], None]
    """While whoever stands at the failpoint waits."""
    undo: Callable[[Database], None] = _nothing
    """When that process has ended."""


PROCESS = Death("process", _nothing)
"""The process at the failpoint kills itself."""
DEATHS = (
    PROCESS,
    Death("backend", _crash),
    Death("postgres", _restart),
    Death("postgres, long", lambda database: database.kill(), lambda database: database.revive()),
)
