"""The whole path, once, against a remote that behaves."""

import datetime as dt

from booking.schedulers.base import Scheduler, Screen, VisitState
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import Remote, answer


def test_an_order_is_raised_read_offered_booked_and_cancelled(remote: Remote, connect: Scheduler) -> None:
    remote.on("POST /api/SalesOrder", answer({}, 201))
    remote.on("GET /api/SalesOrder", answer(samples.SALES_ORDER))
    remote.on("GET /api/Availability", answer(samples.grid((3, "2026-05-07T00:00:00", 2))))
    remote.on("POST /api/Booking", answer(samples.BOOKED))
    remote.on(
        "GET /api/BookingSummary", answer({"Customer": {"Name": "Ada"}, "Appointments": [samples.VISIT]})
    )
    remote.on("PATCH /api/SalesOrder", answer({}))

    connect.raise_order(samples.ORDER)
    order = connect.read_order(samples.NUMBER)
    offer = connect.offer(samples.NUMBER, since=dt.date(2026, 5, 5))
    booked = connect.book(samples.BOOKING)
    summary = connect.visits(number=samples.NUMBER)
    connect.cancel_order(samples.NUMBER, reason="It is fixed")

    assert order is not None
    assert (order.number, order.cancelled, order.remote_id, order.status) == (
        samples.NUMBER,
        False,
        "C-77",
        0,
    )
    assert [(slot.date, slot.window.name, slot.preferred) for slot in offer.slots] == [
        (samples.DAY, "MORNING", True)
    ]
    assert (booked.visit, booked.date, booked.window.name) == ("V-9", samples.DAY, "MORNING")
    [visit] = summary.visits
    assert (visit.id, visit.state, visit.result, visit.live) == ("V-9", VisitState.BOOKED, None, True)
    assert (visit.date, visit.start, visit.end) == (samples.DAY, dt.time(8), dt.time(12, 59))
    assert len(remote.calls("POST /token")) == 1


def test_a_contractor_takes_an_order(remote: Remote, connect: Scheduler) -> None:
    remote.on(
        "POST /api/BookSubContractorOrder",
        answer(
            {"PrimaryOrderNumber": samples.NUMBER, "SupplierExternalId": "S1", "SupplierName": "Fences Ltd"}
        ),
    )
    assert connect.hand_over(samples.NUMBER, supplier="S1").supplier_name == "Fences Ltd"


def test_warnings_never_come_through(remote: Remote, connect: Scheduler) -> None:
    remote.on("GET /api/SalesOrder", answer(samples.SALES_ORDER))
    assert "dog" not in repr(connect.read_order(samples.NUMBER))


def test_planning_windows_are_asked_for_once_an_hour(remote: Remote, connect: Scheduler, now) -> None:
    remote.on("GET /api/PlanningWindow", answer([samples.WINDOW]))
    assert connect.windows() == connect.windows()
    assert len(remote.calls("GET /api/PlanningWindow")) == 1
    now.pass_by(3601)
    connect.windows()
    assert len(remote.calls("GET /api/PlanningWindow")) == 2


def test_no_jump_address_means_no_jump_and_no_call(remote: Remote, connect: Scheduler) -> None:
    assert connect.jump(samples.USER, screen=Screen.BOOK) is None
    assert not remote.requests
