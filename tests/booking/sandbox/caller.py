"""Somebody who calls the sandbox over real HTTP, as a portal would, and who may use its control address."""

from dataclasses import dataclass, field
from typing import Any

import requests

ACCOUNT = {"grant_type": "password", "username": "portal@clouddialogs.com", "password": "sandbox"}
CONTRACT = "RIVERSIDE-R&M"
TODAY = "2026-11-18"
"""A Wednesday."""


@dataclass
class Caller:
    url: str
    session: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def fetch_token(self, **form: str) -> requests.Response:
        return self.session.post(f"{self.url}/WS-API/token", data=ACCOUNT | form, timeout=10)

    def call(self, method: str, path: str, *, version: int = 3, timeout: float = 10, **more: Any):
        self.token = self.token or self.fetch_token().json()["access_token"]
        headers = {"Authorization": f"Bearer {self.token}", "Accept": f"application/json; version={version}"}
        address = f"{self.url}/WS-API/api/{path}"
        return self.session.request(method, address, headers=headers, timeout=timeout, **more)

    def get(self, path: str, *, version: int = 3, **query: Any) -> requests.Response:
        return self.call("GET", path, version=version, params=query)

    def post(self, path: str, body: Any, *, version: int = 3, **more: Any) -> requests.Response:
        return self.call("POST", path, version=version, json=body, **more)

    def patch(self, path: str, body: Any, *, version: int = 3) -> requests.Response:
        return self.call("PATCH", path, version=version, json=body)

    def control(self, path: str, method: str = "POST", **body: Any) -> Any:
        answer = self.session.request(method, f"{self.url}/_control/{path}", json=body or None, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def ledger(self, **query: Any) -> list[dict[str, Any]]:
        return self.session.get(f"{self.url}/_control/ledger", params=query, timeout=10).json()

    def state(self) -> dict[str, Any]:
        return self.control("state", "GET")

    def spoil(self, call: str, fault: str, **more: Any) -> None:
        self.control("faults", call=call, fault=fault, **more)

    def raise_order(self, number: str = "TP-1", **more: Any) -> requests.Response:
        return self.post("SalesOrder", order_for(number, **more))

    def find_days(self, number: str = "TP-1", **query: Any) -> dict[tuple[str, str], int]:
        """The status of each date and planning window's name."""
        answer = self.get("Availability", PrimaryOrderNumber=number, **{"NumberOfWeeks": 5} | query).json()
        names = {window["Id"]: window["Name"] for window in answer["PlanningWindows"]}
        return {
            (day["Date"][:10], names[row["PlanningWindowId"]]): day["AvailabilityStatus"]
            for row in answer["AvailabilityPlanningWindows"]
            for day in row["AvailabilityDays"]
        }

    def find_free(self, number: str = "TP-1", **query: Any) -> list[tuple[str, str]]:
        return sorted(slot for slot, status in self.find_days(number, **query).items() if status)

    def windows(self) -> dict[str, int]:
        return {window["Name"]: window["Id"] for window in self.get("PlanningWindow").json()}

    def book(self, slot: tuple[str, str], number: str = "TP-1", **more: Any) -> requests.Response:
        window = self.windows()[slot[1]]
        body = {"PrimaryOrderNumber": number, "Date": slot[0], "PlanningWindowId": window}
        return self.post("Booking", body | more)

    def visits(self, **query: Any) -> list[dict[str, Any]]:
        query = query or {"PrimaryOrderNumber": "TP-1"}
        return self.get("BookingSummary", **query).json()["Appointments"]


def order_for(number: str = "TP-1", **more: Any) -> dict[str, Any]:
    return {
        "PrimaryOrderNumber": number,
        "UseExistingCustomerDetails": True,
        "Customer": {"ExternalId": "P-2001", "OrganisationExternalId": "RIVERSIDE"},
        "ContractExternalId": CONTRACT,
        "TargetDateUTC": "2026-12-16",
        "PriorityExternalId": "ROUTINE",
        "JobDescription": "The kitchen tap drips",
        "JobCodes": [{"CodeExternalId": "TAPS001"}],
    } | more
