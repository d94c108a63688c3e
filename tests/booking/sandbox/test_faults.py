"""Faults on demand: what the caller sees, and whether Connect did it."""

import threading

import pytest
import requests

from .caller import CONTRACT, Caller, order_for

KEY = {"PrimaryOrderNumber": "TP-1", "ContractExternalId": CONTRACT}


def stands(connect):
    return connect.get("SalesOrder", **KEY).status_code == 200


@pytest.mark.parametrize(
    ("fault", "status", "committed"),
    [("error_before", 500, False), ("error_after", 500, True), ("status", 503, False), ("html", 502, False)],
)
def test_an_error_comes_before_or_after_the_order_is_kept(connect, fault, status, committed):
    connect.spoil("POST SalesOrder", fault)
    assert connect.raise_order().status_code == status
    assert stands(connect) is committed
    entry = connect.ledger(call="POST SalesOrder")[0]
    assert (entry["fault"], entry["status"], entry["committed"]) == (fault, status, committed)


@pytest.mark.parametrize(("fault", "committed"), [("timeout_before", False), ("timeout_after", True)])
def test_a_timeout_comes_before_or_after_the_order_is_kept(connect, fault, committed):
    connect.spoil("POST SalesOrder", fault)
    with pytest.raises(requests.Timeout):
        connect.post("SalesOrder", order_for(), timeout=0.2)
    connect.control("faults", "DELETE")
    assert stands(connect) is committed
    assert connect.ledger(call="POST SalesOrder")[0]["committed"] is committed


@pytest.mark.parametrize(("fault", "committed"), [("reset_before", False), ("reset_after", True)])
def test_a_reset_comes_before_or_after_the_order_is_kept(connect, fault, committed):
    connect.spoil("POST SalesOrder", fault)
    with pytest.raises(requests.ConnectionError) as caught:
        connect.raise_order()
    assert "reset" in str(caught.value)
    assert stands(connect) is committed


def test_what_is_late_is_done_when_it_arrives_though_nobody_waits_any_more(connect):
    connect.spoil("POST SalesOrder", "late")
    with pytest.raises(requests.ConnectionError):
        connect.raise_order()
    connect.control("faults", "DELETE")
    assert not stands(connect)
    assert connect.control("arrive") == {"arrived": 1}
    assert stands(connect)
    assert connect.control("arrive") == {"arrived": 0}


def test_lifting_the_faults_lets_a_held_call_go_at_once(connect):
    connect.spoil("POST SalesOrder", "timeout_after", seconds=300)
    seen = []
    caller = threading.Thread(target=lambda: seen.append(hold(connect)))
    caller.start()
    while not any(entry["committed"] for entry in connect.ledger(call="POST SalesOrder")):
        pass
    connect.control("faults", "DELETE")
    caller.join(timeout=5)
    assert seen == ["gone"]


def test_a_held_call_can_be_let_go_while_the_next_one_still_goes_wrong(connect):
    connect.spoil("POST SalesOrder", "timeout_after", seconds=300)
    seen = []
    caller = threading.Thread(target=lambda: seen.append(hold(connect)))
    caller.start()
    while not connect.ledger(call="POST SalesOrder"):
        pass
    connect.spoil("GET Availability", "status", status=503)
    assert [fault["call"] for fault in connect.control("release")] == ["GET Availability"]
    caller.join(timeout=5)
    assert seen == ["gone"]


def hold(connect):
    try:
        Caller(connect.url, token=connect.token).raise_order()
    except requests.ConnectionError:
        return "gone"
    return "answered"


def test_a_late_call_is_still_done(connect):
    connect.spoil("POST SalesOrder", "latency", seconds=0.05)
    assert connect.raise_order().status_code == 201
    entry = connect.ledger(order="TP-1")[0]
    assert entry["ended"] - entry["started"] >= 50


def test_half_a_json_is_no_json(connect):
    connect.spoil("POST SalesOrder", "truncated")
    with pytest.raises(requests.JSONDecodeError):
        connect.raise_order().json()
    assert stands(connect)


def test_an_answer_may_be_empty(connect):
    connect.spoil("POST SalesOrder", "empty")
    answer = connect.raise_order()
    assert (answer.status_code, answer.content) == (201, b"")


def test_a_login_page_says_200_and_does_nothing(connect):
    connect.spoil("POST SalesOrder", "login_page")
    answer = connect.raise_order()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert not stands(connect)


def test_a_token_runs_out_and_a_new_one_is_as_good(connect):
    connect.get("PlanningWindow")
    connect.spoil("POST SalesOrder", "expired_token")
    assert connect.raise_order().status_code == 401
    connect.token = ""
    assert connect.raise_order().status_code == 201


def test_a_slot_goes_to_somebody_else_and_is_no_longer_offered(connect):
    connect.raise_order()
    slot = connect.find_free()[0]
    connect.spoil("POST Booking", "slot_taken")
    assert connect.book(slot).status_code == 400
    assert slot not in connect.find_free()
    assert connect.visits() == []


def test_an_answer_may_be_about_another_order(connect):
    connect.spoil("POST SalesOrder", "wrong_order")
    assert connect.raise_order().json()["PrimaryOrderNumber"] == "SOMEBODY-ELSES-1"


def test_a_dripping_answer_arrives_in_the_end(connect):
    connect.spoil("GET PlanningWindow", "drip", seconds=0.0001)
    assert len(connect.get("PlanningWindow").json()) == 5


def test_a_fault_can_say_when_to_come_back(connect):
    connect.spoil("GET *", "status", status=429, seconds=7)
    answer = connect.get("PlanningWindow")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_a_fault_happens_as_often_as_it_was_asked_for(connect):
    connect.get("PlanningWindow")
    connect.spoil("GET *", "status", times=2)
    assert [connect.get("PlanningWindow").status_code for _ in range(3)] == [503, 503, 200]


def test_a_fault_keeps_to_its_call_and_its_order(connect):
    connect.spoil("POST SalesOrder", "status", order="TP-2")
    assert connect.raise_order("TP-1").status_code == 201
    assert connect.raise_order("TP-2").status_code == 503
    assert connect.control("faults", "GET") == []
