"""The seven callbacks: who is told of what, how it is proved, and what may become of it on the way."""

import hashlib
import hmac

import pytest
import requests

from booking.sandbox import Options, start

from .caller import Caller
from .receiver import Receiver


@pytest.fixture
def receiver():
    running = Receiver()
    yield running
    running.stop()


@pytest.fixture
def told(connect, receiver):
    """Connect tells the receiver."""
    connect.control("callbacks", url=receiver.url, secret="quiet")
    return connect


@pytest.fixture
def visit(told):
    told.raise_order()
    return told.book(told.find_free()[0]).json()["VisitExternalId"]


def do(connect, action, *, flush=True, **more):
    connect.control("staff", action=action, order="TP-1", **more)
    return connect.control("callbacks/flush") if flush else None


def free(connect, at=0):
    date, window = connect.find_free()[at]
    return {"date": date, "window": connect.windows()[window]}


@pytest.mark.parametrize(
    ("action", "event"),
    [
        ("complete", "VisitCompleted"),
        ("shelve", "VisitShelved"),
        ("delete", "VisitDeleted"),
        ("cancel", "VisitDeleted"),
    ],
)
def test_what_staff_do_to_a_visit_is_told(told, visit, receiver, action, event):
    do(told, action)
    [body] = receiver.bodies
    assert (body["Event"], body["PrimaryOrderNumber"]) == (event, "TP-1")
    assert body["VisitExternalId"] == visit


def test_a_moved_visit_is_told_with_its_new_time(told, visit, receiver):
    do(told, "move", **free(told, -1))
    [body] = receiver.bodies
    assert body["Event"] == "ReAppointment"
    assert body["PlanningWindowStart"] == told.visits()[0]["PlanningWindowStart"]


def test_new_and_follow_on_appointments_are_told(told, receiver):
    told.raise_order()
    do(told, "book", **free(told))
    do(told, "complete", result=2)
    do(told, "follow_on", **free(told, 5))
    assert receiver.events() == ["NewAppointment", "VisitCompleted", "FollowOnAppointment"]
    assert receiver.bodies[1]["VisitResultTypeName"] == "FollowOnRequired"


def test_a_follow_on_follows_a_completed_visit(told, visit):
    answer = requests.post(
        f"{told.url}/_control/staff",
        json={"action": "follow_on", "order": "TP-1", **free(told)},
        timeout=10,
    )
    assert answer.status_code == 400


def test_a_completed_order_takes_its_visits_along_and_no_new_ones(told, visit, receiver):
    slot = told.find_free()[0]
    do(told, "complete_order")
    assert receiver.events() == ["VisitCompleted", "OrderCompleted"]
    assert told.visits()[0]["VisitStatusName"] == "Completed"
    assert told.book(slot).status_code == 400


def test_an_order_that_staff_cancel_is_told_by_its_visits(told, visit, receiver):
    do(told, "cancel_order")
    assert receiver.events() == ["VisitDeleted"]


def test_the_suppliers_order_is_told_by_its_number(told, receiver):
    told.raise_order()
    told.post("BookSubContractorOrder", {"PrimaryOrderNumber": "TP-1", "SupplierExternalId": "FENCE01"})
    do(told, "complete_order")
    assert receiver.bodies[0]["SubcontractOrderId"] == told.state()["orders"][-1]["subcontract"]["id"]


def test_what_we_do_ourselves_is_told_only_where_connect_echoes(told, receiver):
    told.raise_order()
    told.book(told.find_free()[0])
    told.control("habits", echo=True)
    told.book(told.find_free()[0], VisitExternalId=told.visits()[0]["VisitExternalId"])
    told.control("callbacks/flush")
    assert receiver.events() == ["ReAppointment"]


def test_an_event_can_be_told_by_hand(told, visit, receiver):
    told.control("callbacks/send", event="OrderCompleted", order="TP-1")
    told.control("callbacks/flush")
    assert receiver.events() == ["OrderCompleted"]


def test_a_secret_stands_in_the_header(told, visit, receiver):
    do(told, "shelve")
    assert receiver.headers[0]["X-Hook-Secret"] == "quiet"


def test_a_signature_is_of_the_body(told, visit, receiver):
    told.control("callbacks", url=receiver.url, header="X-Signature", secret="quiet", proof="hmac")
    do(told, "shelve")
    expected = hmac.new(b"quiet", receiver.raw[0], hashlib.sha256).hexdigest()
    assert receiver.headers[0]["X-Signature"] == expected


