"""A pretend Cadulis: one contractor's planning, reached by a secret address, and its planners."""

from .. import server
from .gateway import Gateway
from .options import Options
from .system import Cadulis

__all__ = ["Options", "Sandbox", "start"]


class Sandbox(server.Sandbox):
    """A running Cadulis; `api_url` is the secret address."""

    def __init__(self, options: Options, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.cadulis = Cadulis(options)
        super().__init__(Gateway(self.cadulis), host=host, port=port)
        self.api_url = f"{self.url}{self.cadulis.path}"


def start(port: int = 0, *, host: str = "127.0.0.1", options: Options | None = None) -> Sandbox:
    """A sandbox in a thread of this process, on a free port unless one is named; call its `stop()`."""
    return Sandbox(options or Options(), host=host, port=port).start()
