"""One row for each scheduling system: how its sandbox starts, what its calls are called, what stands in it.

A new system needs one row here, beside its folder and its line in the registry.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from booking.sandbox import cadulis, connect, synchroteam

Kept = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """What the shared tests need to know of a system; what they ask of it is the same for all."""

    kind: str
    start: Callable[[], Any]
    """Its sandbox, running."""
    options: Kept
    """The account's part of the registry's options."""
    calls: dict[str, str]
    """The ledger's name for: raise, read, offer, book, cancel, visits."""
    orders: Callable[[Kept], list[str]]
    """The order numbers in the sandbox's state, cancelled or not."""
    visits: Callable[[Kept, str], list[str]]
    """The dates of an order's live visits in the sandbox's state."""


@dataclass
class Running:
    """A row's sandbox, as the tests handle it."""

    row: Row
    sandbox: Any
    session: requests.Session = field(default_factory=requests.Session)

    def reset(self) -> None:
        self.heal()
        self._ask("POST", "reset")

    def heal(self) -> None:
        self._ask("DELETE", "faults")

    def fault(self, step: str, kind: str, *, times: int | None = 1, **more: Any) -> None:
        body = {"call": self.row.calls.get(step, step), "fault": kind, "times": times, **more}
        self._ask("POST", "faults", body)

    def count(self, step: str, order: str) -> int:
        ledger = self._ask("GET", "ledger")
        return sum(e["call"] == self.row.calls[step] and e["order"] == order for e in ledger)

    def orders(self) -> list[str]:
        return self.row.orders(self._ask("GET", "state"))

    def visits(self, order: str) -> list[str]:
        return self.row.visits(self._ask("GET", "state"), order)

    def _ask(self, method: str, verb: str, body: Kept | None = None) -> Any:
        url = f"{self.sandbox.url}/_control/{verb}"
        answer = self.session.request(method, url, json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()


def _connect_orders(state: Kept) -> list[str]:
    return [order["number"] for order in state["orders"]]


def _connect_visits(state: Kept, order: str) -> list[str]:
    return [visit["date"] for visit in state["visits"] if visit["order"] == order and visit["live"]]


def _jobs(state: Kept) -> list[str]:
    return [job["my_id"] for job in state["jobs"] if job["my_id"]]


def _job_visits(state: Kept, order: str) -> list[str]:
    live = [job for job in state["jobs"] if job["my_id"] == order and job["status"] != "cancelled"]
    return [job["start"][:10] for job in live if job["start"]]


def _interventions(state: Kept) -> list[str]:
    return [one["cref"] for one in state["interventions"]]


def _intervention_visits(state: Kept, order: str) -> list[str]:
    live = [one for one in state["interventions"] if one["cref"] == order and one["status"] != "canceled"]
    return [one["start"][:10] for one in live if one["start"]]


CONNECT = Row(
    kind="connect",
    start=connect.start,
    options={
        "username": connect.Options().username,
        "password": connect.Options().password,
        "contract": connect.Options().contract,
        "organisation": connect.Options().organisation,
    },
    calls={
        "raise": "POST SalesOrder",
        "read": "GET SalesOrder",
        "offer": "GET Availability",
        "book": "POST Booking",
        "visits": "GET BookingSummary",
        "cancel": "PATCH SalesOrder",
    },
    orders=_connect_orders,
    visits=_connect_visits,
)
SYNCHROTEAM = Row(
    kind="synchroteam",
    start=lambda: synchroteam.start(
        options=synchroteam.Options(minute_limit=100_000, day_limit=10_000_000, busy=0)
    ),
    options={
        "domain": synchroteam.Options().domain,
        "key": synchroteam.Options().key,
        "job_type": "Plumbing",
    },
    calls={
        "raise": "POST job/send",
        "read": "GET job/details",
        "offer": "GET job/list",
        "book": "POST job/schedule",
        "visits": "GET job/details",
        "cancel": "POST job/cancel",
    },
    orders=_jobs,
    visits=_job_visits,
)
CADULIS = Row(
    kind="cadulis",
    start=lambda: cadulis.start(options=cadulis.Options(lines=2, busy=0.2)),
    options={"intervention_type": "REPAIR", "planning_lines": 2},
    calls={
        "raise": "intervention.create",
        "read": "intervention.read",
        "offer": "schedule-wizard",
        "book": "intervention.update",
        "visits": "intervention.read",
        "cancel": "intervention.update",
    },
    orders=_interventions,
    visits=_intervention_visits,
)
ROWS = (CONNECT, SYNCHROTEAM, CADULIS)
