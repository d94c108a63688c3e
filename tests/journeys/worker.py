"""A Celery worker in this process that can say when nothing is left to do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery, signals
from celery.contrib.testing.worker import start_worker


class Worker:
    """Counts what has been asked of it; a task with a later date counts from when it begins."""

    def __init__(self, consumer: Any) -> None:
        self._consumer = consumer
        self._open: set[str] = set()
        self._change = threading.Condition()

    def rest(self, *, seconds: float = 20) -> None:
        """Returns when everything that was asked for at once is done."""
        with self._change:
            assert self._change.wait_for(lambda: not self._open, timeout=seconds), self._open

    def forget(self) -> None:
        """What was meant for later will not happen."""
        self._consumer.timer.clear()
        self.rest()

    def published(self, headers: dict[str, Any], **_: object) -> None:
        """Somebody asks for a task."""
        if not headers.get("eta"):
            with self._change:
                self._open.add(headers["id"])

    def begun(self, task_id: str, **_: object) -> None:
        """A task runs."""
        with self._change:
            self._open.add(task_id)

    def ended(self, task_id: str, **_: object) -> None:
        """A task is over, well or not."""
        with self._change:
            self._open.discard(task_id)
            self._change.notify_all()


@contextmanager
def running(app: Celery) -> Iterator[Worker]:
    """A worker with four threads."""
    app.conf.broker_transport_options = {"polling_interval": 0.02}
    with start_worker(
        app, pool="threads", concurrency=4, perform_ping_check=False, shutdown_timeout=20
    ) as consumer:
        worker = Worker(consumer)
        heard = {
            signals.before_task_publish: worker.published,
            signals.task_prerun: worker.begun,
            signals.task_postrun: worker.ended,
        }
        for signal, listener in heard.items():
            signal.connect(listener, weak=False)
        try:
            yield worker
        finally:
            for signal, listener in heard.items():
                signal.disconnect(listener)
