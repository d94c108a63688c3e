"""A write begins in time or not at all: a sender that was held up may have been replaced meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from booking.schedulers.errors import Unavailable


class Start:
    """The moment at which it was made."""

    def __init__(self) -> None:
        self._wall, self._machine = time.time(), time.monotonic()

    @property
    def ago(self) -> float:
        """Seconds since, by the clock that went further: one may step back, the other sleep."""
        return max(time.time() - self._wall, time.monotonic() - self._machine)


_fence: ContextVar[tuple[Start, float] | None] = ContextVar("fence", default=None)


@contextmanager
def closing(start: Start, *, after: float) -> Iterator[None]:
    """Writes made inside begin within so many seconds from the start."""
    yield from _set((start, after))


@contextmanager
def lifted() -> Iterator[None]:
    """Writes made inside take back one that has begun in time: they may begin later."""
    yield from _set(None)


def pass_by() -> None:
    """A write is about to begin; Unavailable where it is too late for that."""
    fence = _fence.get()
    if fence and fence[0].ago > fence[1]:
        raise Unavailable("We were held up for so long that somebody else may be at it.")


def _set(fence: tuple[Start, float] | None) -> Iterator[None]:
    token = _fence.set(fence)
    try:
        yield
    finally:
        _fence.reset(token)
