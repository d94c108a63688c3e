"""What each fault comes to: yes, no, not now, or nobody knows; and what is found afterwards."""

from dataclasses import replace

import pytest

from booking.schedulers.base import Refused, SchedulerError, Unavailable, Unknown
from booking.schedulers.synchroteam.dates import read_moment
from tests.booking.schedulers.remote import Remote, answer, page
from tests.booking.schedulers.synchroteam.account import AFTERNOON, DAY
from tests.booking.schedulers.synchroteam.test_journey import BOOKING, NUMBER, ORDER, TODAY, only_visit

LOST = [
    "timeout_before",
    "timeout_after",
    "error_before",
    "error_after",
    "html",
    "login_page",
    "truncated",
    "empty",
    "reset_before",
    "reset_after",
    "wrong_order",
    "drip",
    "status",
]
ARRIVED = {"timeout_after", "error_after", "login_page", "truncated", "empty", "reset_after", "wrong_order"}


def outcome(call) -> SchedulerError | None:
    try:
        call()
    except SchedulerError as error:
        return error
    return None


@pytest.mark.parametrize("kind", LOST)
def test_an_order_of_which_nothing_is_heard_is_unknown_and_then_found_or_not(
    account, scheduler, kind
) -> None:
    account.fault("POST job/send", kind, seconds=2)
    assert type(outcome(lambda: scheduler.raise_order(ORDER))) is Unknown
    account.heal()
    stands = any(entry["committed"] for entry in account.calls("POST job/send"))
    assert (scheduler.read_order(NUMBER) is not None) == stands
    scheduler.raise_order(ORDER)
    assert len(account.state()["orders"]) == 1


@pytest.mark.parametrize("kind", LOST)
def test_a_booking_of_which_nothing_is_heard_is_unknown_and_is_recognised_if_it_stands(
    account, scheduler, kind
) -> None:
    scheduler.raise_order(ORDER)
    account.fault("POST job/schedule", kind, seconds=2)
    assert type(outcome(lambda: scheduler.book(BOOKING))) is Unknown
    account.heal()
    visits = scheduler.visits(number=NUMBER).visits
    stands = any(entry["committed"] for entry in account.calls("POST job/schedule"))
    assert len(visits) == stands
    window = next(window for window in scheduler.windows() if window.id == BOOKING.window)
    for visit in visits:
        assert visit.live
        assert (visit.date, visit.start, visit.end) == (DAY, window.start, window.end)
    if not visits:
        assert scheduler.book(BOOKING).visit == only_visit(scheduler).id


@pytest.mark.parametrize("kind", LOST)
def test_a_move_of_which_nothing_is_heard_is_unknown_and_stands_at_one_of_both_times(
    account, scheduler, kind
) -> None:
    scheduler.raise_order(ORDER)
    booked = scheduler.book(BOOKING)
    move = replace(BOOKING, window=AFTERNOON, visit=booked.visit)
    account.fault("POST job/schedule", kind, seconds=2)
    assert type(outcome(lambda: scheduler.book(move))) is Unknown
    account.heal()
    visit = only_visit(scheduler)
    assert visit.id == booked.visit
    moved = sum(entry["committed"] for entry in account.calls("POST job/schedule")) == 2
    window = next(window for window in scheduler.windows() if window.id == AFTERNOON)
    assert ((visit.start, visit.end) == (window.start, window.end)) == moved
    if not moved:
        assert scheduler.book(move).visit == booked.visit


@pytest.mark.parametrize("kind", LOST)
def test_a_cancellation_of_which_nothing_is_heard_is_unknown(account, scheduler, kind) -> None:
    scheduler.raise_order(ORDER)
    account.fault("POST job/cancel", kind, seconds=2)
    assert type(outcome(lambda: scheduler.cancel_order(NUMBER, reason="x"))) is Unknown
    account.heal()
    stands = any(entry["committed"] for entry in account.calls("POST job/cancel"))
    assert scheduler.read_order(NUMBER).cancelled == stands


