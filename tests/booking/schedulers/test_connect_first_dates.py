"""The first free slots of a trade, before there is an order: a hint."""

import datetime as dt
from typing import Any

import pytest

from booking.schedulers.base import Refused, Unavailable
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import Remote, answer, page, sending
from tests.contracts import document

ASK = "POST /api/AvailabilityByTrade"
PLUMBER: dict[str, Any] = {"skills": ("Plumber",), "postcode": "RV2 4AB", "since": samples.DAY, "weeks": 2}


def grid(*cells: tuple[Any, Any, Any], **more: Any) -> dict[str, Any]:
    return samples.grid(*cells, **more) | {"Availability": {"Skills": ["Plumber"], "Postcode": "RV2 4AB"}}


def test_a_trade_and_a_place_are_asked_about(remote: Remote, connect) -> None:
    remote.on(ASK, answer(grid((3, "2026-05-07T00:00:00", 2), (3, "2026-05-08T00:00:00", 0))))
    offer = connect.first_dates(**PLUMBER, two_to_attend=True)
    assert [(slot.date, slot.window.name, slot.preferred) for slot in offer.slots] == [
        (samples.DAY, "MORNING", True)
    ]
    [request] = remote.calls(ASK)
    assert request.headers["accept"] == "application/json; version=3"
    assert document.faults(document.body_schema("POST", "/api/AvailabilityByTrade"), request.json) == []
    assert request.json == {
        "Date": "2026-05-07",
        "NumberOfWeeks": 2,
        "Skills": ["Plumber"],
        "Postcode": "RV2 4AB",
        "TwoToAttend": True,
    }


@pytest.mark.parametrize(("weeks", "sent"), [(0, 1), (3, 3), (52, 5)])
def test_one_to_five_weeks_are_asked_for(weeks, sent, remote, connect) -> None:
    remote.on(ASK, answer(grid()))
    connect.first_dates(**PLUMBER | {"weeks": weeks})
    [request] = remote.calls(ASK)
    assert request.json["NumberOfWeeks"] == sent
    assert "TwoToAttend" not in request.json


def test_days_that_have_passed_are_not_offered(remote, connect, now) -> None:
    cells = ((3, f"2026-05-{day:02}T00:00:00", 1) for day in (3, 4, 5))
    remote.on(ASK, answer(grid(*cells)))
    offer = connect.first_dates(**PLUMBER | {"since": dt.date(2026, 5, 1)})
    assert [slot.date.day for slot in offer.slots] == [4, 5]


def test_windows_that_were_not_told_are_asked_for(remote, connect) -> None:
    remote.on(ASK, answer(grid((3, "2026-05-07T00:00:00", 1), windows=None)))
    remote.on("GET /api/PlanningWindow", answer([samples.WINDOW]))
    assert len(connect.first_dates(**PLUMBER).slots) == 1


@pytest.mark.parametrize("less", [{"skills": ()}, {"skills": ("",)}, {"postcode": ""}])
def test_without_a_trade_or_a_place_nothing_is_asked(less, remote, connect) -> None:
    with pytest.raises(Refused):
        connect.first_dates(**PLUMBER | less)
    assert not remote.requests


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer({"Message": "No such skill."}, 400), Refused),
        (answer({}, 400), Unavailable),
        (answer({"Message": "An error has occurred."}, 500), Unavailable),
        (answer({}, 429), Unavailable),
        (answer({"Message": "x"}, 404), Unavailable),
        (answer(None, 404), Unavailable),
        (answer(None), Unavailable),
        (answer([]), Unavailable),
        (answer({"Message": "x"}), Unavailable),
        (page(), Unavailable),
        (sending(b""), Unavailable),
        (sending(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), Unavailable),
    ],
)
def test_nothing_hangs_on_it_so_it_is_never_unknown(reply, kind, remote, connect) -> None:
    remote.on(ASK, reply)
    with pytest.raises(kind) as error:
        connect.first_dates(**PLUMBER)
    assert type(error.value) is kind


@pytest.mark.parametrize(
    "body",
    [
        {"PlanningWindows": 3, "AvailabilityPlanningWindows": "x"},
        grid((3, "soon", 1), (99, "2026-05-07", 1), (3, "2026-05-07", 9)),
        grid(),
        {"Availability": None, "PlanningWindows": [], "AvailabilityPlanningWindows": None},
    ],
)
def test_an_odd_grid_offers_nothing(body, remote, connect) -> None:
    remote.on(ASK, answer(body))
    assert connect.first_dates(**PLUMBER).slots == ()
