"""The pretend systems, each handled from inside, and the portal pointed at them."""

from dataclasses import dataclass
from typing import Any

from booking.sandbox.faults import Fault
from tests.booking.systems.rows import ROWS, Row

NAMES = {"connect": "connect", "synchroteam": "hartley", "cadulis": "skyline"}
"""Under which name each is registered."""


@dataclass
class Remote:
    """One running system."""

    name: str
    row: Row
    sandbox: Any

    @property
    def system(self) -> Any:
        """Its memory."""
        return self.sandbox.system

    def reset(self) -> None:
        """As on its first day."""
        self.system.reset()

    def spoil(self, step: str, kind: str, *, times: int | None = 1, status: int | None = None) -> None:
        """The next calls of that step go wrong in that manner, without anybody waiting for real."""
        call = self.row.calls.get(step, "*")
        self.system.faults.add(Fault(call=call, kind=kind, times=times, seconds=0, status=status))

    def heal(self) -> None:
        """Nothing goes wrong any more; what was late arrives."""
        self.system.faults.clear()

    def orders(self) -> list[str]:
        """The numbers of the orders that it has."""
        return self.row.orders(self._show())

    def visits(self, number: str) -> list[str]:
        """The dates of that order's live visits."""
        return self.row.visits(self._show(), number)

    def committed(self, step: str, number: str) -> int:
        """How often a call of that step changed what it remembers of the order."""
        call = self.row.calls[step]
        entries = self.system.ledger.read(order=number, call=call, since=0)
        return sum(entry["committed"] for entry in entries)

    def _show(self) -> dict[str, Any]:
        with self.system.lock:
            return _plain(self.system.show())


def start_all() -> dict[str, Remote]:
    """Every system of the shared contract runs."""
    return {NAMES[row.kind]: Remote(NAMES[row.kind], row, row.start()) for row in ROWS}


def registry(remotes: dict[str, Remote], usual: dict[str, Any]) -> dict[str, Any]:
    """settings.SCHEDULERS for them; nobody waits long, since nobody is ever slow."""
    return {
        remote.name: {
            "factory": f"booking.schedulers.{remote.row.kind}.build",
            "kind": remote.row.kind,
            "hook": usual["hook"],
            "options": remote.row.options
            | {"url": remote.sandbox.api_url, "read_seconds": 10, "write_seconds": 10},
        }
        for remote in remotes.values()
    }


def _plain(value: Any) -> Any:
    """Dates as text, all the way down, as the control address shows them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