def test_where_the_diary_cannot_be_read_after_scheduling_nobody_knows(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    account.fault("GET job/list", "html", times=None)
    assert type(outcome(lambda: scheduler.book(BOOKING))) is Unavailable
    assert not account.calls("POST job/schedule")
    account.heal()
    scheduler.offer(NUMBER, since=TODAY)
    account.fault("POST job/schedule", "slot_taken")
    account.fault("POST job/unschedule", "error_before")
    account.fill(DAY, leave=1)
    assert type(outcome(lambda: scheduler.book(BOOKING))) is Unknown


@pytest.mark.parametrize("kind", ["html", "login_page", "truncated", "empty", "wrong_order", "reset_before"])
def test_a_read_without_a_sound_answer_is_unavailable_and_never_an_empty_one(
    account, scheduler, kind
) -> None:
    scheduler.raise_order(ORDER)
    scheduler.book(BOOKING)
    account.fault("GET job/details", kind, times=None)
    for read in (
        lambda: scheduler.read_order(NUMBER),
        lambda: scheduler.visits(number=NUMBER),
        lambda: scheduler.offer(NUMBER, since=TODAY),
    ):
        assert type(outcome(read)) is Unavailable


def test_a_read_is_repeated_and_each_repetition_is_counted(account, scheduler) -> None:
    scheduler.raise_order(ORDER)
    account.fault("GET job/details", "error_before", times=2)
    assert scheduler.read_order(NUMBER) is not None
    assert len(account.calls("GET job/details")) == 3
    number = scheduler.client.quota._find_minute()
    meter = scheduler.client.quota._minute(number)
    # A job type's list, the job, and three reads of it, all at their end.
    assert (meter._count("used"), meter.under_way) == (len(account.calls()), 0)


def test_a_wrong_key_is_said_in_words_and_holds_everything(account, build) -> None:
    for options in ({"key": "wrong"}, {"domain": "elsewhere"}):
        error = outcome(lambda options=options: build(**options).check())
        assert type(error) is Unavailable
        assert error.misconfigured
        assert "domain and the key" in error.reason
    error = outcome(lambda: build(key="wrong").raise_order(ORDER))
    assert (type(error), error.misconfigured) == (Unavailable, True)


def test_a_wrong_address_is_no_absence(account, make) -> None:
    scheduler = make(url=f"{account.sandbox.url}/api/v3/x")
    error = outcome(lambda: scheduler.read_order(NUMBER))
    assert (type(error), error.misconfigured) == (Unavailable, True)
    assert "no Synchroteam API" in outcome(scheduler.check).reason
    assert outcome(make(url="http://127.0.0.1:9/api/v3").check).misconfigured is False
    assert outcome(make(url="").check).misconfigured


ABSENT = {"error": "Not Found", "message": "Job not found"}
LISTS = ("GET /job/list", "GET /activity/list", "GET /user/list", "GET /jobschedulingwindow/list")


@pytest.fixture
def scripted(remote: Remote, make):
    """A scheduler against answers that no Synchroteam gives."""
    return make(url=remote.url)


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (answer(ABSENT, 404), None),
        (answer({"Message": "No HTTP resource was found."}, 404), Unavailable),
        (answer(None, 404), Unavailable),
        (page(status=404), Unavailable),
    ],
)
def test_only_the_documented_404_means_that_there_is_none(remote, scripted, reply, found) -> None:
    remote.on("GET /job/details", reply)
    if found is None:
        assert scripted.read_order(NUMBER) is None
    else:
        with pytest.raises(found):
            scripted.read_order(NUMBER)


JOB = {"id": "265_1", "myId": NUMBER, "status": "scheduled", "otherTechnicians": []}


