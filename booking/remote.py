"""The way to the scheduling systems: which one, built once, and never with a database connection in hand."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from booking.schedulers.base import Scheduler, Store


class InsideTransaction(RuntimeError):
    """A bug: a remote was to be called while a database transaction was open."""


def scheduler(name: str) -> Scheduler:
    """The system of that name in settings.SCHEDULERS."""
    return _build(json.dumps(settings.SCHEDULERS[name], sort_keys=True))


@contextmanager
def away() -> Iterator[None]:
    """While inside, this thread holds no database connection: a slow remote must not use up the pool."""
    if connection.in_atomic_block:
        raise InsideTransaction
    connection.close()
    yield


@lru_cache(maxsize=8)
def _build(registry_line: str) -> Scheduler:
    line = json.loads(registry_line)
    return cast(Scheduler, import_string(line["factory"])(line["options"], clock=_now, store=cast(Store, cache)))


def _now() -> dt.datetime:
    return timezone.now()
