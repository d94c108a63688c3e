"""The sandbox's control address, in the words of these tests."""

import datetime as dt
from typing import Any

import requests


class Pretend:
    """One running sandbox: what it shall do wrong, what its staff do, what it was asked."""

    def __init__(self, url: str, api_url: str) -> None:
        self.url = url
        self.api_url = api_url
        self._session = requests.Session()

    def fault(self, call: str, kind: str, *, times: int | None = 1, **more: Any) -> None:
        self._ask("POST", "faults", {"call": call, "fault": kind, "times": times, **more})

    def heal(self) -> None:
        self._ask("DELETE", "faults")

    def reset(self) -> None:
        self.heal()
        self._ask("POST", "reset")

    def staff(self, action: str, order: str, **more: Any) -> dict[str, Any]:
        return self._ask("POST", "staff", {"action": action, "order": order, **more})

    def fill(self, date: dt.date, **more: Any) -> None:
        self._ask("POST", "fill", {"date": date.isoformat(), **more})

    def habits(self, **habits: bool) -> None:
        self._ask("POST", "habits", habits)

    def calls(self, name: str) -> list[dict[str, Any]]:
        return [entry for entry in self.ledger() if entry["call"] == name]

    def ledger(self) -> list[dict[str, Any]]:
        return self._ask("GET", "ledger")

    def orders(self) -> list[dict[str, Any]]:
        return [order for order in self._ask("GET", "state")["orders"] if order["number"].startswith("TP-")]

    def visits(self) -> list[dict[str, Any]]:
        visits = self._ask("GET", "state")["visits"]
        return [visit for visit in visits if visit["live"] and visit["order"].startswith("TP-")]

    def windows(self) -> list[dict[str, Any]]:
        return self._ask("GET", "state")["windows"]

    def other_day(self, date: dt.date) -> dt.date:
        """A weekday after that one."""
        later = date + dt.timedelta(days=1)
        while later.weekday() > 4:
            later += dt.timedelta(days=1)
        return later

    def _ask(self, method: str, verb: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._session.request(method, f"{self.url}/_control/{verb}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()
