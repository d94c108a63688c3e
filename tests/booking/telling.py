"""Scripted systems that can do more than every system can."""

import datetime as dt
from typing import Any

from booking.schedulers.abilities import Changes
from booking.schedulers.base import Clock, Store
from tests.booking.scripted import SCRIPT, Scripted

HEARD: list[tuple[str, bool]] = []
"""What the system was told: the id it gave, and whether all went well."""


class Telling(Scripted):
    """Waits to hear how we got on."""

    def acknowledge(self, cloud_id: str, *, done: bool, message: str = "") -> None:
        SCRIPT.play("acknowledge")
        HEARD.append((cloud_id, done))


class Watching(Scripted):
    """Says what has changed."""

    def changes(self, *, since: dt.datetime) -> Changes:
        SCRIPT.play("changes")
        ASKED.append(since)
        return CHANGES[-1]


ASKED: list[dt.datetime] = []
CHANGES: list[Changes] = []


def build_telling(options: dict[str, Any], *, clock: Clock, store: Store) -> Telling:
    return Telling()


def build_watching(options: dict[str, Any], *, clock: Clock, store: Store) -> Watching:
    return Watching()
