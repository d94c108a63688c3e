"""How many messages a system may send: counted by the minute in the cache that all processes share."""

import logging
import time

from django.core.cache import cache

log = logging.getLogger(__name__)

A_MINUTE = 60
"""Messages of one system."""
BODY_BYTES = 64 * 1024


def wait(system: str) -> int:
    """Counts one message; seconds until the next will be taken, 0 where this one is."""
    now = int(time.time())
    return 60 - now % 60 if _count(f"hooks:{system}:{now // 60}") > A_MINUTE else 0


def note_refusal(system: str) -> None:
    """Counts one that could not prove where it came from; nothing else of it is kept."""
    count = _count(f"hooks-refused:{system}:{int(time.time()) // 3600}", seconds=7200)
    if count & (count - 1) == 0:  # 1, 2, 4, 8: a flood of calls is no flood of lines
        log.warning("%s calls to the address of %s could not prove themselves this hour", count, system)


def _count(key: str, *, seconds: int = 120) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the cache has dropped it between the two
        return 1
