"""Workers: threads that do what the broker was asked to carry, all at the same time."""

import heapq
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from celery import current_app
from django.db import connection
from django.db.models.functions import Now

from booking import outbox
from booking.models import Command

PATIENCE = 300.0
SOON = 5.0
"""Seconds; what is wanted later than that is the sweep's business."""


class Crew:
    """So many threads; `rest` returns when nothing that is wanted soon is left to do."""

    def __init__(self, workers: int) -> None:
        self._asked: list[tuple[float, int, str, tuple[str, ...]]] = []
        self._number = itertools.count()
        self._busy = 0
        self._over = self._waiting = False
        self._change = threading.Condition()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(workers)]
        self.failures: list[BaseException] = []

    def __enter__(self) -> Self:
        current_app.send_task = self._take  # type: ignore[method-assign]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._change:
            self._over = True
            self._change.notify_all()
        for thread in self._threads:
            thread.join()

    def rest(self) -> None:
        """Everything is done, what was put off for longer too; raises what went wrong meanwhile."""
        end = time.monotonic() + PATIENCE
        self._finish()
        while Command.objects.live().exists():
            assert time.monotonic() < end, "writes never settled"
            # On a slow machine some are put off again and again: time passes, and the sweep finds them.
            Command.objects.live().update(due_at=Now())
            outbox.sweep()
            self._finish()

    def _finish(self) -> None:
        with self._change:
            done = self._change.wait_for(lambda: not self._asked and not self._busy, timeout=PATIENCE)
        if self.failures:
            raise self.failures.pop()
        assert done, f"the workers never came to rest: {self._asked[:5]}"

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Meanwhile what is asked for stays where it is."""
        self._waiting = True
        try:
            yield
        finally:
            with self._change:
                self._waiting = False
                self._change.notify_all()

    def _take(
        self, name: str, args: tuple[str, ...] = (), *, countdown: float | None = None, **_: Any
    ) -> None:
        wait = countdown or 0
        if wait > SOON:
            return
        with self._change:
            heapq.heappush(self._asked, (time.monotonic() + wait, next(self._number), name, tuple(args)))
            self._change.notify()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            name, args = task
            try:
                current_app.tasks[name](*args)
            except BaseException as error:  # a worker that fails must be heard of
                self.failures.append(error)
            finally:
                connection.close()
                with self._change:
                    self._busy -= 1
                    self._change.notify_all()

    def _next(self) -> tuple[str, tuple[str, ...]] | None:
        with self._change:
            while not self._over:
                wait = self._asked[0][0] - time.monotonic() if self._asked else None
                if self._waiting:
                    wait = None
                elif wait is not None and wait <= 0:
                    _, _, name, args = heapq.heappop(self._asked)
                    self._busy += 1
                    return name, args
                self._change.wait(wait)
            return None
