"""Killed without a word, in the middle of something: the next process finds it, and so does the person."""

import concurrent.futures
import os
import signal
from pathlib import Path

import psycopg
import pytest
import requests

from tests.portal.running.house import House, Visitor, until
from tests.portal.running.stream import WEB, WORKER

HELD = {"fault": "timeout_after", "seconds": 20, "times": 1}
"""The remote has done it, and its answer does not come."""


@pytest.fixture(scope="module")
def grace(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.sign_in("grace@riverside.example")
    return visitor


def report(visitor: Visitor) -> str:
    return visitor.report("dripping-tap", description="It drips.")


def check_page(visitor: Visitor) -> str:
    """A repair that needs but the last button."""
    path = visitor.report("dripping-tap", description="It drips.", last=False)
    return f"{path}check/"


@pytest.mark.parametrize(
    ("call", "kind"),
    [("POST SalesOrder", "raise"), ("POST Booking", "book"), ("PATCH SalesOrder", "cancel")],
)
def test_what_a_killed_worker_was_sending_is_found_by_the_next(
    house: House, grace: Visitor, call: str, kind: str
) -> None:
    path = report(grace) if kind != "raise" else ""
    slot = grace.first_slot(path) if path else ""
    before = len(house.ledger(call))
    house.pretend("faults", call=call, **HELD)
    match kind:
        case "raise":
            report(grace)
        case "book":
            grace.choose(path, slot)
        case "cancel":
            grace.send(f"{path}cancel/", reason="It is fixed", more="")
    until(lambda: any(entry["committed"] for entry in house.ledger(call)[before:]))
    assert state(house, kind) == "sending"
    house.part(WORKER).child.kill()
    house.part(WORKER).child.wait()
    requests.delete(f"{house.env['SANDBOX']}_control/faults", timeout=10)
    # Three minutes later, as far as the row can tell.
    house.ask("UPDATE booking_command SET lease_until = now() - interval '1 second' WHERE state = 'sending'")
    house.again(WORKER)
    until(lambda: state(house, kind) == "confirmed")
    assert sum(entry["committed"] for entry in house.ledger(call)[before:]) == 1


def test_a_report_whose_web_process_was_killed_before_it_was_kept_is_made_by_pressing_again(
    house: House, grace: Visitor
) -> None:
    page = check_page(grace)
    pk = page.split("/")[2]
    orders = count(house)
    with psycopg.connect(house.env["DATABASE_URL"]) as holding:
        holding.execute("SELECT FROM portal_repair WHERE id = %s FOR UPDATE", [pk])
        with concurrent.futures.ThreadPoolExecutor() as pool:
            pressed = pool.submit(grace.send, page)
            until(lambda: waits_for_a_lock(house))
            kill_web_processes(house)
            with pytest.raises(requests.ConnectionError):
                pressed.result(timeout=30)
    assert count(house) == orders
    until(lambda: answers(grace, page))
    grace.send(page)
    assert count(house) == orders + 1


def test_a_report_whose_web_process_was_killed_after_it_was_kept_is_there_with_its_reference(
    house: House, grace: Visitor
) -> None:
    path = report(grace)
    kill_web_processes(house)
    until(lambda: answers(grace, path))
    number = house.ask("SELECT number FROM booking_order ORDER BY raised_at DESC LIMIT 1")[0][0]
    assert number in grace.open(path).text


def state(house: House, kind: str) -> str:
    """Of the write of that kind that was wanted last."""
    rows = house.ask(
        "SELECT state FROM booking_command WHERE kind = %s ORDER BY created_at DESC LIMIT 1", kind
    )
    return str(rows[0][0]) if rows else ""


def count(house: House) -> int:
    return int(house.ask("SELECT count(*) FROM booking_order")[0][0])


def waits_for_a_lock(house: House) -> bool:
    return bool(house.ask("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


def kill_web_processes(house: House) -> None:
    """Those that answer; the one that starts them anew lives."""
    master = house.part(WEB).child.pid
    served = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    assert served
    for pid in served:
        os.kill(int(pid), signal.SIGKILL)


def answers(visitor: Visitor, path: str) -> bool:
    try:
        return visitor.open(path).status_code == 200
    except requests.ConnectionError:
        return False
