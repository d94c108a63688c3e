"""A pretend Connect that anybody can run: real HTTP, real state, faults on demand.

Written from the remote's document alone; it shares no line with the client, so that one mistake cannot hide
another. `python -m booking.sandbox --port 8001` runs it by itself, `start()` runs it inside a test.
"""

from .options import Options
from .server import Sandbox

__all__ = ["Options", "Sandbox", "start"]


def start(port: int = 0, *, host: str = "127.0.0.1", options: Options | None = None) -> Sandbox:
    """A sandbox in a thread of this process, on a free port unless one is named; call its `stop()`."""
    return Sandbox(options or Options(), host=host, port=port).start()
