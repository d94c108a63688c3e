"""The pretend Connect, by its control address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

HINT = "POST AvailabilityByTrade"
"""Asked for before there is an order; nothing that is booked depends on it."""


@dataclass
class Remote:
    """What a test asks of it, and does to it."""

    url: str
    point: Callable[[str], None]
    """Makes the portal look for Connect at that address."""

    def reset(self) -> None:
        """Empties it and forgets every fault."""
        self._post("reset")
        self.heal()

    def heal(self) -> None:
        """Takes back every fault and lets stalled calls go."""
        requests.delete(f"{self.url}/_control/faults", timeout=5).raise_for_status()

    def fail(self, call: str, fault: str, *, times: int | None = 1, **more: Any) -> None:
        """Makes that call fail in that way; `times=None` until it is healed."""
        self._post("faults", call=call, fault=fault, times=times, **more)

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """Nobody listens at the address that the portal knows."""
        self.point("http://127.0.0.1:9")
        yield
        self.point(self.url)

    def act(self, action: str, **what: Any) -> None:
        """The landlord's staff change something in Connect."""
        self._post("staff", action=action, **what)

    def orders(self) -> list[dict[str, Any]]:
        """Every order of the portal's that it holds."""
        return [order for order in self._get("state")["orders"] if order["number"].startswith("TP-")]

    def live_visits(self) -> list[dict[str, Any]]:
        """Every visit that is going to happen, of our orders."""
        ours = {order["number"] for order in self.orders()}
        return [one for one in self._get("state")["visits"] if one["live"] and one["order"] in ours]

    def fill(self, date: str) -> None:
        """Everything that is free on that day goes to other people."""
        self._post("fill", date=date)

    def fill_everything(self) -> None:
        """Nothing is free any more."""
        self._post("fill")

    def calls(self, like: str = "", *, hints: bool = False) -> list[str]:
        """Method and resource of each call in order, fetching tokens and, unless asked for, hints apart."""
        return [row["call"] for row in self.ledger(like) if hints or row["call"] != HINT]

    def ledger(self, like: str = "") -> list[dict[str, Any]]:
        """Each call with what was asked and answered, fetching tokens apart."""
        rows = self._get("ledger")
        return [row for row in rows if row["call"] != "POST token" and row["call"].startswith(like)]

    def _get(self, what: str) -> Any:
        return requests.get(f"{self.url}/_control/{what}", timeout=5).json()

    def _post(self, what: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/_control/{what}", json=body, timeout=5)
        answer.raise_for_status()
        return answer.json()
