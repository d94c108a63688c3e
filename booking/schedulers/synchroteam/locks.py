"""One booking at a time for each technician and day, over all processes."""

import datetime as dt
import secrets
from collections.abc import Iterable

from booking.schedulers.base import Store


class Locks:
    """Locks in the shared store; whoever dies with one gives it back after `seconds`."""

    def __init__(self, *, store: Store, name: str, seconds: float) -> None:
        self._store = store
        self._name = f"{name}:lock"
        self._seconds = seconds

    def acquire(self, technicians: Iterable[str], *, date: dt.date) -> "Lock | None":
        """All of them, or None where somebody has one already."""
        lock = Lock(self._store, secrets.token_hex(8))
        for technician in sorted(technicians):
            if not lock.add(f"{self._name}:{technician}:{date}", self._seconds):
                lock.release()
                return None
        return lock


class Lock:
    """What one booking holds."""

    def __init__(self, store: Store, token: str) -> None:
        self._store = store
        self._token = token
        self._keys: list[str] = []

    def add(self, key: str, seconds: float) -> bool:
        """One more, unless it is somebody else's."""
        if not self._store.add(key, self._token, seconds):
            return False
        self._keys.append(key)
        return True

    @property
    def held(self) -> bool:
        """They are still ours: a slow remote may outlast them."""
        return all(self._store.get(key) == self._token for key in self._keys)

    def release(self) -> None:
        """Others may have them; what is another's by now stays."""
        for key in self._keys:
            if self._store.get(key) == self._token:
                self._store.delete(key)
