"""What somebody may choose when they start a sandbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The access that it knows, whose planning it is, and how it behaves from the first call."""

    account: str = "skyline"
    key: str = "k3y-7Q2fW9xP"
    """With the account, the secret address: whoever has both is let in."""
    lines: int = 3
    """Planning lines of this access: how many jobs go on at once."""
    seed: int = 1
    """Which jobs of other customers stand in the planning."""
    busy: float = 0.35
    """Which part of the hours is theirs, from 0 to 1."""
    latency: float = 0.0
    """Seconds that every call waits before it is looked at."""
