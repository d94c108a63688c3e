"""The cache that all processes share and that outlives each of them, by the clock that the harness moves."""

import pickle
import time
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class Shelf(FileBasedCache):
    """Counting up leaves a key its end, as it does in Valkey."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The new number; ValueError where there is none to count up."""
        ends = self._end(key, version)
        number = self.get(key, version=version)
        if number is None:
            raise ValueError(f"there is no {key}")
        self.set(key, number + delta, timeout=ends and ends - time.time(), version=version)
        return int(number) + delta

    def _end(self, key: str, version: int | None) -> float | None:
        try:
            with open(self._key_to_file(key, version), "rb") as file:
                return pickle.load(file)
        except FileNotFoundError:
            return None


def settings(folder: Any) -> dict[str, Any]:
    """settings.CACHES for it."""
    options = {"MAX_ENTRIES": 100_000}
    return {"default": {"BACKEND": "tests.kills.shelf.Shelf", "LOCATION": str(folder), "OPTIONS": options}}
