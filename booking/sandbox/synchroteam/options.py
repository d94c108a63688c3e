"""What somebody may choose when they start the sandbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The account that it accepts, what the account may ask, and how full its diary is at first."""

    domain: str = "hartley"
    key: str = "5f0d2c1e-0000-4000-8000-5a11db0c0001"
    minute_limit: int = 120
    day_limit: int = 10_000
    seed: int = 1
    """Which jobs the dispatchers begin with."""
    busy: int = 2
    """How many of them a technician has on a working day."""
    latency: float = 0.0
    """Seconds that every call waits before it is looked at."""
