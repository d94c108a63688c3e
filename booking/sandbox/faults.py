"""Misbehaviour on demand: which call shall fail next, how, and how often."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from threading import Event, Lock
from typing import Any, Protocol

from .messages import Answer, as_page

_BROKEN_PAGE = (
    "<!DOCTYPE html><html><head><title>Server Error</title></head><body><h1>Server Error</h1>"
    "<h2>Bad gateway: the specified CGI application encountered an error.</h2></body></html>"
)
_LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form method=post action='/login'>"
    "<label>User name <input name=user></label><label>Password <input type=password name=word></label>"
    "<button>Sign in</button></form></body></html>"
)


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


def play(fault: Fault, attempt: Attempt) -> Answer:
    """What the caller gets."""
    return KINDS[fault.kind](fault, attempt)


def _meets(fault: Fault, call: str, order: str) -> bool:
    return fnmatchcase(call.lower(), fault.call.lower()) and fault.order in {"", order}


def _late(fault: Fault, attempt: Attempt) -> Answer:
    fault.late.append(attempt)
    return Answer(manner="gone")


def _latency(fault: Fault, attempt: Attempt) -> Answer:
    fault.wait(1)
    return attempt.run()


def _timeout_before(fault: Fault, attempt: Attempt) -> Answer:
    fault.wait(60)
    return Answer(manner="gone")


def _timeout_after(fault: Fault, attempt: Attempt) -> Answer:
    attempt.run()
    fault.wait(60)
    return Answer(manner="gone")


def _error_before(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.fail(fault.status or 500)


def _error_after(fault: Fault, attempt: Attempt) -> Answer:
    attempt.run()
    return _error_before(fault, attempt)


def _status(fault: Fault, attempt: Attempt) -> Answer:
    status = fault.status or 503
    answer = attempt.fail(status, why=f"The service answered {status}.")
    if fault.seconds is not None:
        answer.headers["Retry-After"] = f"{fault.seconds:.0f}"
    return answer


def _html(fault: Fault, attempt: Attempt) -> Answer:
    return as_page(_BROKEN_PAGE, status=fault.status or 502)


def _login_page(fault: Fault, attempt: Attempt) -> Answer:
    return as_page(_LOGIN_PAGE, status=fault.status or 200)


def _truncated(fault: Fault, attempt: Attempt) -> Answer:
    answer = attempt.run()
    answer.body = answer.body[: max(1, len(answer.body) // 2)]
    return answer


def _empty(fault: Fault, attempt: Attempt) -> Answer:
    return replace(attempt.run(), body=b"")


def _expired_token(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.expire()


def _slot_taken(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.lose_slot()


def _reset_before(fault: Fault, attempt: Attempt) -> Answer:
    return Answer(manner="reset")


def _reset_after(fault: Fault, attempt: Attempt) -> Answer:
    attempt.run()
    return Answer(manner="reset")


def _cut(fault: Fault, attempt: Attempt) -> Answer:
    return replace(attempt.run(), manner="cut")


def _wrong_order(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.swap_order(attempt.run())


def _drip(fault: Fault, attempt: Attempt) -> Answer:
    answer = attempt.run()
    answer.manner = "drip"
    answer.pause = 1.0 if fault.seconds is None else fault.seconds
    answer.released = fault.released
    return answer


KINDS: dict[str, Callable[[Fault, Attempt], Answer]] = {
    "latency": _latency,
    "late": _late,
    "timeout_before": _timeout_before,
    "timeout_after": _timeout_after,
    "error_before": _error_before,
    "error_after": _error_after,
    "status": _status,
    "html": _html,
    "truncated": _truncated,
    "empty": _empty,
    "expired_token": _expired_token,
    "slot_taken": _slot_taken,
    "reset_before": _reset_before,
    "reset_after": _reset_after,
    "cut": _cut,
    "login_page": _login_page,
    "wrong_order": _wrong_order,
    "drip": _drip,
}
