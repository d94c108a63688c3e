"""The id that follows one request, through its log lines and the tasks that it causes."""

import logging
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# Nothing that could spell a name or hold a telephone number beside others.
LOOKS_LIKE_ONE = re.compile(r"[0-9a-fA-F-]{16,64}")
CARRIED = "request_id"

_current: ContextVar[str] = ContextVar("request_id", default="")
_begun: ContextVar[float] = ContextVar("begun", default=0.0)


def current() -> str:
    """The id of what is being done now; empty outside a request or a task."""
    return _current.get()


@contextmanager
def following(given: str) -> Iterator[str]:
    """Everything inside belongs to that id, or to a new one where it does not look like an id."""
    token = _current.set(given if LOOKS_LIKE_ONE.fullmatch(given) else uuid.uuid4().hex)
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def carry(headers: dict[str, Any], **_: object) -> None:
    """Celery's before_task_publish: the task belongs to what asked for it."""
    if current():
        headers[CARRIED] = current()


def take_up(task_id: str, task: Any, **_: object) -> None:
    """Celery's task_prerun: the task goes on under the id of what asked for it, or under its own."""
    _current.set(str(getattr(task.request, CARRIED, None) or task_id))
    _begun.set(time.monotonic())


def put_down(task: Any = None, state: str = "", **_: object) -> None:
    """Celery's task_postrun: a line, below what is usually written; the thread serves somebody else next."""
    milliseconds = round((time.monotonic() - _begun.get()) * 1000)
    facts = {"task": getattr(task, "name", ""), "state": state, "milliseconds": milliseconds}
    log.debug("task over", extra={"facts": facts})
    _current.set("")
