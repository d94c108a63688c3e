"""The hop into Connect's own screen: a key made on the click, used once and kept nowhere."""

import io
import logging
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import requests
from celery import current_app
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from booking import sandbox as sandboxes
from booking.models import Order
from booking.sandbox import Sandbox
from booking.schedulers.base import Screen
from portal import jump
from portal.models import Person, Repair
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    running = sandboxes.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def connect(sandbox: Sandbox, settings: Any) -> Sandbox:
    sandbox.connect.reset()
    cast.point_at(settings, sandbox)
    return sandbox


@pytest.fixture
def tenant(client: Client) -> Person:
    person = cast.add_tenant()
    client.force_login(person)
    return person


@pytest.fixture
def repair(tenant: Person) -> Repair:
    return cast.add_repair(cast.add_home(), tenant, cast.add_order())


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(cast.add_officer())
    return client


def hop(client: Client, repair: Repair, **data: str) -> Any:
    return client.post(f"/repairs/{repair.pk}/connect/", data)


def framed(response: Any) -> str:
    found = re.search(r'<iframe[^>]*src="([^"]+)"', response.content.decode(), re.DOTALL)
    assert found
    return unescape(found[1])


def accounts(connect: Sandbox) -> list[Any]:
    return [call for call in connect.connect.ledger.read() if "UserAccount" in call["call"]]


def test_the_screen_opens_in_a_frame_for_the_tenants_own_order(
    client: Client, repair: Repair, connect: Sandbox
) -> None:
    response = hop(client, repair)
    way = framed(response)
    assert way.startswith(connect.url + "/jump/")
    assert "screen=book&order=TP-AAAAA-BBBBB" in way
    assert b'sandbox="allow-forms allow-scripts allow-same-origin"' in response.content
    assert b'referrerpolicy="no-referrer"' in response.content


def test_that_page_alone_may_frame_and_post_to_that_host_alone(
    client: Client, repair: Repair, connect: Sandbox
) -> None:
    policy = hop(client, repair)["Content-Security-Policy"]
    parts = dict(part.partition(" ")[::2] for part in policy.split("; "))
    assert parts["frame-src"] == connect.url
    assert parts["form-action"] == f"'self' {connect.url}"
    assert parts["frame-ancestors"] == "'none'"
    other = client.get("/emergency/")["Content-Security-Policy"]
    assert "frame-src" not in other
    assert connect.url not in other


def test_nobody_keeps_the_page_and_no_other_host_learns_where_it_was(client: Client, repair: Repair) -> None:
    response = hop(client, repair)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer, same-origin"


def test_a_new_tab_gets_a_way_in_of_its_own(client: Client, repair: Repair, connect: Sandbox) -> None:
    first = framed(hop(client, repair))
    response = hop(client, repair, where="tab")
    assert response.status_code == 302
    assert response["Location"].startswith(connect.url + "/jump/")
    assert response["Location"] != first
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_looking_makes_no_key(client: Client, repair: Repair, connect: Sandbox) -> None:
    for path in ("connect/", "connect/finished/"):
        response = client.get(f"/repairs/{repair.pk}/{path}")
        assert response.url == f"/repairs/{repair.pk}/"
    assert accounts(connect) == []


def test_a_forged_click_makes_no_key(repair: Repair, connect: Sandbox) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(repair.reported_by)
    assert strict.post(f"/repairs/{repair.pk}/connect/").status_code == 403
    assert accounts(connect) == []


def test_somebody_elses_repair_is_not_there(client: Client, repair: Repair, connect: Sandbox) -> None:
    stranger = cast.add_tenant("stranger@riverside.example")
    cast.add_repair(cast.add_home("P-9", line1="9 Mill Lane"), stranger)
    client.force_login(stranger)
    assert hop(client, repair).status_code == 404
    assert client.post(f"/repairs/{repair.pk}/connect/finished/").status_code == 404
    assert accounts(connect) == []


@pytest.mark.parametrize(
    "facts",
    [{"state": "cancelled"}, {"state": "raising"}, {"supplier": "SUP-1", "fulfilment": "handed_over"}],
)
def test_only_an_open_order_of_our_own_team_opens_the_screen(
    client: Client, repair: Repair, connect: Sandbox, facts: dict[str, str]
) -> None:
    Order.objects.update(**facts)
    assert hop(client, repair).url == f"/repairs/{repair.pk}/"
    assert accounts(connect) == []


def test_while_a_booking_is_being_settled_nobody_books_beside_it(
    client: Client, repair: Repair, connect: Sandbox
) -> None:
    cast.add_command(repair.order, state="planned")
    assert hop(client, repair).url == f"/repairs/{repair.pk}/"
    assert accounts(connect) == []


