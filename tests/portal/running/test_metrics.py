"""Figures: for whoever has the token, true for all processes together, bounded, and cheap."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from booking import remote
from booking.models import Command, Delivery, Endpoint, Hook, Order
from booking.schedulers.base import Unavailable
from portal.models import Message, Tally
from portal.running import tally
from portal.running.checks import check_token
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-the-figures"


@pytest.fixture(autouse=True)
def _counted_from_nothing(settings: Any) -> Iterator[None]:
    settings.METRICS_TOKEN = TOKEN
    cache.clear()
    tally.forget()
    yield
    tally.forget()
    remote._build.cache_clear()


def read(client: Client) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels, by the labels' names."""
    response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    families = text_string_to_metric_families(response.content.decode())
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def ago(**span: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(**span)


# --- who may read ---
def test_without_a_token_in_the_settings_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_nothing_is_told(client: Client, given: str) -> None:
    response = client.get("/metrics", headers={"authorization": given})
    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.parametrize(
    ("token", "fine"),
    [("", True), ("0f8fad5bd9cb469fa165708", False), ("0f8fad5bd9cb469fa1657086", True), ("a" * 40, False)],
)
def test_a_token_that_somebody_could_guess_is_found(settings: Any, token: str, fine: bool) -> None:
    settings.METRICS_TOKEN = token
    assert (check_token() == []) is fine


# --- what they say ---
def test_writes_that_are_not_settled_are_told_by_state_and_system_with_the_age_of_the_oldest(
    client: Client,
) -> None:
    for number, (state, hours) in enumerate(
        [("planned", 1), ("planned", 2), ("needs_staff", 5), ("confirmed", 9)]
    ):
        order = cast.add_order(f"TP-AAAAA-{number}")
        cast.add_command(order, kind="raise", state=state)
        Command.objects.filter(order=order).update(created_at=ago(hours=hours))
    told = read(client)
    assert told["portal_commands", "planned", "connect"] == 2
    assert told["portal_commands_oldest_seconds", "planned", "connect"] == pytest.approx(7200, abs=60)
    assert told["portal_commands", "needs_staff", "connect"] == 1
    assert told["portal_commands", "unknown", "connect"] == 0
    assert not any("confirmed" in name for name in told)


def test_a_system_that_the_settings_do_not_name_any_more_is_another(client: Client) -> None:
    order = cast.add_order(scheduler="gone")
    cast.add_command(order, kind="raise", state="planned")
    assert read(client)["portal_commands", "planned", "other"] == 1


def test_what_waits_is_told(client: Client) -> None:
    Message.objects.create(key="1", to="a@example.org", subject="s", body="b")
    Message.objects.update(created_at=ago(minutes=10))
    Message.objects.create(key="2", to="a@example.org", subject="s", body="b", sent_at=timezone.now())
    Delivery.objects.create(endpoint=Endpoint.objects.create(name="e", url="https://e.example"), message="m")
    Hook.objects.create(system="connect", digest="d", outcome="waiting")
    told = read(client)
    assert (
        told["portal_messages_waiting",]
        == told["portal_deliveries_waiting",]
        == told["portal_hooks_waiting",]
        == 1
    )
    assert told["portal_messages_oldest_seconds",] == pytest.approx(600, abs=60)


def test_reads_that_are_overdue_are_told(client: Client) -> None:
    cast.add_order("TP-1", read_due_at=ago(minutes=5))
    cast.add_order("TP-2", read_due_at=timezone.now() + dt.timedelta(hours=1))
    told = read(client)
    assert told["portal_reads_overdue", "connect"] == 1
    assert told["portal_reads_oldest_seconds", "connect"] == pytest.approx(300, abs=60)


@pytest.mark.django_db(transaction=True)
def test_calls_of_a_system_and_its_breaker_are_told(client: Client, settings: Any) -> None:
    cast.point_at(settings, None)
    for _ in range(6):
        with pytest.raises(Unavailable):
            remote.scheduler("connect").read_order("TP-1")
    told = read(client)
    assert told["portal_breaker_open", "connect"] == 1
    assert told["portal_remote_call_seconds_count", "unavailable", "connect", "read_order"] == 6
    assert told["portal_remote_call_seconds_bucket", "60.0", "unavailable", "connect", "read_order"] == 6
    assert told["portal_remote_call_seconds_sum", "unavailable", "connect", "read_order"] > 0


def test_answers_are_counted_by_class_of_status(client: Client) -> None:
    client.get("/privacy/")
    client.get("/nowhere/")
    told = read(client)
    assert told["portal_http_requests_total", "2xx"] == told["portal_http_requests_total", "4xx"] == 1
    assert told["portal_http_requests_total", "5xx"] == 0


def test_what_several_processes_have_counted_is_added_up(client: Client) -> None:
    for _ in range(3):
        tally.add("http", "2xx", amount=5)
        tally.write()
    assert read(client)["portal_http_requests_total", "2xx"] == 15


def test_what_the_database_cannot_take_now_is_written_later(monkeypatch: Any) -> None:
    from django.db import OperationalError

    def fail(*_: object) -> None:
        raise OperationalError

    tally.add("http", "2xx")
    with monkeypatch.context() as gone:
        gone.setattr(type(connection.copy()), "cursor", fail)
        tally.write()
    tally.add("http", "2xx")
    tally.write()
    assert Tally.objects.get().value == 2


def test_memory_holds_so_many_names_and_no_more(monkeypatch: Any) -> None:
    monkeypatch.setattr(tally, "MOST_NAMES", 3)
    for number in range(10):
        tally.add("http", str(number))
    tally.write()
    assert Tally.objects.count() == 3


# --- what they cost, and what they hide ---
def test_a_reading_costs_a_handful_of_queries_each_by_an_index(client: Client) -> None:
    orders = [cast.add_order(f"TP-{number}") for number in range(300)]
    commands = [
        Command(order=order, kind="raise", key=order.number, by="x", state="confirmed") for order in orders
    ]
    Command.objects.bulk_create(commands)
    message = {"to": "a@example.org", "subject": "s", "body": "b", "sent_at": timezone.now()}
    Message.objects.bulk_create([Message(key=str(n), **message) for n in range(300)])
    endpoint = Endpoint.objects.create(name="e", url="https://e.example")
    Delivery.objects.bulk_create(
        [Delivery(endpoint=endpoint, message=str(n), state="done") for n in range(300)]
    )
    Hook.objects.bulk_create([Hook(system="connect", digest=str(n), outcome="read") for n in range(300)])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(client)
    with connection.cursor() as cursor:
        # 300 rows fit into a page or two, which PostgreSQL would rather read whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ANALYZE")
        plans = []
        for query in asked.captured_queries:
            if " FROM " in query["sql"] and "portal_tally" not in query["sql"]:
                cursor.execute("EXPLAIN " + query["sql"])
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
    assert len(asked) <= 9
    assert len(plans) == 6
    assert not [plan for plan in plans if "Seq Scan" in plan]


def test_no_figure_names_an_order_or_a_person(client: Client) -> None:
    order = cast.add_order("TP-SECRE-TNUMB", read_due_at=ago(minutes=5))
    cast.add_command(order, kind="raise", state="unknown", unknown_since=timezone.now())
    response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    text = response.content.decode()
    assert not any(secret in text for secret in ("TP-SECRE", "Tess", cast.FORMER, str(order.pk)))
    assert Order.objects.count() == 1
