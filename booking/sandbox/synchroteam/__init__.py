"""A pretend Synchroteam: one contractor's account, its technicians and its dispatchers."""

from .. import server
from .gateway import Gateway
from .options import Options
from .system import Synchroteam

__all__ = ["Options", "Sandbox", "start"]


class Sandbox(server.Sandbox):
    """A running Synchroteam."""

    def __init__(self, options: Options, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.synchroteam = Synchroteam(options)
        super().__init__(Gateway(self.synchroteam), host=host, port=port)


def start(port: int = 0, *, host: str = "127.0.0.1", options: Options | None = None) -> Sandbox:
    """A sandbox in a thread of this process, on a free port unless one is named; call its `stop()`."""
    return Sandbox(options or Options(), host=host, port=port).start()
