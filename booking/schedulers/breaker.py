"""A breaker for one remote, shared by every process: five failures within 30 s, then a rest for everybody."""

import logging
from collections.abc import Callable

from booking.schedulers.base import Clock, Store, Unavailable

log = logging.getLogger(__name__)

FAILURES = 5
WITHIN_SECONDS = 30
REST_SECONDS = 30
# A probe whose process died must not keep everybody out.
PROBE_SECONDS = 120
FORGET_SECONDS = 15 * 60


class Breaker:
    """Closed, open, or half-open with a single probe. It never makes a call fail because the store does."""

    def __init__(self, *, name: str, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._failures = f"{name}:failures"
        self._open_until = f"{name}:open-until"
        self._probe = f"{name}:probe"

    def enter(self) -> bool:
        """Let a call through, True where it is the probe; Unavailable while the breaker is open."""
        try:
            until = self._store.get(self._open_until)
            if until is None:
                return False
            left = float(until) - self._clock().timestamp()
            if left <= 0 and self._store.add(self._probe, 1, PROBE_SECONDS):
                return True
        except Exception:
            log.exception("the breaker cannot be read: the call goes through")
            return False
        raise Unavailable(
            "The remote keeps failing; nobody calls it for a moment.", retry_after=max(left, 1.0)
        )

    def is_open(self) -> bool:
        """Nobody is let through, but for a probe; asks the store, and changes nothing."""
        try:
            return self._store.get(self._open_until) is not None
        except Exception:
            log.exception("the breaker cannot be read")
            return False

    def passed(self, *, probe: bool) -> None:
        """The remote answered: a probe closes the breaker."""
        if probe:
            self._quietly(self._close)

    def failed(self, *, probe: bool) -> None:
        """The remote did not answer, or answered 5xx: count it, and open where that is enough."""
        self._quietly(self._open if probe else self._count)

    def _count(self) -> None:
        if self._store.add(self._failures, 1, WITHIN_SECONDS):
            return
        try:
            failures = self._store.incr(self._failures)
        except ValueError:  # it expired in between
            self._store.add(self._failures, 1, WITHIN_SECONDS)
            return
        if failures >= FAILURES:
            self._open()

    def _open(self) -> None:
        log.error("the breaker is open: %s failures within %s s", FAILURES, WITHIN_SECONDS)
        self._store.set(self._open_until, self._clock().timestamp() + REST_SECONDS, FORGET_SECONDS)
        self._store.delete(self._failures)
        self._store.delete(self._probe)

    def _close(self) -> None:
        for key in (self._open_until, self._failures, self._probe):
            self._store.delete(key)

    def _quietly(self, note: Callable[[], None]) -> None:
        # The call has been made: a store that fails now must not change what is known about it.
        try:
            note()
        except Exception:
            log.exception("the breaker cannot be written")
