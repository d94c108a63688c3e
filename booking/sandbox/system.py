"""What every pretend system has: one lock, one clock, a ledger, faults to come, and a way to call back."""

import datetime as dt
from abc import ABC, abstractmethod
from threading import RLock
from typing import Any, ClassVar

from .calling import Caller
from .clock import Clock
from .faults import Faults
from .ledger import Ledger


class System(ABC):
    """One pretend system's memory. Whoever touches it holds `lock`."""

    name: ClassVar[str]
    """What people call the system."""

    def __init__(self, *, latency: float = 0.0, caller: Caller | None = None) -> None:
        self.latency = latency
        """Seconds that every call waits before it is looked at."""
        self.lock = RLock()
        self.clock = Clock()
        self.faults = Faults()
        self.ledger = Ledger()
        self.caller = caller or Caller()
        """Whom it tells when something has happened; systems that tell nobody leave it alone."""
        self.reset()

    def reset(self, *, today: dt.date | None = None) -> None:
        """Begins again, on that day where one is named."""
        with self.lock:
            self.clock.set(today=today)
            self.faults.forget()
            self.ledger.clear()
            self.caller.clear()
            self.begin()

    @property
    def today(self) -> dt.date:
        """The date on the system's wall."""
        return self.clock.today

    @abstractmethod
    def begin(self) -> None:
        """Forgets what happened and stands as on its first day; the clock is set already."""

    @abstractmethod
    def keep(self) -> Any:
        """What a restart shall not lose, for pickle."""

    @abstractmethod
    def restore(self, kept: Any) -> None:
        """Takes back what `keep` gave."""

    @abstractmethod
    def show(self) -> dict[str, Any]:
        """What it remembers, for tests and for curious people; dates may stand as dates."""

    def close(self) -> None:
        """The server stops: ends what runs beside it."""
        self.caller.close()
