"""What the landlord's own staff do, and how it shows from outside."""

import pytest
import requests


@pytest.fixture
def visit(connect):
    connect.raise_order()
    return connect.book(connect.find_free()[0]).json()["VisitExternalId"]


@pytest.mark.parametrize(
    ("action", "status"),
    [("start", "Started"), ("complete", "Completed"), ("shelve", "Shelved"), ("cancel", "PendingDeletion")],
)
def test_what_staff_do_to_a_visit_shows_in_the_summary(connect, visit, action, status):
    connect.control("staff", action=action, visit=visit)
    assert connect.visits()[0]["VisitStatusName"] == status


def test_a_completed_visit_has_a_result_and_comments(connect, visit):
    connect.control("staff", action="complete", order="TP-1", result=1, comments="Nobody in")
    found = connect.visits()[0]
    assert (found["VisitResultTypeName"], found["OperativeComments"]) == ("NoAccess", "Nobody in")


@pytest.mark.parametrize("action", ["start", "complete", "cancel"])
def test_a_visit_that_is_under_way_or_over_cannot_be_moved(connect, visit, action):
    connect.control("staff", action=action, visit=visit)
    assert connect.book(connect.find_free()[-1], VisitExternalId=visit).status_code == 400


def test_staff_can_move_a_visit(connect, visit):
    window = connect.windows()["AFTERNOON"]
    connect.control("staff", action="move", visit=visit, date="2026-12-02", window=window)
    assert connect.visits()[0]["PlanningWindowStart"] == "2026-12-02T12:00:00"


def test_a_deleted_visit_is_gone(connect, visit):
    connect.control("staff", action="delete", visit=visit)
    assert connect.visits() == []


def test_staff_can_cancel_an_order(connect, visit):
    connect.control("staff", action="cancel_order", order="TP-1")
    assert connect.visits()[0]["VisitStatusName"] == "PendingDeletion"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("staff", {"action": "dance", "visit": "1"}),
        ("staff", {"action": "start", "visit": "1"}),
        ("staff", {}),
        ("faults", {"fault": "gremlins"}),
        ("fill", {"window": "TEATIME"}),
        ("clock", {"today": "tomorrow"}),
        ("habits", {"smoking": True}),
    ],
)
def test_a_control_that_is_not_understood_is_a_400(connect, path, body):
    answer = requests.post(f"{connect.url}/_control/{path}", json=body, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["Message"]


def test_a_reset_empties_everything_but_the_old_visit(connect, visit):
    connect.control("reset")
    state = connect.state()
    assert [each["number"] for each in state["orders"]] == ["RV-OLD-1003"]
    assert len(state["visits"]) == 1
    assert connect.ledger() == []
