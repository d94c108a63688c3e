"""The pretend Cadulis by itself: what its document promises, without a line of our client."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from booking.sandbox import __main__ as program
from booking.sandbox import cadulis, keeping

NOW = "2026-11-18T09:00:00+00:00"
DAY = "2026-11-19"


@dataclass
class Caller:
    url: str
    secret: str
    session: requests.Session = field(default_factory=requests.Session)

    def routes(self) -> dict[str, Any]:
        return self.session.get(self.secret, timeout=10).json()["routes"]

    def call(self, name: str, which: str = "", **fields: Any) -> requests.Response:
        route = self.routes()[name]
        url = route["url"].replace(":interventionId", which)
        sent = {
            f"{route['send_as']}[{key}]" if route["send_as"] else key: value for key, value in fields.items()
        }
        place = "params" if route["method"] == "GET" else "data"
        return self.session.request(route["method"], url, timeout=10, **{place: sent})

    def create(self, cref: str = "J-1", **fields: Any) -> requests.Response:
        return self.call(
            "intervention.create",
            **{
                "cref": cref,
                "customer][type": "individual",
                "customer][reference": "P-7",
                "duration": "7200",
                **fields,
            },
        )

    def starts(self, **fields: Any) -> dict[str, list[int]]:
        """The technicians that are free, by start."""
        asked = {"address": "x", "date_min": f"{DAY}T00:00:00Z", "date_max": f"{DAY}T23:59:59Z"}
        answer = self.call("schedule-wizard", **asked | {"duration": "02:00:00"} | fields).json()
        found: dict[str, list[int]] = {}
        for slot in answer["result"]["dates"][0]["slots"]:
            found.setdefault(slot["time"], [])
            found[slot["time"]] += [slot["userId"]] if slot["available"] else []
        return found

    def control(self, path: str, method: str = "POST", **body: Any) -> requests.Response:
        return self.session.request(method, f"{self.url}/_control/{path}", json=body or None, timeout=10)


@pytest.fixture(scope="module")
def running():
    started = cadulis.start(options=cadulis.Options(lines=2, busy=0.0))
    yield started
    started.stop()


@pytest.fixture
def caller(running):
    caller = Caller(running.url, running.api_url)
    caller.control("reset")
    caller.control("clock", now=NOW)
    with caller.session:
        yield caller
    running.cadulis.faults.clear()


def test_the_secret_address_names_the_routes_and_no_other_does(caller):
    assert caller.routes()["intervention.read"] == {
        "method": "GET",
        "url": f"{caller.secret}/1/interventions/:interventionId",
        "model": None,
        "send_as": None,
    }
    assert caller.session.get(f"{caller.secret}x", timeout=10).status_code == 403
    assert (
        caller.session.get(f"{caller.url}/connectors/skyline/guess/1/interventions", timeout=10).status_code
        == 403
    )


def test_a_route_that_is_withheld_is_not_named_and_answers_nothing(caller):
    url = caller.routes()["intervention.list"]["url"]
    caller.control("withhold", routes=["intervention.list"])
    assert "intervention.list" not in caller.routes()
    assert caller.session.get(url, timeout=10).status_code == 403


def test_routes_that_were_renewed_answer_at_their_new_place_alone(caller):
    caller.control("faults", call="intervention.create", fault="expired_token")
    assert caller.create().status_code == 403
    assert caller.create().status_code == 200


def test_a_known_cref_is_changed_not_made_anew(caller):
    first = caller.create(title="One").json()["intervention"]
    second = caller.create(title="Two").json()["intervention"]
    assert (first["id"], second["title"]) == (second["id"], "Two")
    assert caller.call("intervention.list").json()["result"]["pagination"]["totalcount"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "asleep"},
        {"duration": "02:00:00"},
        {"scheduled_start_at": "2026-11-19 09:00"},
        {"scheduled_start_at": "2026-11-19T09:00:00"},
        {"customer][type": "ghost"},
        {"customer][reference": ""},
        {"intervention_type][id": "77"},
        {"cref": ""},
    ],
)
def test_what_the_document_forbids_is_refused_with_its_faults(fields, caller):
    answer = caller.create(**fields)
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert caller.call("intervention.list").json()["result"]["interventions"] == []


def test_the_wizard_proposes_each_technician_and_holds_nothing(caller):
    assert caller.starts()["09:00"] == [70, 71]
    assert caller.starts()["16:00"] == []
    assert caller.starts()["09:00"] == [70, 71]


@pytest.mark.parametrize(
    "fields",
    [{"address": ""}, {"duration": "7200"}, {"date_min": "2026-11-19"}, {"date_max": "2026-11-19T00:00:00"}],
)
def test_the_wizard_wants_its_own_format(fields, caller):
    asked = {"address": "x", "date_min": NOW, "date_max": NOW, "duration": "02:00:00"}
    assert caller.call("schedule-wizard", **asked | fields).status_code == 400


def test_a_planned_job_takes_a_line_and_does_not_stand_in_its_own_way(caller):
    caller.create(scheduled_start_at=f"{DAY}T09:00:00+00:00")
    assert len(caller.starts()["10:00"]) == 1
    assert len(caller.starts()["11:00"]) == 2
    assert len(caller.starts(intervention_cref="J-1")["10:00"]) == 2


def test_nobody_is_refused_unless_that_is_its_habit(caller):
    for cref in ("J-1", "J-2", "J-3"):
        assert caller.create(cref, scheduled_start_at=f"{DAY}T09:00:00+00:00").ok
    caller.control("habits", refuses=True)
    assert caller.create("J-4", scheduled_start_at=f"{DAY}T10:00:00+00:00").status_code == 409


def test_a_list_is_filtered_sorted_and_cut_into_pages(caller):
    for number in range(12):
        caller.create(f"J-{number}", scheduled_start_at=f"{DAY}T09:00:00+00:00" if number < 3 else "")
    result = caller.call("intervention.list", **{"pagination][page": "2"}).json()["result"]
    assert result["pagination"] == {"totalcount": 12, "page": 2, "pages": 2, "returned": 2}
    found = caller.call("intervention.list", scheduled_start_at_min=NOW, light_model="0").json()["result"]
    assert [one["cref"] for one in found["interventions"]] == ["J-0", "J-1", "J-2"]
    found = caller.call("intervention.list", cref="J-7").json()["result"]["interventions"]
    assert [one["cref"] for one in found] == ["J-7"]
    assert "comment" not in found[0]
    assert caller.call("intervention.list", sort_by="name").status_code == 400


def test_what_changed_is_found_by_its_moment(caller):
    caller.create("J-1")
    caller.control("clock", advance=3600)
    caller.create("J-2")
    search = {"updated_at_min": "2026-11-18T09:30:00+00:00", "sort_by": "updated_at", "sort_order": "desc"}
    found = caller.call("intervention.list", **search).json()["result"]["interventions"]
    assert [(one["cref"], one["updated_at"]) for one in found] == [("J-2", "2026-11-18T10:00:00+00:00")]


def test_an_emptied_time_is_no_time(caller):
    caller.create(scheduled_start_at=f"{DAY}T09:00:00+00:00")
    caller.call("intervention.update", "J-1", scheduled_start_at="", scheduled_end_at="")
    one = caller.call("intervention.read", "J-1").json()["intervention"]
    assert (one["scheduled_start_at"], one["scheduled_end_at"], one["duration"]) == (None, None, 7200)


def test_what_is_closed_stays_closed(caller):
    caller.create()
    caller.control("planner", action="terminate", cref="J-1", report="ko", comment="Nobody in")
    one = caller.call("intervention.read", "J-1").json()["intervention"]
    assert (one["status"], one["report"]["status"]) == ("terminated", "ko")
    assert caller.call("intervention.update", "J-1", status="pending").status_code == 409


def test_an_intervention_that_is_not_there_is_404(caller):
    assert caller.call("intervention.read", "J-9").status_code == 404
    assert caller.call("intervention.update", "J-9", title="x").json() == {"error": "Intervention not found"}


@pytest.mark.parametrize(
    ("fault", "status", "stands"),
    [
        ("error_before", 500, False),
        ("error_after", 500, True),
        ("html", 502, False),
        ("login_page", 200, False),
    ],
)
def test_faults_come_before_or_after_the_job_is_kept(fault, status, stands, caller):
    caller.control("faults", call="intervention.create", fault=fault)
    assert caller.create().status_code == status
    assert caller.call("intervention.read", "J-1").ok is stands
    entry = caller.session.get(f"{caller.url}/_control/ledger?call=intervention.create", timeout=10).json()[0]
    assert (entry["order"], entry["fault"], entry["committed"]) == ("J-1", fault, stands)


def test_a_slot_that_somebody_else_takes_is_gone(caller):
    caller.create()
    caller.control("faults", call="intervention.update", fault="slot_taken")
    answer = caller.call("intervention.update", "J-1", scheduled_start_at=f"{DAY}T09:00:00+00:00")
    assert answer.status_code == 409
    assert caller.starts()["09:00"] == []


def test_another_job_may_stand_in_an_answer(caller):
    caller.control("faults", call="intervention.create", fault="wrong_order")
    assert caller.create().json()["intervention"]["cref"] == "SOMEBODY-ELSES-1"


def test_a_hook_brings_the_job_to_this_machine_and_nowhere_else(caller):
    caller.create()
    heard: list[Any] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204 if self.headers.get("X-Hook-Secret") else 403)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Silence."""

    ear = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=ear.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{ear.server_port}/hook"
    sent = caller.control("hook", url=url, cref="J-1", times=2, headers={"X-Hook-Secret": "s"})
    assert sent.json() == {"answered": [204, 204]}
    assert caller.control("hook", url=url, cref="J-1", bare=True).json() == {"answered": [403]}
    assert [one.get("intervention", one)["cref"] for one in heard] == ["J-1"] * 3
    ear.shutdown()
    ear.server_close()
    assert caller.control("hook", url="http://192.0.2.1/x", cref="J-1").status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("planner", {"action": "sing", "cref": "J-1"}),
        ("planner", {"action": "cancel", "cref": "J-9"}),
        ("withhold", {"routes": ["everything"]}),
        ("habits", {"polite": True}),
        ("take", {"start": "soon"}),
    ],
)
def test_a_control_that_is_not_understood_says_so(path, body, caller):
    caller.create()
    assert caller.control(path, **body).status_code == 400


def test_a_page_shows_the_jobs(caller):
    caller.create(title="<b>Tap</b>", scheduled_start_at=f"{DAY}T09:00:00+00:00")
    page = caller.session.get(caller.url, timeout=10).text
    assert "&lt;b&gt;Tap" in page
    assert "Thu 19 Nov 2026 09:00 to 11:00" in page
    assert caller.session.get(f"{caller.url}/elsewhere", timeout=10).status_code == 404


def test_jobs_outlive_a_restart_in_a_file(caller, running, tmp_path):
    caller.create()
    keeping.save(running.system, tmp_path / "kept")
    caller.control("reset")
    keeping.load(running.system, tmp_path / "kept")
    assert caller.call("intervention.read", "J-1").ok


def test_it_runs_from_the_command_line():
    package, chosen = program.read_options(["cadulis", "--lines", "4", "--busy", "0.1"])
    assert (package, chosen["lines"], chosen["busy"], chosen["port"]) == (cadulis, 4, 0.1, 8003)
