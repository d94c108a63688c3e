"""Asked to end, web server and worker finish what they have begun, take nothing new, and lose nothing."""

import concurrent.futures
import signal
from collections.abc import Iterator

import pytest
import requests

from tests.portal.running import stream
from tests.portal.running.house import House, Visitor, until
from tests.portal.running.stream import WEB, WORKER

SLOW = {"fault": "latency", "seconds": 4, "times": 1}


@pytest.fixture
def _again(house: House) -> Iterator[None]:
    """What has ended is there again for the next test."""
    yield
    for name in (WEB, WORKER):
        part = house.part(name)
        if part.child.poll() is not None:
            house.again(name)


@pytest.fixture(scope="module")
def amira(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.sign_in("amira@riverside.example")
    return visitor


def ask_to_end(house: House, name: str) -> None:
    house.part(name).child.send_signal(signal.SIGTERM)


@pytest.mark.usefixtures("_again")
def test_a_page_under_way_is_answered_and_nobody_new_is_let_in(house: House, amira: Visitor) -> None:
    path = amira.report("dripping-tap", description="It drips.")
    amira.first_slot(path)
    house.ask("DELETE FROM booking_reading")
    house.pretend("faults", call="GET Availability", **SLOW)
    before = len(house.ledger("GET Availability"))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        page = pool.submit(amira.open, f"{path}times/grid/")
        until(lambda: len(house.ledger("GET Availability")) > before)
        ask_to_end(house, WEB)
        until(lambda: refuses(house))
        assert not page.done()
        answer = page.result(timeout=30)
    assert (answer.status_code, 'name="slot"' in answer.text) == (200, True)
    assert house.part(WEB).child.wait(timeout=30) == 0


@pytest.mark.usefixtures("_again")
def test_a_write_under_way_is_settled_before_the_worker_ends(house: House, amira: Visitor) -> None:
    house.pretend("faults", call="POST SalesOrder", **SLOW)
    before = len(house.ledger("POST SalesOrder"))
    amira.report("dripping-tap", description="It drips.")
    until(lambda: len(house.ledger("POST SalesOrder")) > before)
    ask_to_end(house, WORKER)
    assert house.part(WORKER).child.wait(timeout=40) == 0
    assert house.ask("SELECT count(*) FROM booking_command WHERE state = 'sending'") == [(0,)]
    assert newest(house)[:2] == ("raise", "confirmed")


def test_a_stream_of_reports_loses_nothing_while_both_end_and_come_again(
    house: House, amira: Visitor
) -> None:
    draft = stream.begin(amira)
    poured = stream.pour(house, amira, posts=40, clients=10, draft=draft)
    assert poured.seen["taken"] == 40
    assert stream.judge(house, poured) == []


def newest(house: House) -> tuple[str, str, str]:
    """The write that was wanted last: kind, state, number of its order."""
    kind, state, number = house.ask(
        "SELECT c.kind, c.state, o.number FROM booking_command c JOIN booking_order o ON o.id = c.order_id"
        " WHERE c.kind = 'raise' ORDER BY c.created_at DESC LIMIT 1"
    )[0]
    return kind, state, number


def refuses(house: House) -> bool:
    try:
        requests.get(f"{house.url}/health/live", timeout=2)
    except requests.RequestException:
        return True
    return False
