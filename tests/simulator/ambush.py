"""What goes wrong on our own side of a step: at some query, or at some commit."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import get_ident
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper


class Crash(BaseException):
    """The process is gone at this very point; nothing that it holds is ever given back."""


AT_A_QUERY = (
    "crash",
    "crash",
    "meanwhile",
    "meanwhile",
    "meanwhile",
    "meanwhile",
    "meanwhile",
    "lost",
    "deadlock",
    "down",
)
AT_A_COMMIT = ("crash before", "crash after", "lost after", "nothing after")
MEAN = {"query": 12, "query of a transaction": 5, "commit": 1}
"""How many pass by before it springs, on average."""
ROWS = {
    "crash": "F22",
    "crash before": "F22",
    "crash after": "F22, F23",
    "meanwhile": "F20, F21",
    "lost": "F25",
    "lost after": "F25",
    "deadlock": "F26",
    "down": "F24",
}


@dataclass
class Ambush:
    """Lies in wait for one query or one commit of the main thread in each step."""

    chance: random.Random
    seen: Counter[str]
    meanwhile: Callable[[], None]
    """Somebody else's step, in a transaction beside ours."""
    sprung: bool = False
    """Something went wrong with the database in this step: errors of its are no surprise."""
    _place: str = ""
    _kind: str = ""
    _left: int = 0
    _down: bool = False
    _thread: int = field(default_factory=get_ident)

    def lay(self) -> None:
        """For the step that begins."""
        self.lift()
        self._place = self.chance.choice(["query", "query", "commit"])
        self._kind = self.chance.choice(AT_A_QUERY if self._place == "query" else AT_A_COMMIT)
        if self._kind == "meanwhile":
            # Between two queries outside, somebody else's step is just the step before or after.
            self._place = "query of a transaction"
        self._left = int(self.chance.expovariate(1 / MEAN[self._place])) + 1

    def lift(self) -> None:
        """It is over, whether or not anybody came by."""
        self._place, self._down, self.sprung = "", False, False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Every query and every commit comes by here."""
        commit = BaseDatabaseWrapper._commit

        def committed(wrapper: Any) -> None:
            kind = self._reach("commit")
            if kind == "crash before":
                _cut(wrapper)
                raise Crash("before a commit")
            commit(wrapper)
            if kind == "crash after":
                raise Crash("after a commit")
            if kind == "lost after":
                raise OperationalError("the connection was lost while the commit was answered")

        BaseDatabaseWrapper._commit = committed
        try:
            with connection.execute_wrapper(self._query):
                yield
        finally:
            BaseDatabaseWrapper._commit = commit

    def _query(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self._down:
            raise OperationalError("the database is down")
        match self._reach("query") or (connection.in_atomic_block and self._reach("query of a transaction")):
            case "crash":
                raise Crash("at a query")
            case "lost":
                with suppress(Exception):
                    connection.connection.close()
            case "deadlock":
                raise OperationalError("deadlock detected")
            case "down":
                self._down = True
                raise OperationalError("the database is down")
            case "meanwhile":
                self.meanwhile()
        return execute(sql, params, many, context)

    def _reach(self, place: str) -> str:
        if self._place != place or get_ident() != self._thread:
            return ""
        self._left -= 1
        if self._left:
            return ""
        self._place = ""
        self.sprung = self.sprung or self._kind in {"lost", "lost after", "deadlock", "down"}
        if self._kind in ROWS:
            self.seen[f"{ROWS[self._kind]} {self._kind} at a {place}"] += 1
        return self._kind


def _cut(wrapper: Any) -> None:
    """The server sees the connection go in the middle of a transaction, as when our process dies."""
    lost, wrapper.closed_in_transaction = wrapper.connection, True
    lost.close()
    wrapper.pool.putconn(lost)
