"""A pretend Connect: the whole of its API, its callbacks, its own screens, and the landlord's staff."""

from ..server import Sandbox as _Sandbox
from .gateway import Gateway
from .options import Options
from .system import Connect

__all__ = ["Options", "Sandbox", "start"]


class Sandbox(_Sandbox):
    """A running Connect."""

    def __init__(self, options: Options, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.connect = Connect(options)
        super().__init__(Gateway(self.connect), host=host, port=port)


def start(port: int = 0, *, host: str = "127.0.0.1", options: Options | None = None) -> Sandbox:
    """A sandbox in a thread of this process, on a free port unless one is named; call its `stop()`."""
    return Sandbox(options or Options(), host=host, port=port).start()
