"""The test of a connection says in words what is wrong."""

import pytest

from booking.schedulers.abilities import Watched
from booking.schedulers.base import Unavailable
from portal.systems import SYNCHROTEAM
from tests.booking.schedulers.remote import answer
from tests.booking.schedulers.synchroteam.account import ASIM


def complaint(scheduler) -> str:
    with pytest.raises(Unavailable) as caught:
        scheduler.check()
    assert caught.value.misconfigured
    return caught.value.reason


def test_a_sound_connection_is_fine(account, scheduler) -> None:
    account.dispatch(ASIM, "2026-05-21T09:00")
    scheduler.check()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"job_type": "Roofing"}, "no job type 'roofing'"),
        ({"pair_job_type": "99"}, "no job type '99'"),
        ({"team": "East"}, "too few technicians in the team 'east'"),
        (
            {"skills": ["Gas Safe"], "pair_job_type": ""},
            "too few technicians for 'Plumbing'; skills: gas safe, plumber",
        ),
        ({"job_type": "Heavy lifting", "pair_job_type": "", "skills": ["Roofer"]}, "too few technicians"),
        ({"work_starts": "eight"}, "WORK_STARTS must be a time"),
        ({"work_starts": "18:00"}, "WORK_STARTS must be before WORK_ENDS"),
        ({"work_days": "mon,someday"}, "WORK_DAYS must be days"),
        ({"slot_minutes": 7}, "SLOT_MINUTES must be one of"),
        ({"holidays": ["Christmas"]}, "HOLIDAYS must hold dates"),
        ({"job_types": ["BATH"]}, "JOB_TYPES must hold entries"),
        ({"crews": "maybe"}, "CREWS must be read or alone"),
        ({"domain": ""}, "domain or key is not set"),
    ],
)
def test_what_is_wrong_is_said(build, options, words) -> None:
    assert words in complaint(build(**options))


def test_an_option_that_cannot_be_understood_holds_offers_and_bookings(build) -> None:
    with pytest.raises(Unavailable, match="WORK_ENDS"):
        build(work_ends="late").offer("TP-1", since=None)


def test_an_account_that_writes_the_month_first_is_found_out(remote, make) -> None:
    def some(*rows):
        return answer({"recordsTotal": len(rows), "data": list(rows)})

    remote.on("GET /jobschedulingwindow/list", some({"id": 1, "startTime": "08:00", "endTime": "12:00"}))
    remote.on("GET /jobtype/list", some({"id": 7, "name": "Plumbing", "duration": "01:00:00"}))
    remote.on("GET /user/list", some({"id": 1}))
    remote.on("GET /job/list", some({"id": "1", "dateModified": "", "dateCreated": "05/04/2026 09:00:00"}))
    scheduler = make(url=remote.url, pair_job_type="")
    scheduler.check()
    remote.on("GET /job/list", some({"id": "1", "dateCreated": "05/21/2026 09:00:00"}))
    assert "day first" in complaint(scheduler)


def test_there_must_be_windows(remote, make) -> None:
    bad = {"id": 1, "startTime": "12:00", "endTime": "08:00"}
    remote.on("GET /jobschedulingwindow/list", answer({"recordsTotal": 1, "data": [bad]}))
    assert "no job scheduling windows" in complaint(make(url=remote.url))


def test_it_says_what_has_changed(scheduler) -> None:
    assert isinstance(scheduler, Watched)


def test_the_options_of_the_environment_are_the_ones_that_it_takes(build) -> None:
    build(**{name: usual for name, (_, usual) in SYNCHROTEAM.items() if name not in {"url", "domain", "key"}})