def test_fields_can_stand_elsewhere(told, visit, receiver):
    paths = {"PrimaryOrderNumber": "Data.Order.Number", "Event": "Kind"}
    told.control("callbacks", url=receiver.url, paths=paths)
    do(told, "shelve")
    assert receiver.bodies[0]["Data"] == {"Order": {"Number": "TP-1"}}
    assert receiver.bodies[0]["Kind"] == "VisitShelved"


def test_the_log_says_what_was_answered(told, visit, receiver):
    receiver.status = 403
    [note] = do(told, "shelve")
    assert (note["event"], note["order"], note["fate"], note["status"]) == (
        "VisitShelved",
        "TP-1",
        "answered",
        403,
    )


def test_nobody_there_is_in_the_log_too(told, visit, receiver):
    receiver.stop()
    [note] = do(told, "shelve")
    assert (note["fate"], note["status"]) == ("failed", None)
    assert note["why"]


def test_every_second_copy_is_the_same(told, visit, receiver):
    told.control("callbacks", url=receiver.url, duplicates=1)
    do(told, "shelve")
    assert len(receiver.raw) == 2
    assert receiver.raw[0] == receiver.raw[1]


def test_lost_ones_never_arrive(told, visit, receiver):
    told.control("callbacks", url=receiver.url, loss=1)
    [note] = do(told, "shelve")
    assert note["fate"] == "lost"
    assert receiver.raw == []


def send_many(connect, number=20):
    for _ in range(number):
        connect.control("callbacks/send", event="OrderCompleted", order="TP-1")
    return [note["fate"] for note in connect.control("callbacks/flush")]


def test_some_are_lost_and_the_same_seed_loses_the_same(told, visit, receiver):
    fates = []
    for seed in (7, 7, 8):
        told.control("reset", today="2026-11-18")
        told.raise_order()
        told.control("callbacks", url=receiver.url, loss=0.5, seed=seed)
        fates.append(send_many(told))
    assert fates[0] == fates[1] != fates[2]
    assert set(fates[0]) == {"lost", "answered"}


def test_reordered_ones_come_in_another_order(told, visit, receiver):
    told.control("callbacks", url=receiver.url, reorder=3)
    do(told, "move", flush=False, **free(told, -1))
    do(told, "shelve", flush=False, visit=visit)
    assert receiver.bodies == []
    do(told, "delete", visit=visit)
    assert sorted(receiver.events()) == ["ReAppointment", "VisitDeleted", "VisitShelved"]
    assert receiver.events() != ["ReAppointment", "VisitShelved", "VisitDeleted"]


def test_fewer_than_are_held_back_go_out_when_flushed(told, visit, receiver):
    told.control("callbacks", url=receiver.url, reorder=5)
    do(told, "shelve")
    assert receiver.events() == ["VisitShelved"]


def test_without_an_address_nobody_is_told(told, visit, receiver):
    told.control("callbacks", "DELETE")
    assert do(told, "shelve") == []
    assert receiver.raw == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://example.com/"},
        {"url": "http://10.0.0.1/"},
        {"url": "ftp://127.0.0.1/"},
        {"url": "/hooks"},
        {"proof": "hope"},
        {"loss": 2},
        {"shape": "round"},
    ],
)
def test_calls_stay_on_this_machine_and_make_sense(connect, wrong):
    answer = requests.post(f"{connect.url}/_control/callbacks", json=wrong, timeout=10)
    assert answer.status_code == 400
    assert connect.control("callbacks", "GET")["target"]["url"] == ""


def test_other_hosts_are_called_only_where_the_options_name_them():
    running = start(options=Options(callback_hosts="portal.test"))
    try:
        control = f"{running.url}/_control/callbacks"
        with requests.Session() as session:
            aimed = [
                session.post(control, json={"url": f"http://{host}/"}, timeout=10).status_code
                for host in ("portal.test", "other.test")
            ]
        assert aimed == [200, 400]
    finally:
        running.stop()


def test_the_options_can_say_who_is_told(receiver):
    running = start(options=Options(callback_url=receiver.url, callback_secret="quiet"))
    try:
        caller = Caller(running.url)
        caller.raise_order()
        do(caller, "complete_order")
        caller.session.close()
    finally:
        running.stop()
    assert receiver.events() == ["OrderCompleted"]
    assert receiver.headers[0]["X-Hook-Secret"] == "quiet"


def test_an_answer_must_be_about_a_call_that_was_made(told, visit, receiver):
    do(told, "shelve")
    call = receiver.bodies[0]["CloudExternalId"]
    body = {"CloudExternalId": call, "StatusCode": 200, "Message": None}
    assert told.post("ResponseCallback", body).json() == {}
    assert told.state()["callbacks"] == [body]
    assert told.post("ResponseCallback", body | {"CloudExternalId": "abc"}).status_code == 400
    assert told.state()["callbacks"] == [body]
