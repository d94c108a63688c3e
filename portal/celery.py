"""Celery's way in: carries ids to the worker; the outbox in PostgreSQL is the truth."""

import os

from celery import Celery, signals

from portal.running import trace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

signals.before_task_publish.connect(trace.carry)
signals.task_prerun.connect(trace.take_up)
signals.task_postrun.connect(trace.put_down)


@signals.worker_process_init.connect  # type: ignore[untyped-decorator]
@signals.celeryd_after_setup.connect  # type: ignore[untyped-decorator]
def count(**_: object) -> None:
    """A worker that is a program of its own writes what it counts, to the last."""
    from portal.running import tally

    stop = tally.keep_writing()
    for ending in (signals.worker_process_shutdown, signals.worker_shutdown):
        ending.connect(lambda **_: stop(), weak=False)
