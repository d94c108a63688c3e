"""What somebody may choose when they start a sandbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The account that it accepts, the landlord that it serves, and how it behaves from the first call."""

    username: str = "portal@clouddialogs.com"
    password: str = "sandbox"  # noqa: S105 - a pretend system's pretend password
    contract: str = "RIVERSIDE-R&M"
    organisation: str = "RIVERSIDE"
    seed: int = 1
    """Which diary the operatives begin with: the same seed, the same free slots."""
    latency: float = 0.0
    """Seconds that every call waits before it is looked at."""
    token_seconds: int = 1200
    """How long a token lasts."""
    callback_url: str = ""
    """Who is told of what staff do; nobody while it is empty."""
    callback_header: str = "X-Hook-Secret"
    callback_secret: str = ""
    callback_hosts: str = ""
    """Hosts that may be told beside this machine, with commas; * is any."""
