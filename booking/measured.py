"""How calls of the scheduling systems go: each is told to whoever listens, with outcome and seconds."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.dispatch import Signal

from booking.schedulers import abilities
from booking.schedulers.base import Refused, Scheduler, SlotTaken, Unavailable, Unknown

called = Signal()
"""A call is over: system, verb, outcome, seconds. Listeners are quick and touch no database."""

PROMISES = (
    Scheduler,
    abilities.Acknowledging,
    abilities.Catalogue,
    abilities.ContractorOrders,
    abilities.Customers,
    abilities.Detailed,
    abilities.FirstDates,
    abilities.Watched,
)
OUTCOMES: tuple[tuple[type[Exception], str], ...] = (
    (SlotTaken, "taken"),
    (Refused, "refused"),
    (Unavailable, "unavailable"),
    (Unknown, "unknown"),
)
DONE, FAILED = "done", "failed"


class Measured:
    """Stands before a scheduler: has its verbs, measured, and lets everything else through."""

    def __init__(self, system: Scheduler) -> None:
        self._system = system

    def __getattr__(self, name: str) -> Any:
        return getattr(self._system, name)


def measure(system: Scheduler, *, name: str) -> Scheduler:
    """The same system, with the same abilities, whose calls are told."""
    verbs = {
        verb: staticmethod(_tell(system, name, verb))
        for promise in PROMISES
        for verb in vars(promise)
        if not verb.startswith("_") and hasattr(system, verb)
    }
    # A class of its own: what it can do is asked with isinstance, which looks at the class.
    return cast(Scheduler, type("Measured", (Measured,), verbs)(system))


def _tell(scheduler: Scheduler, system: str, verb: str) -> Callable[..., Any]:
    def measured(*args: Any, **kwargs: Any) -> Any:
        outcome, began = FAILED, time.monotonic()
        try:
            answer = getattr(scheduler, verb)(*args, **kwargs)
            outcome = DONE
        except Exception as error:
            outcome = next((word for kind, word in OUTCOMES if isinstance(error, kind)), FAILED)
            raise
        finally:
            seconds = time.monotonic() - began
            called.send_robust(Scheduler, system=system, verb=verb, outcome=outcome, seconds=seconds)
        return answer

    return measured
