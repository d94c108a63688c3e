"""A second process beside ours: what it does, it does with a connection and in transactions of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


class Elsewhere:
    """A thread that acts only while we wait for it, so that the same seed stays the same run."""

    def __init__(self) -> None:
        self.active = False
        self._thread = ThreadPoolExecutor(1)

    def run(self, deed: Callable[[], None]) -> None:
        """That, over there; in there, here."""
        if self.active:
            deed()
            return
        self.active = True
        try:
            self._thread.submit(self._do, deed).result()
        finally:
            self.active = False

    def stop(self) -> None:
        """It is over."""
        self._thread.shutdown()

    def _do(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        finally:
            connection.close()
