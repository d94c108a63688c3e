"""Web server and worker as they are: ready, counted together, and one id from the page to the task."""

import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.portal.running.house import TOKEN, House, Visitor, until

ID = "0f8fad5bd9cb469fa16570867728950e"


def read(house: House) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels, by the labels' names."""
    answer = requests.get(f"{house.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30)
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_a_real_process_is_alive_and_ready(house: House) -> None:
    assert requests.get(f"{house.url}/health/live", timeout=10).json() == {"live": True}
    told = requests.get(f"{house.url}/health/ready", timeout=10).json()
    assert told == {"ready": True, "parts": {"database": "ok", "cache": "ok", "broker": "ok"}}


def test_one_id_goes_from_the_page_to_the_task_and_what_the_worker_did_is_counted(house: House) -> None:
    visitor = Visitor(house)
    visitor.session.headers["X-Request-ID"] = ID
    visitor.sign_in("margaret@riverside.example")
    path = visitor.report("dripping-tap", description="It drips.")
    visitor.first_slot(path)

    def tasks() -> set[str]:
        return {str(line["task"]) for line in house.lines() if line.get("task") and line["request"] == ID}

    until(lambda: {"booking.deliver", "booking.fetch_offer", "portal.send"} <= tasks())
    # The worker writes what it counts every ten seconds.
    done = ("portal_remote_call_seconds_count", "done", "connect", "raise_order")
    told = until(lambda: told if (told := read(house)).get(done, 0) >= 1 else None)
    assert told["portal_http_requests_total", "2xx"] > 5
    assert told["portal_commands", "needs_staff", "connect"] == 0