@pytest.mark.parametrize(
    "odd",
    [
        {"scheduledStart": "05/19/2016 14:43:00"},
        {"scheduledStart": "tomorrow"},
        {"scheduledStart": 7},
        {"scheduledEnd": {}},
        {"dateCreated": "31/02/2026 00:00:00"},
        {"id": None},
        {"id": {}},
        {"myId": "SOMEBODY-ELSES-1"},
    ],
)
def test_a_job_that_cannot_be_read_is_unavailable_rather_than_misread(remote, scripted, odd) -> None:
    remote.on("GET /job/details", answer(JOB | odd))
    with pytest.raises(Unavailable):
        scripted.visits(number=NUMBER)


@pytest.mark.parametrize(
    "harmless",
    [
        {"status": "dreaming"},
        {"status": None},
        {"technician": 3},
        {"preferences": {"date": "soon", "schedulingWindow": 3}},
        {"skills": [None, 3, {}]},
        {"type": "Plumbing"},
        {"surprise": {"a": [1]}},
    ],
)
def test_other_odd_fields_do_no_harm(remote, scripted, harmless) -> None:
    remote.on("GET /job/details", answer(JOB | {"scheduledStart": "07/05/2026 09:00:00"} | harmless))
    [visit] = scripted.visits(number=NUMBER).visits
    assert (visit.id, visit.date) == ("265_1", DAY)
    if "status" in harmless:
        assert visit.state.value == "unknown"


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b'{"data": []}', b'{"data": {}, "recordsTotal": 0}', b"NaN", b"[" * 9999],
)
def test_a_list_that_is_none_is_unavailable(remote, scripted, body) -> None:
    for name in LISTS:
        remote.on(name, answer(body))
    with pytest.raises(Unavailable):
        scripted.windows()
    with pytest.raises(Unavailable):
        scripted.visits(customer="PROP-1")


def test_a_list_that_grows_while_it_is_read_is_read_anew(remote, scripted) -> None:
    def turn(total, *rows, page=1):
        return answer({"page": page, "recordsTotal": total, "data": list(rows)})

    one, two = (JOB | {"id": f"265_{n}", "scheduledStart": "07/05/2026 09:00:00"} for n in (1, 2))
    remote.on("GET /job/list", turn(2, one), turn(3, two, page=2), turn(2, one, two))
    assert len(scripted.visits(customer="PROP-1").visits) == 2
    remote.on("GET /job/list", turn(2, one))
    with pytest.raises(Unavailable):
        scripted.visits(customer="PROP-1")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer({"error": "Bad Request", "message": "no"}, 400), Refused),
        (answer({}, 400), Unknown),
        (page(status=400), Unknown),
        (answer(ABSENT, 404), Refused),
        (page(status=404), Unavailable),
        (answer({}, 405), Unavailable),
        (answer({}, 429), Unknown),
        (answer({}, 429, X_RateLimit_Reset="1777885260"), Unavailable),
        (answer({}, 204), Unknown),
        (answer([], 200), Unknown),
        (answer({"id": "265_1", "myId": "OTHER"}, 200), Unknown),
    ],
)
def test_each_answer_to_a_write_has_its_meaning(remote, scripted, reply, kind) -> None:
    remote.on("GET /jobtype/list", answer({"recordsTotal": 1, "data": [TYPE]}))
    remote.on("POST /job/send", reply)
    assert type(outcome(lambda: scripted.raise_order(ORDER))) is kind


TYPE = {"id": 71, "name": "Plumbing", "duration": "01:00:00", "skills": []}


def test_moments_with_spaces_are_encoded(remote, scripted) -> None:
    remote.on("GET /job/list", answer({"recordsTotal": 0, "data": []}))
    scripted.changes(since=scripted.clock())
    request = remote.calls("GET /job/list")[0]
    assert "changedSince=2026-05-04%2008%3A58%3A00" in request.raw_query
    assert read_moment(request.query["changedSince"]) is not None
    assert request.headers["authorization"].startswith("Basic ")
