"""One pretend Synchroteam, as these tests speak to it: its dispatchers, its faults, its clock and ours."""

import datetime as dt
from typing import Any

import requests

from booking.sandbox.synchroteam import Options, Sandbox
from tests.booking.schedulers.memory import Now

DAY = dt.date(2026, 5, 7)
"""A Thursday; the clock stands on the Monday before."""
ASIM, BETH, CARL, DORA = 501, 502, 503, 504
MORNING, AFTERNOON, SCHOOL_RUN = "11", "12", "13"


class Account:
    def __init__(self, sandbox: Sandbox, now: Now) -> None:
        self.sandbox = sandbox
        self.now = now
        self.options: Options = sandbox.synchroteam.options
        self._session = requests.Session()

    def reset(self) -> None:
        self._control("POST", "reset", {"today": self.now.moment.date().isoformat()})
        self.pass_by(0)

    def pass_by(self, seconds: float) -> None:
        self.now.pass_by(seconds)
        self._control("POST", "clock", {"now": self.now.moment.isoformat()})

    def fault(self, call: str, kind: str, *, times: int | None = 1, **more: Any) -> None:
        self._control("POST", "faults", {"call": call, "fault": kind, "times": times, **more})

    def heal(self) -> None:
        self._control("DELETE", "faults")

    def staff(self, action: str, order: str = "", **more: Any) -> dict[str, Any]:
        return self._control("POST", "staff", {"action": action, "order": order, **more})

    def dispatch(self, technician: int, start: str, minutes: int = 60, **more: Any) -> dict[str, Any]:
        """A dispatcher's own job."""
        return self.staff("schedule", technician=technician, start=start, minutes=minutes, **more)

    def away(self, start: str, end: str, **whose: Any) -> None:
        self._control("POST", "activity", {"start": start, "end": end, **whose})

    def fill(self, date: dt.date, **more: Any) -> None:
        self._control("POST", "fill", {"date": date.isoformat(), **more})

    def use_up(self, **calls: int) -> None:
        self._control("POST", "calls", calls)

    def habits(self, **habits: bool) -> None:
        self._control("POST", "habits", habits)

    def calls(self, name: str = "") -> list[dict[str, Any]]:
        ledger = self._control("GET", "ledger")
        return [entry for entry in ledger if not name or entry["call"] == name]

    def state(self) -> dict[str, Any]:
        return self._control("GET", "state")

    def job(self, number: str) -> dict[str, Any]:
        return next(job for job in self.state()["jobs"] if job["my_id"] == number)

    def _control(self, method: str, verb: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._session.request(method, f"{self.sandbox.url}/_control/{verb}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()
