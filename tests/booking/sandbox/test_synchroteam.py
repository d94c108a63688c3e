"""The pretend Synchroteam behaves as its document says, contradictions and all."""

import datetime as dt
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from booking.sandbox.synchroteam import Options, Sandbox, start

TODAY = "2026-11-18"
CARL = 503


class Caller:
    """Somebody with the key."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.session = requests.Session()
        account = f"{Options().domain}:{Options().key}"
        self.session.headers["Authorization"] = f"Basic {b64encode(account.encode()).decode()}"

    def get(self, path: str, **query: Any) -> requests.Response:
        return self.session.get(f"{self.sandbox.api_url}/{path}", params=query, timeout=10)

    def post(self, path: str, body: Any) -> requests.Response:
        return self.session.post(f"{self.sandbox.api_url}/{path}", json=body, timeout=10)

    def control(self, verb: str, body: Any = None, method: str = "POST") -> Any:
        answer = requests.request(method, f"{self.sandbox.url}/_control/{verb}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def send(self, number: str = "TP-1", **more: Any) -> dict[str, Any]:
        return self.post("job/send", {"myId": number, "customer": {"myId": "P-1"}, **more}).json()

    def schedule(self, id: str, start: str = "2026-11-20 09:00:00", **more: Any) -> requests.Response:
        times = {"scheduledStart": start, "scheduledEnd": start.replace(" 09", " 10")}
        return self.post("job/schedule", {"id": id, "technician": {"id": CARL}, **times, **more})


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    running = start(options=Options(busy=0))
    yield running
    running.stop()


@pytest.fixture
def caller(sandbox: Sandbox) -> Iterator[Caller]:
    caller = Caller(sandbox)
    caller.control("reset", {"today": TODAY})
    caller.control("clock", {"now": f"{TODAY}T12:00:00+00:00"})
    with caller.session:
        yield caller


def test_without_the_key_nothing_is_told(sandbox) -> None:
    answer = requests.get(f"{sandbox.api_url}/job/list", timeout=10)
    assert answer.status_code == 401
    assert answer.json() == {"error": "Unauthorized", "message": "Your API key is wrong"}


def test_sending_creates_and_then_changes_only_what_was_sent(caller) -> None:
    first = caller.send(description="A tap", contactMobile="07700900123")
    second = caller.send(description="Two taps")
    assert first["id"] == second["id"]
    assert (second["description"], second["contactMobile"]) == ("Two taps", "07700900123")
    assert second["status"] == "created"
    assert second["type"]["name"] == "Plumbing"


def test_a_job_needs_a_customer_or_a_site(caller) -> None:
    answer = caller.post("job/send", {"myId": "TP-1", "description": "A tap"})
    assert (answer.status_code, answer.json()["error"]) == (400, "Bad Request")


def test_moments_have_three_forms(caller) -> None:
    job = caller.send()
    [echo] = caller.schedule(job["id"]).json()
    assert echo["scheduledStart"] == "2026-11-20 09:00:00"
    read = caller.get("job/details", myId="TP-1").json()
    assert (read["scheduledStart"], read["scheduledEnd"]) == ("20/11/2026 09:00:00", "20/11/2026 10:00:00")
    assert caller.schedule(job["id"], start="20/11/2026 09:00:00").status_code == 400
    caller.control("activity", {"start": "2026-11-20T08:00", "end": "2026-11-20T12:00", "user": CARL})
    [activity] = caller.get("activity/list", startDate="2026-11-20 00:00", endDate="2026-11-21 00:00").json()[
        "data"
    ]
    assert activity["dateStart"] == "2026-11-20 08:00"
    assert caller.get("activity/list", startDate="2026-11-20 00:00").status_code == 400


def test_nobody_checks_conflicts(caller) -> None:
    for number in ("TP-1", "TP-2"):
        assert caller.schedule(caller.send(number)["id"]).status_code == 200


def test_lists_are_simplified_and_come_in_pages_of_at_most_a_hundred(caller) -> None:
    for number in range(5):
        caller.send(f"TP-{number}")
    page = caller.get("job/list", page=2, pageSize=2).json()
    assert (page["page"], page["records"], page["recordsTotal"]) == (2, 2, 5)
    assert "otherTechnicians" not in page["data"][0]
    assert "preferences" not in page["data"][0]
    assert "otherTechnicians" in caller.get("job/details", myId="TP-1").json()
    assert caller.get("job/list", pageSize=101).status_code == 400


def test_what_changed_is_found_by_utc_and_deleted_jobs_on_request(caller) -> None:
    caller.send("TP-1")
    caller.control("clock", {"advance": 3600})
    caller.send("TP-2")
    caller.control("staff", {"action": "delete", "order": "TP-2"})

    def find(**query: str) -> list[str]:
        answer = caller.get("job/list", changedSince=f"{TODAY} 12:30:00", **query)
        return [job["myId"] for job in answer.json()["data"]]

    assert find() == []
    assert find(show="all") == ["TP-2"]
    assert caller.get("job/details", myId="TP-2").status_code == 404


def test_unscheduling_empties_the_dates_and_leaves_the_status(caller) -> None:
    job = caller.send()
    caller.schedule(job["id"])
    [echo] = caller.post("job/unschedule", {"id": job["id"]}).json()
    assert (echo["status"], echo["scheduledStart"]) == ("scheduled", None)
    read = caller.get("job/details", myId="TP-1").json()
    assert (read["status"], read["scheduledStart"], read["technician"]) == ("scheduled", None, None)


def test_what_is_over_is_neither_scheduled_nor_cancelled(caller) -> None:
    job = caller.send()
    caller.schedule(job["id"])
    caller.control("staff", {"action": "complete", "order": "TP-1"})
    assert caller.schedule(job["id"]).status_code == 400
    assert caller.post("job/cancel", {"id": job["id"]}).status_code == 400


def test_there_is_no_such_job(caller) -> None:
    answer = caller.get("job/details", myId="TP-404")
    assert (answer.status_code, set(answer.json())) == (404, {"error", "message"})
    assert caller.post("job/cancel", {"myId": "TP-404"}).status_code == 404
    assert caller.get("jobs").json().keys() == {"Message"}
    assert caller.get("job/cancel").status_code == 405


def test_both_limits_are_told_and_kept(caller) -> None:
    first = caller.get("user/list").headers
    assert (first["X-RateLimit-Limit"], first["X-RateLimit-Remaining"]) == ("120", "119")
    assert (first["X-Quota-Limit"], first["X-Quota-Remaining"]) == ("10000", "9999")
    caller.control("calls", {"calls": 119})
    over = caller.get("user/list")
    assert (over.status_code, over.headers["X-Quota-Remaining"]) == (429, "9999")
    moment = dt.datetime.fromisoformat(f"{TODAY}T12:00:00+00:00").timestamp()
    assert int(over.headers["X-RateLimit-Reset"]) == moment + 60
    caller.control("clock", {"advance": 60})
    assert caller.get("user/list").status_code == 200
    caller.control("calls", {"day_calls": 9999})
    over = caller.get("user/list")
    assert (over.status_code, over.headers["X-Quota-Remaining"]) == (429, "0")
    assert over.json()["message"] == "You have gone above your daily quota"
    caller.control("clock", {"now": "2026-11-19T00:00:00+00:00"})
    assert caller.get("user/list").status_code == 200


def test_a_dispatcher_takes_the_time_just_before_the_call(caller) -> None:
    job = caller.send()
    caller.control("faults", {"call": "POST job/schedule", "fault": "slot_taken"})
    assert caller.schedule(job["id"]).status_code == 200
    jobs = caller.get("job/list", user_id=CARL).json()["data"]
    assert [one["scheduledStart"] for one in jobs] == ["20/11/2026 09:00:00"] * 2


def test_the_ledger_names_calls_and_orders_as_the_document_does(caller) -> None:
    job = caller.send()
    caller.schedule(job["id"])
    ledger = caller.control("ledger", method="GET")
    assert [(entry["call"], entry["order"]) for entry in ledger] == [
        ("POST job/send", "TP-1"),
        ("POST job/schedule", "TP-1"),
    ]


def test_the_dispatchers_have_jobs_of_their_own_and_two_go_to_some() -> None:
    running = start(options=Options(seed=3))
    try:
        jobs = running.synchroteam.state.jobs.values()
        assert len(jobs) > 150
        assert any(job.others for job in jobs)
        assert running.synchroteam.state.activities
        page = requests.get(running.url, timeout=10)
        assert "Synchroteam sandbox" in page.text
    finally:
        running.stop()