def test_with_an_appointment_it_is_the_appointments_that_open(client: Client, repair: Repair) -> None:
    cast.add_appointment(repair.order)
    assert "screen=appointments" in framed(hop(client, repair))


def test_where_no_address_is_set_there_is_no_hop(
    client: Client, repair: Repair, connect: Sandbox, settings: Any
) -> None:
    cast.point_at(settings, connect, jump_url="")
    assert hop(client, repair).url == f"/repairs/{repair.pk}/"
    assert jump.open(repair.reported_by, screen=Screen.BOOK, number="TP-1") is None
    assert accounts(connect) == []


@pytest.mark.parametrize(
    "fault", [None, {"call": "POST UserAccount", "kind": "status", "status": 400, "times": 2}]
)
def test_a_remote_that_does_not_let_us_in_is_an_apology_with_a_number_to_call(
    client: Client, repair: Repair, connect: Sandbox, settings: Any, fault: dict[str, Any] | None
) -> None:
    if fault is None:
        cast.point_at(settings, None)
    else:
        connect.connect.faults.add(sandboxes.faults.Fault(**fault))
    for data in ({}, {"where": "tab"}):
        response = hop(client, repair, **data)
        assert response.status_code == 503
        assert settings.LANDLORD_PHONE in response.content.decode()


def test_each_person_has_an_account_of_their_own_for_ever(tenant: Person, settings: Any) -> None:
    mine, same = jump.remote_user(tenant), jump.remote_user(Person.objects.get(pk=tenant.pk))
    other = jump.remote_user(cast.add_tenant("other@riverside.example"))
    assert mine.user_name == same.user_name != other.user_name
    assert len(mine.user_name) <= 64
    settings.ORDER_NUMBER_PREFIX = "QA"
    assert jump.remote_user(tenant).user_name != mine.user_name


def test_the_key_is_kept_nowhere(
    client: Client,
    repair: Repair,
    connect: Sandbox,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    known = set(connect.connect.state.jump_tokens)
    hop(client, repair)
    hop(client, repair, where="tab")
    client.post(f"/repairs/{repair.pk}/connect/finished/")
    tokens = set(connect.connect.state.jump_tokens) - known
    assert len(tokens) == 2
    kept = [caplog.text, str(client.cookies), str(dict(client.session)), str(cache._cache)]
    kept += capsys.readouterr()
    dump = io.StringIO()
    call_command("dumpdata", "--all", stdout=dump)
    kept.append(dump.getvalue())
    assert not [token for token in tokens for text in kept if token in text]


def test_finished_has_the_order_read_again_and_the_truth_is_here(
    client: Client, repair: Repair, connect: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    nudges: list[tuple[str, ...]] = []
    monkeypatch.setattr(current_app, "send_task", lambda task, args, **_: nudges.append((task, *args)))
    response = client.post(f"/repairs/{repair.pk}/connect/finished/")
    assert response.url == f"/repairs/{repair.pk}/"
    assert nudges == [("booking.reread", str(repair.order_id))]
    due = Order.objects.get().read_due_at
    assert due is not None
    assert due <= timezone.now()


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        ({"screen": "book", "number": "X-1"}, "screen=book&order=X-1&property="),
        ({"screen": "appointments", "number": "X-1"}, "screen=appointments&order=X-1&property="),
        ({"screen": "orders", "home": "P-1003"}, "screen=orders&order=&property=P-1003"),
    ],
)
def test_an_officer_opens_each_of_the_three_screens(
    officer: Client, data: dict[str, str], asked: str
) -> None:
    way = framed(officer.post("/officers/screen/", data))
    assert way.endswith(asked)
    assert requests.get(way, timeout=5).status_code == 200
    assert requests.get(way, timeout=5).status_code == 403, "the key opens once"


def test_an_officer_comes_back_to_the_review(officer: Client) -> None:
    cast.add_order()
    response = officer.post("/officers/screen/finished/", {"screen": "book", "number": "TP-AAAAA-BBBBB"})
    assert response.url == "/officers/?number=TP-AAAAA-BBBBB"
    assert Order.objects.get().read_due_at is not None


@pytest.mark.parametrize("data", [{}, {"screen": "orders"}, {"screen": "admin", "number": "X-1"}])
def test_half_a_question_opens_nothing(officer: Client, connect: Sandbox, data: dict[str, str]) -> None:
    assert officer.post("/officers/screen/", data).url == "/officers/"
    assert accounts(connect) == []
