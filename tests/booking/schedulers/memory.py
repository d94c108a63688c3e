"""A store and a clock in memory: what the tests hand in where Django's cache and the wall clock go."""

import datetime as dt
import threading
from typing import Any


class Now:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += dt.timedelta(seconds=seconds)


class Memory:
    """A store whose entries expire by that clock; safe between threads, as a cache is."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._lock = threading.RLock()
        self.entries: dict[str, tuple[Any, dt.datetime | None]] = {}

    def get(self, key: str) -> Any:
        with self._lock:
            value, until = self.entries.get(key, (None, None))
            return None if until and until <= self._now() else value

    def set(self, key: str, value: Any, timeout: float | None) -> None:
        until = None if timeout is None else self._now() + dt.timedelta(seconds=timeout)
        with self._lock:
            self.entries[key] = (value, until)

    def add(self, key: str, value: Any, timeout: float | None) -> bool:
        with self._lock:
            if self.get(key) is not None:
                return False
            self.set(key, value, timeout)
            return True

    def delete(self, key: str) -> bool:
        with self._lock:
            return self.entries.pop(key, None) is not None

    def incr(self, key: str) -> int:
        with self._lock:
            if self.get(key) is None:
                raise ValueError(key)
            value, until = self.entries[key]
            self.entries[key] = (value + 1, until)
            return int(value) + 1
