"""Endpoints in the admin site: a secret shown once, buttons for what is done by hand, attempts to look at."""

import datetime as dt
import re
import socket
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.utils import timezone
from standardwebhooks import Webhook

from booking import events, switches
from booking.events import Event
from booking.models import Delivery, Endpoint, LoggedEvent
from booking.webhooks.outbound import secrets
from portal.models import Person
from tests.booking.webhooks.outbound.conftest import add_endpoint, tell_all

pytestmark = pytest.mark.django_db(transaction=True)
ENDPOINTS = "/admin/booking/endpoint/"
DELIVERIES = "/admin/booking/delivery/"


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(Person.objects.create_superuser("boss@riverside.example", name="Bo Boss"))
    return client


@pytest.fixture
def looker(client: Client) -> Client:
    """May look, and no more."""
    person = Person.objects.create_user("looker@riverside.example", name="Lo Looker", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(person)
    return client


def press(client: Client, endpoint: Endpoint, verb: str, **facts: Any) -> str:
    page = f"{ENDPOINTS}{endpoint.pk}/"
    address = page + ("rotate/" if verb == "rotate" else f"do/{verb}/")
    return client.post(address, facts, follow=True).content.decode()


def new_secret(page: str) -> str:
    return re.search(r"whsec_[A-Za-z0-9+/=]+", page)[0]


def test_a_new_endpoint_shows_its_secret_once_and_nothing_of_it_is_stored(boss, on, receiver, order):
    facts = {"name": "CRM", "url": receiver.url, "types": ["order.raised", "order.cancelled"]}
    answer = boss.post(ENDPOINTS + "add/", facts)
    secret = new_secret(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    endpoint = Endpoint.objects.get()
    assert secret not in str(Endpoint.objects.values().get())
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    assert Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    for page in (ENDPOINTS, f"{ENDPOINTS}{endpoint.pk}/change/"):
        shown = boss.get(page).content.decode()
        assert "whsec_" not in shown
        assert endpoint.secret not in shown


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hooks.example.com/", "must begin with https://"),
        ("https://u:p@hooks.example.com/", "a user name or a password"),
        ("https://10.0.0.1/", "must name a host on the public internet"),
    ],
)
def test_an_address_that_we_do_not_send_to_is_refused_in_words(boss, url, said):
    answer = boss.post(ENDPOINTS + "add/", {"name": "CRM", "url": url, "types": ["order.raised"]})
    assert said in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_a_name_that_leads_inside_is_refused_when_it_is_typed_in(boss, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.1", 443))])
    facts = {"name": "CRM", "url": "https://hooks.example.com/", "types": ["order.raised"]}
    page = boss.post(ENDPOINTS + "add/", facts).content.decode()
    assert "leads into a private network" in page


def test_a_type_that_is_ours_alone_cannot_be_chosen(boss):
    facts = {"name": "CRM", "url": "https://hooks.example.com/", "types": ["staff.needed"]}
    assert (
        "staff.needed is not one of the available choices"
        in boss.post(ENDPOINTS + "add/", facts).content.decode()
    )


def test_what_a_worker_writes_meanwhile_is_not_overwritten_by_a_form(boss, endpoint, monkeypatch):
    lookup = socket.getaddrinfo

    def meanwhile(*asked: Any, **more: Any) -> Any:
        Endpoint.objects.update(failures=4, active=False)
        connection.close()
        return lookup(*asked, **more)

    # While the form is being checked.
    monkeypatch.setattr(socket, "getaddrinfo", meanwhile)
    facts = {"name": "Another name", "url": endpoint.url, "types": ["order.raised"]}
    boss.post(f"{ENDPOINTS}{endpoint.pk}/change/", facts)
    assert list(Endpoint.objects.values_list("name", "types", "failures", "active")) == [
        ("Another name", ["order.raised"], 4, False)
    ]


def test_another_address_begins_anew(boss, endpoint):
    Endpoint.objects.update(failures=4, resting_until=timezone.now())
    facts = {"name": endpoint.name, "url": endpoint.url + "&x=1", "types": endpoint.types}
    boss.post(f"{ENDPOINTS}{endpoint.pk}/change/", facts)
    assert list(Endpoint.objects.values_list("failures", "resting_until")) == [(0, None)]


def test_a_new_secret_is_shown_once_and_pressing_twice_does_not_lose_the_one_in_use(boss, endpoint):
    first = new_secret(press(boss, endpoint, "rotate"))
    second = new_secret(press(boss, endpoint, "rotate"))
    now = Endpoint.objects.get()
    assert first != second
    assert secrets.show(now.secret) == second
    assert now.previous_secret == endpoint.secret
    press(boss, endpoint, "forget")
    assert Endpoint.objects.get().previous_secret == ""


def test_a_test_is_sent_and_every_attempt_can_be_looked_at(boss, endpoint, receiver):
    receiver.answer(418, body=b"<b>I am a teapot</b>")
    assert "A test is on its way" in press(boss, endpoint, "ping")
    tell_all(endpoint)
    page = boss.get(f"{DELIVERIES}{Delivery.objects.get().pk}/change/").content.decode()
    assert "418" in page
    assert "&lt;b&gt;I am a teapot" in page


def test_one_delivery_is_sent_again_from_its_page(boss, endpoint, receiver, order):
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    chosen = {"action": "send_again", "_selected_action": str(Delivery.objects.get().pk)}
    assert "Deliveries sent again: 1." in boss.post(DELIVERIES, chosen, follow=True).content.decode()
    assert Delivery.objects.last().by.startswith("person:")
    tell_all(endpoint)
    assert len(receiver.got) == 2


def test_what_happened_since_a_moment_is_told_again(boss, endpoint, order):
    events.record(Event.ORDER_RAISED, order)
    Delivery.objects.all().delete()
    since = timezone.localtime() - dt.timedelta(hours=1)
    assert "Events told again: 1." in press(boss, endpoint, "replay", since=since.strftime("%Y-%m-%dT%H:%M"))
    assert "Enter the day and the time" in press(boss, endpoint, "replay", since="yesterday")
    assert Delivery.objects.count() == 1


def test_switched_off_by_410_it_says_so_and_a_button_switches_it_on(boss, endpoint, receiver, order):
    receiver.answer(410)
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    page = boss.get(f"{ENDPOINTS}{endpoint.pk}/change/").content.decode()
    assert "It answered 410 Gone" in page
    assert "Switched on." in press(boss, endpoint, "switch-on")
    assert "Switched off." in press(boss, endpoint, "switch-off")
    assert not Endpoint.objects.get().active


def test_while_webhooks_are_switched_off_the_pages_say_so(boss, endpoint):
    switches.turn("webhooks", on=False, by="person:1")
    assert "held until the owner" in boss.get(f"{ENDPOINTS}{endpoint.pk}/change/").content.decode()
    assert "it waits until the owner" in press(boss, endpoint, "ping")


def test_who_pressed_what_is_written_down(boss, endpoint):
    press(boss, endpoint, "rotate")
    press(boss, endpoint, "switch-off")
    said = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert [text.split(".")[0] for text in said] == ["A new secret", "Switched off"]


def test_somebody_who_may_only_look_sees_no_button_and_presses_none(looker, endpoint, order):
    events.record(Event.ORDER_RAISED, order)
    delivery = Delivery.objects.get()
    for page in (f"{ENDPOINTS}{endpoint.pk}/change/", f"{DELIVERIES}{delivery.pk}/change/"):
        shown = looker.get(page)
        assert shown.status_code == 200
        assert b"Send " not in shown.content
    for verb in ("rotate", "do/ping", "do/switch-off", "do/replay"):
        assert looker.post(f"{ENDPOINTS}{endpoint.pk}/{verb}/").status_code == 403
    looker.post(DELIVERIES, {"action": "send_again", "_selected_action": str(delivery.pk)})
    assert Delivery.objects.count() == 1
    assert Endpoint.objects.get().secret == endpoint.secret


def test_no_button_works_by_a_link_or_by_another_name(boss, endpoint):
    assert boss.get(f"{ENDPOINTS}{endpoint.pk}/rotate/").status_code == 405
    assert boss.get(f"{ENDPOINTS}{endpoint.pk}/do/ping/").status_code == 405
    assert boss.post(f"{ENDPOINTS}{endpoint.pk}/do/explode/").status_code == 404
    assert not Delivery.objects.exists()


def test_an_endpoint_with_a_past_is_not_deleted(boss, endpoint, order):
    events.record(Event.ORDER_RAISED, order)
    boss.post(f"{ENDPOINTS}{endpoint.pk}/delete/", {"post": "yes"})
    assert Endpoint.objects.exists()


@pytest.mark.parametrize("model", ["endpoint", "delivery", "loggedevent"])
def test_a_list_needs_few_queries_and_each_row_opens(boss, on, order, django_assert_max_num_queries, model):
    for number in range(20):
        add_endpoint(f"https://hooks{number}.example/")
        events.record(Event.ORDER_CANCELLED, order)
    address = f"/admin/booking/{model}/"
    with django_assert_max_num_queries(12):
        assert boss.get(address, {"q": order.number if model != "endpoint" else "hooks"}).status_code == 200
    row = {"endpoint": Endpoint, "delivery": Delivery, "loggedevent": LoggedEvent}[model].objects.first()
    assert boss.get(f"{address}{row.pk}/change/").status_code == 200
