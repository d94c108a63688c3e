"""An officer sees each unclear write with its evidence, and settles it in whichever direction is true."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as portal
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking import sandbox as sandboxes
from booking.models import Command, Order
from booking.models.outbox import Kind, State
from booking.sandbox import Sandbox
from portal.models import Message
from portal.officers import waiting
from tests.booking import flow
from tests.booking.pretend import Pretend
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2030, 1, 8)
WANTED = {"date": "2030-01-08", "start": "08:00", "end": "13:00", "window": "1", "name": "AM", "visit": ""}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    running = sandboxes.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def connect(sandbox: Sandbox, settings: Any) -> Pretend:
    sandbox.connect.reset()
    cache.clear()
    cast.point_at(settings, sandbox)
    return Pretend(sandbox.url, sandbox.api_url)


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(cast.add_officer())
    return client


def unclear(order: Order | None = None, **facts: Any) -> Command:
    usual: dict[str, Any] = {"payload": WANTED, "sends": 2, "looks": 5, "unknown_since": flow.now()}
    return cast.add_command(order or cast.add_order(), **usual | facts)


def page(client: Client) -> str:
    return client.get(reverse("officers-waiting")).content.decode()


def press(client: Client, name: str, row: Command | Order) -> str:
    return client.post(reverse(name, args=[row.pk]), follow=True).content.decode()


def test_what_was_asked_by_whom_and_how_often_stands_there_in_words(officer):
    asked_by = cast.add_tenant()
    evidence = {"call": "POST Booking", "status": 504, "body": "<html>Gateway", "sent": True}
    reason = "POST Booking answered 504."
    command = unclear(kind=Kind.MOVE, by=f"person:{asked_by.pk}", evidence=evidence, reason=reason)
    Command.objects.update(payload=WANTED | {"visit": "V-1", "from": "2030-01-07"})
    shown = page(officer)
    for words in (
        "Move an appointment from Monday 7 January 2030 to Tuesday 8 January 2030, 8am to 1pm",
        f"Tess Tenant, {timezone.localtime():%A}",
        "Twice, and since",
        "5 times<",
        reason,
        "POST Booking",
        "504 (no answer in time)",
        "&lt;html&gt;Gateway",
        str(command.pk),
    ):
        assert words in shown, words


@pytest.mark.parametrize(
    ("kind", "by", "words"),
    [
        (
            Kind.BOOK,
            "access:3",
            ["Book an appointment for Tuesday 8 January 2030", "another system, by the API"],
        ),
        (Kind.CANCEL, "person:99", ["Cancel the order", "person:99"]),
        (Kind.INVOICE, "person:1", ["Draft the contractor&#x27;s invoice"]),
    ],
)
def test_each_kind_of_write_is_named(officer, kind, by, words):
    unclear(kind=kind, by=by)
    shown = page(officer)
    assert [one for one in words if one not in shown] == []


def test_what_the_portal_still_looks_for_is_listed_with_its_age_and_no_button(officer):
    command = unclear(state="unknown", due_at=flow.now())
    shown = page(officer)
    assert "The portal is still looking" in shown
    assert "Looked for again" in shown
    assert command.order.number in shown
    assert "It did" not in shown
    assert waiting.page(before=waiting.Place(flow.now(), command.pk)).looking == []


def test_it_did_happen_takes_over_what_connect_shows(officer, connect):
    order = flow.open_order()
    slot, _ = flow.first_slot(order, nth=30)
    command = unclear(order, payload=flow.grid.dump_slot(slot) | {"visit": ""})
    assert "does not show it. Nothing was changed" in press(officer, "officers-happened", command)
    connect.staff("book", order.number, date=slot.date.isoformat(), window=slot.window.id)
    assert "settled as done" in press(officer, "officers-happened", command)
    assert [row.date for row in order.appointments.live()] == [slot.date]
    assert "settled already" in press(officer, "officers-happened", command)


def test_a_connect_that_is_away_settles_nothing(officer, settings):
    command = unclear()
    cast.point_at(settings, None)
    assert "cannot be asked just now" in press(officer, "officers-happened", command)
    command.refresh_from_db()
    assert command.state == State.NEEDS_STAFF


def test_what_connect_says_against_it_is_told(officer, connect):
    order = flow.open_order()
    slot, _ = flow.first_slot(order, nth=30)
    command = unclear(order, payload=flow.grid.dump_slot(slot) | {"visit": ""})
    for day in (slot.date, connect.other_day(slot.date)):
        connect.staff("book", order.number, date=day.isoformat(), window=slot.window.id)
    assert "more than one visit" in press(officer, "officers-happened", command)


def test_of_a_contractors_order_the_officers_word_counts(officer):
    command = unclear(kind=Kind.HAND_OVER, payload={})
    shown = page(officer)
    assert "It did happen\n" in shown or "It did happen<" in shown
    assert "settled as done" in press(officer, "officers-happened", command)
    command.refresh_from_db()
    assert command.state == State.CONFIRMED
    assert command.evidence["judged_by"].startswith("person:")


def test_what_connect_shows_now_is_a_fragment_or_a_page_of_its_own(officer, connect):
    order = flow.booked_order()
    path = reverse("officers-now", args=[order.pk])
    fragment = officer.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "Connect has the order" in fragment
    assert "Booked" in fragment
    assert "<html" not in fragment
    assert "</html>" in officer.get(path).content.decode()
    connect.staff("cancel_order", order.number)
    assert "it is cancelled there" in officer.get(path).content.decode()


def test_an_order_that_connect_does_not_know_is_said_plainly(officer, settings):
    path = reverse("officers-now", args=[cast.add_order().pk])
    assert "knows no order" in officer.get(path).content.decode()
    cast.point_at(settings, None)
    assert "cannot be asked just now" in officer.get(path).content.decode()


def test_two_visits_are_alarmed_once_seen_to_and_gone_when_one_is_left(officer, connect):
    order = flow.booked_order()
    [first] = order.appointments.all()
    second = connect.other_day(first.date)
    made = connect.staff("book", order.number, date=second.isoformat(), window=flow.any_window(connect))
    for _ in range(3):
        flow.reread(order)
    letters = Message.objects.filter(to=portal.LANDLORD_REPAIRS_EMAIL)
    assert [letter.body.count("more than one live visit") for letter in letters] == [1]
    assert reverse("officers-waiting") in letters[0].body
    shown = page(officer)
    assert "two live visits" in shown
    assert f"{second.day} {second:%B %Y}" in shown
    assert "it is with you" in press(officer, "officers-see-to", order)
    assert "Olive Officer sees to it" in page(officer)
    assert "sees to it already" in press(officer, "officers-see-to", order)
    connect.staff("cancel", order.number, visit=made["id"])
    press(officer, "officers-read-again", order)
    flow.reread_due()
    order.refresh_from_db()
    assert (order.concern, order.concern_with) == ("", "")
    assert "Nothing needs a person now" in page(officer)


def test_an_order_that_connect_has_lost_is_cancelled_here_as_well(officer, connect):
    order = flow.booked_order()
    Order.objects.filter(pk=order.pk).update(number="TP-GONE1-GONE2")
    flow.reread(order)
    assert "does not know the order any more" in page(officer)
    assert "being cancelled here as well" in press(officer, "officers-call-off", order)
    flow.drain()
    order.refresh_from_db()
    assert order.state == "cancelled"
    flow.reread(order)
    assert "Nothing needs a person now" in page(officer)


def test_an_order_that_is_there_after_all_is_taken_over(officer, connect):
    order = flow.open_order()
    Order.objects.update(state="refused")
    Command.objects.update(state="refused", settled_at=flow.now())
    flow.reread(order)
    assert "Take the order over" in page(officer)
    press(officer, "officers-happened", order.commands.get())
    order.refresh_from_db()
    assert order.is_open


@pytest.mark.parametrize("name", ["happened", "see-to", "read-again", "call-off", "now"])
def test_to_a_tenant_none_of_this_exists(client, name):
    command = unclear()
    client.force_login(cast.add_tenant())
    pk = command.pk if name == "happened" else command.order_id
    path = reverse(f"officers-{name}", args=[pk])
    answer = client.get(path) if name == "now" else client.post(path)
    assert answer.status_code == 404
    command.refresh_from_db()
    assert command.state == State.NEEDS_STAFF
