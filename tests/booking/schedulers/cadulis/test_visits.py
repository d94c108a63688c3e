"""Interventions as visits: what each status means, and that nothing odd is taken for nothing."""

import datetime as dt

import pytest

from booking.schedulers.base import Unavailable, VisitResult, VisitState
from booking.schedulers.cadulis.objects import Intervention
from booking.schedulers.cadulis.visits import read_visit
from tests.booking.schedulers.cadulis.script import LIST, NUMBER, READ, job, listed, one
from tests.booking.schedulers.remote import answer, page

PLANNED = {"scheduled_start_at": "2026-11-20T09:00:00+00:00", "scheduled_end_at": "2026-11-20T11:00:00+00:00"}


def visit(**changes):
    return read_visit(Intervention.read(job(**changes)))


@pytest.mark.parametrize("status", ["pending", "autoassign_pending", "canceled", "cancelled"])
def test_without_a_date_there_is_no_visit(status):
    assert visit(status=status) is None


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", VisitState.BOOKED),
        ("autoassign_pending", VisitState.BOOKED),
        ("PENDING", VisitState.BOOKED),
        ("in_progress", VisitState.STARTED),
        ("intermediate", VisitState.STARTED),
        ("canceled", VisitState.CANCELLED),
        ("cancelled", VisitState.CANCELLED),
        ("terminated", VisitState.COMPLETED),
        ("who_knows", VisitState.UNKNOWN),
        ("", VisitState.UNKNOWN),
        (None, VisitState.UNKNOWN),
        (7, VisitState.UNKNOWN),
    ],
)
def test_what_a_status_means(status, state):
    found = visit(status=status, **PLANNED)
    assert found.state is state
    assert (found.date, found.start, found.end) == (dt.date(2026, 11, 20), dt.time(9), dt.time(11))


@pytest.mark.parametrize("status", ["in_progress", "terminated", "who_knows", None])
def test_what_is_under_way_is_a_visit_even_without_a_date(status):
    assert visit(status=status).date is None


@pytest.mark.parametrize(
    ("report", "result"),
    [
        ({"status": "ok"}, VisitResult.COMPLETED),
        ({"status": "OK", "start_at": "2026-11-20T09:05:00Z"}, VisitResult.COMPLETED),
        ({"status": "ko"}, VisitResult.NO_ACCESS),
        ({"status": "ko", "start_at": ""}, VisitResult.NO_ACCESS),
        ({"status": "ko", "start_at": "2026-11-20T09:05:00Z"}, VisitResult.ABANDONED),
        ({"status": "half"}, VisitResult.UNKNOWN),
        ({}, VisitResult.UNKNOWN),
        ([], VisitResult.UNKNOWN),
        (None, VisitResult.UNKNOWN),
    ],
)
def test_how_it_went_is_in_the_report(report, result):
    assert visit(status="terminated", report=report, **PLANNED).result is result
    assert visit(status="in_progress", report=report, **PLANNED).result is None


def test_a_visit_that_ended_without_a_plan_is_dated_by_its_report():
    found = visit(status="terminated", report={"status": "ok", "start_at": "2026-11-20T09:05:00Z"})
    assert (found.date, found.start) == (dt.date(2026, 11, 20), None)


def test_an_end_follows_from_the_duration():
    found = visit(status="pending", scheduled_start_at=PLANNED["scheduled_start_at"], duration="5400")
    assert found.end == dt.time(10, 30)


def test_an_end_on_another_day_is_no_time_of_this_one():
    found = visit(status="pending", scheduled_start_at="2026-11-20T23:00:00Z")
    assert (found.start, found.end) == (dt.time(23), None)


@pytest.mark.parametrize("name", ["scheduled_start_at", "scheduled_end_at"])
@pytest.mark.parametrize("odd", ["soon", 7, "2026-13-01T00:00:00Z", [1], {"date": 1}])
def test_an_odd_time_is_not_taken_for_none(name, odd, scripted, remote):
    remote.on(READ, answer(one(**{name: odd})))
    with pytest.raises(Unavailable):
        scripted.visits(number=NUMBER)


@pytest.mark.parametrize(
    "reply",
    [
        page(),
        answer(b""),
        answer(b"null"),
        answer([]),
        answer(b'{"intervention": {"cref": "TP-0001", "cref": "TP-9"}}'),
        answer({"intervention": [1]}),
        answer({"intervention": {"status": "pending"}}),
        answer(one(cref="TP-9999")),
        answer(one(cref=None)),
        answer({"error": "x"}, 500),
        answer({"error": "x"}, 401),
        answer({"error": "x"}, 405),
    ],
)
def test_a_read_with_a_hostile_answer_is_unavailable(reply, scripted, remote):
    remote.on(READ, reply)
    with pytest.raises(Unavailable):
        scripted.read_order(NUMBER)


@pytest.mark.parametrize(
    "reply",
    [answer({"error": "not found"}, 404), page(status=404), answer({}), answer(one()["intervention"])],
)
def test_only_an_empty_list_says_that_there_is_no_such_order(reply, scripted, remote):
    remote.on(READ, reply)
    remote.on(LIST, answer(listed()))
    assert scripted.read_order(NUMBER) is None
    assert remote.calls(LIST)[0].query["cref"] == NUMBER
    remote.on(LIST, answer(listed(job())))
    assert scripted.read_order(NUMBER).number == NUMBER


@pytest.mark.parametrize(
    "reply",
    [
        answer({"error": "x"}, 404),
        page(status=404),
        page(),
        answer({}),
        answer({"result": []}),
        answer({"result": {"interventions": None}}),
        answer(listed(job(cref="TP-9999"))),
        answer(listed({"odd": 1})),
        answer(listed(job(scheduled_start_at="soon"))),
    ],
)
def test_a_list_that_cannot_be_read_is_no_empty_list(reply, scripted, remote):
    remote.on(READ, answer({"error": "not found"}, 404))
    remote.on(LIST, reply)
    with pytest.raises(Unavailable):
        scripted.read_order(NUMBER)
