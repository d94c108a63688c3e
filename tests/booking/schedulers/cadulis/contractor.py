"""Somebody inside the pretend Cadulis: its planners, its faults and its ledger."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import requests

from booking.schedulers.base import BookingRequest, Contact, OrderRequest, Scheduler, Slot, Visit

NOW = dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC)
"""A Wednesday."""
CONTACT = Contact(
    name="Amina Khan", mobile="07700900123", home_phone="01632960001", email="amina@example.org"
)


@dataclass
class Contractor:
    url: str
    api_url: str
    session: requests.Session = field(default_factory=requests.Session)

    def control(self, path: str, method: str = "POST", **body: Any) -> Any:
        answer = self.session.request(method, f"{self.url}/_control/{path}", json=body or None, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def spoil(self, call: str, fault: str, **more: Any) -> None:
        self.control("faults", call=call, fault=fault, **more)

    def heal(self) -> None:
        self.control("faults", "DELETE")

    def release(self) -> None:
        self.control("release")

    def planner(self, action: str, number: str = "TP-1", **more: Any) -> None:
        self.control("planner", action=action, cref=number, **more)

    def calls(self, call: str = "", order: str = "") -> list[dict[str, Any]]:
        query = {"call": call, "order": order}
        return self.session.get(f"{self.url}/_control/ledger", params=query, timeout=10).json()

    def job(self, number: str = "TP-1") -> dict[str, Any]:
        jobs = self.control("state", "GET")["interventions"]
        return next(job for job in jobs if job["cref"] == number)

    def jobs(self) -> list[dict[str, Any]]:
        return self.control("state", "GET")["interventions"]


def order(number: str = "TP-1", **more: Any) -> OrderRequest:
    facts: dict[str, Any] = {
        "number": number,
        "customer": "P-1001",
        "description": "The kitchen tap drips.\nSince Monday.",
        "priority": "ROUTINE",
        "target_date": dt.date(2026, 12, 16),
        "contact": CONTACT,
        "codes": ("TAPS001",),
        "crm_id": "4711",
    }
    return OrderRequest(**facts | more)


def raise_and_offer(cadulis: Scheduler, number: str = "TP-1") -> tuple[Slot, ...]:
    cadulis.raise_order(order(number))
    return cadulis.offer(number, since=NOW.date()).slots


def book(cadulis: Scheduler, slot: Slot, number: str = "TP-1", **more: Any) -> Any:
    return cadulis.book(BookingRequest(number=number, date=slot.date, window=slot.window.id, **more))


def only_visit(cadulis: Scheduler, number: str = "TP-1") -> Visit:
    [visit] = cadulis.visits(number=number).visits
    return visit


def when(visit: Visit) -> tuple[Any, Any, Any]:
    return visit.date, visit.start, visit.end


def wanted(slot: Slot) -> tuple[Any, Any, Any]:
    return slot.date, slot.window.start, slot.window.end
