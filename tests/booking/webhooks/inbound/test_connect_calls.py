"""Connect calls us over real HTTP: all seven events, lost, twice and out of order; it hears how we got on."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from booking import standing, tasks
from booking.models import Hook, Order
from booking.models.hook import AnswerState, Outcome
from tests.booking import flow
from tests.booking.pretend import Pretend
from tests.booking.webhooks.inbound.conftest import HOOK, PATH, SECRET

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def aim(connect: Pretend, settings: Any, live_server: Any) -> Callable[..., None]:
    """Connect calls the address that it was given, as unreliably as it was asked to."""

    def call_us(*, method: str = "secret", **how: Any) -> None:
        hook = HOOK | {"hook_method": method}
        settings.SCHEDULERS = {"connect": settings.SCHEDULERS["connect"] | {"hook": hook}}
        target = {"url": f"{live_server.url}/hooks/{PATH}/", "secret": SECRET, "proof": method}
        control(connect, "callbacks", **target | how)

    return call_us


def control(connect: Pretend, verb: str, **body: Any) -> Any:
    answer = requests.post(f"{connect.url}/_control/{verb}", json=body, timeout=20)
    answer.raise_for_status()
    return answer.json()


def follow(connect: Pretend) -> list[dict[str, Any]]:
    """Everything has been called and read; the log of the calls."""
    log = control(connect, "callbacks/flush")
    flow.reread_due()
    tasks.settle_hooks()
    tasks.answer_hooks("connect")
    return log


def heard(connect: Pretend) -> list[dict[str, Any]]:
    return requests.get(f"{connect.url}/_control/state", timeout=5).json()["callbacks"]


def move(connect: Pretend, order: Order) -> Any:
    date = connect.other_day(order.appointments.live().get().date)
    connect.staff("move", order.number, date=date.isoformat(), window=flow.any_window(connect))
    return date


@pytest.mark.parametrize("method", ["secret", "hmac"])
def test_a_visit_that_staff_move_is_read_at_once_and_connect_hears_so(connect, aim, told, method):
    order = flow.booked_order()
    aim(method=method)
    date = move(connect, order)
    (call,) = follow(connect)
    assert (call["event"], call["status"]) == ("ReAppointment", 202)
    assert order.appointments.live().get().date == date
    assert told[-1] == ("appointment.moved", date.isoformat())
    (answer,) = heard(connect)
    assert (answer["CloudExternalId"], answer["StatusCode"]) == (call["body"]["CloudExternalId"], 200)


def test_all_seven_events_are_understood(connect, aim, settings):
    order = flow.booked_order()
    aim()
    events = [
        *("OrderCompleted", "NewAppointment", "ReAppointment", "FollowOnAppointment"),
        *("VisitCompleted", "VisitDeleted", "VisitShelved"),
    ]
    for event in events:
        control(connect, "callbacks/send", event=event, order=order.number)
    log = follow(connect)
    assert [(call["event"], call["status"]) for call in log] == [(event, 202) for event in events]
    assert set(Hook.objects.values_list("outcome", "answer")) == {(Outcome.READ, AnswerState.GIVEN)}
    assert order.appointments.live().count() == 1


def test_twice_and_out_of_order_end_in_what_connect_has_and_are_told_once(connect, aim, told):
    order = flow.booked_order()
    aim(duplicates=1.0, reorder=4)
    visit = order.appointments.get().visit
    move(connect, order)
    date = connect.other_day(connect.other_day(order.appointments.get().date))
    connect.staff("move", order.number, date=date.isoformat(), window=flow.any_window(connect))
    connect.staff("complete", order.number, visit=visit)
    log = follow(connect)
    assert len(log) > 3
    Order.objects.update(read_due_at=flow.now() - standing.HINT_GAP)
    tasks.read_round("connect", "0")
    seen = order.appointments.get(visit=visit)
    assert (seen.state, seen.date) == ("completed", date)
    assert [event for event, _ in told].count("appointment.moved") <= 1
    assert len(heard(connect)) == len({call["body"]["CloudExternalId"] for call in log})


def test_what_is_lost_is_found_by_reading_within_a_quarter_of_an_hour(connect, aim, told):
    order = flow.booked_order()
    aim(loss=1.0)
    date = move(connect, order)
    assert [call["fate"] for call in follow(connect)] == ["lost"]
    assert not Hook.objects.exists()
    flow.pass_time(minutes=13)
    tasks.read_round("connect", "0")
    assert order.appointments.live().get().date == date
    assert told[-1] == ("appointment.moved", date.isoformat())


def test_while_connect_cannot_be_told_nothing_is_lost_and_nothing_waits(connect, aim):
    order = flow.booked_order()
    aim()
    connect.fault("POST ResponseCallback", "status", status=503, times=1)
    date = move(connect, order)
    follow(connect)
    assert order.appointments.live().get().date == date
    assert Hook.objects.get().answer == AnswerState.OWED
    Hook.objects.update(answer_due_at=flow.now())
    tasks.answer_hooks("connect")
    assert Hook.objects.get().answer == AnswerState.GIVEN
    assert len(heard(connect)) >= 1
