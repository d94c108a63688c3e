"""Misbehaviour on demand: which call shall fail next, how, and how often."""

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from threading import Event, Lock
from typing import Any, Protocol

from .messages import Answer


class Attempt(Protocol):
    """The call as it would go without a fault, and what only its system knows about going wrong."""

    def run(self) -> Answer:
        """Does it."""

    def expire(self) -> Answer:
        """The answer once the caller's proof of who they are is good no longer."""

    def lose_slot(self) -> Answer:
        """The answer once somebody else has taken the time that the caller asks for."""

    def swap_order(self, answer: Answer) -> Answer:
        """The same answer, but about somebody else's order."""

    def fail(self, status: int, *, why: str = ...) -> Answer:
        """An error in the system's own words."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """One thing that shall go wrong."""

    call: str
    """As the ledger names calls, `*` for any part of it."""
    kind: str
    times: int | None = 1
    """How often; None for until it is lifted."""
    seconds: float | None = None
    status: int | None = None
    order: str = ""
    """Only for this order number."""
    released: Event = field(default_factory=Event)
    late: "list[Attempt]" = field(default_factory=list)

    def wait(self, otherwise: float) -> None:
        """Holds the call for its seconds, or until it is let go."""
        self.released.wait(otherwise if self.seconds is None else self.seconds)

    def as_values(self) -> dict[str, Any]:
        """What the control address shows."""
        return {
            "call": self.call,
            "fault": self.kind,
            "times": self.times,
            "seconds": self.seconds,
            "status": self.status,
            "order": self.order,
        }


class Faults:
    """What is still to go wrong, in the order in which it was asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Fault] = []
        self._released = Event()
        self._late: list[Attempt] = []

    def add(self, fault: Fault) -> None:
        """This shall go wrong too."""
        with self._lock:
            self._waiting.append(fault)

    def claim(self, call: str, order: str) -> Fault | None:
        """The fault that this call meets, counted as used."""
        with self._lock:
            fault = next((one for one in self._waiting if _meets(one, call, order)), None)
            if fault is None:
                return None
            if fault.times is not None:
                fault.times -= 1
                if fault.times < 1:
                    self._waiting.remove(fault)
            return replace(fault, released=self._released, late=self._late)

    def release(self) -> None:
        """Whoever is held is let go at once; what is still to go wrong stays."""
        with self._lock:
            self._released.set()
            self._released = Event()

    def clear(self) -> None:
        """Nothing goes wrong any more, and whoever is held is let go at once."""
        with self._lock:
            self._waiting.clear()
        self.release()

    @property
    def late(self) -> int:
        """How many calls are still to arrive."""
        with self._lock:
            return len(self._late)

    def forget(self) -> None:
        """Nothing goes wrong, and what was late never comes."""
        self.clear()
        with self._lock:
            self._late.clear()

    def arrive(self) -> int:
        """What was late arrives, and is done as if it came just now; answers how much it was."""
        with self._lock:
            late = list(self._late)
            self._late.clear()
        for attempt in late:
            attempt.run()
        return len(late)

    def read(self) -> list[dict[str, Any]]:
        """What is still to come."""
        with self._lock:
            return [fault.as_values() for fault in self._waiting]


def _meets(fault: Fault, call: str, order: str) -> bool:
    return fnmatchcase(call.lower(), fault.call.lower()) and fault.order in {"", order}
