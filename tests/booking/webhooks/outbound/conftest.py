"""An endpoint on this very machine, and a clock that is moved by hand."""

import datetime as dt
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.db.models import F

from booking import switches
from booking.models import Delivery, Endpoint, Order
from booking.webhooks.outbound import events, secrets, sending
from tests.booking import flow
from tests.booking.webhooks.outbound import receiver as machines
from tests.booking.webhooks.outbound.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with machines.running() as started:
        yield started


@pytest.fixture
def order(transactional_db) -> Order:
    return flow.raise_order()


@pytest.fixture
def another_session(transactional_db) -> Iterator[psycopg.Connection]:
    """A second writer, whose transactions are as open as the test wants them."""
    facts = connection.get_connection_params()
    names = {name: facts[name] for name in ("dbname", "user", "password", "host", "port") if facts.get(name)}
    with psycopg.connect(**names) as other:
        yield other
        other.rollback()


@pytest.fixture
def on(transactional_db, settings) -> None:
    """Webhooks are switched on, and may go to this machine."""
    settings.WEBHOOK_LOOPBACK = True
    switches.turn("webhooks", on=True, by="person:1")


@pytest.fixture
def endpoint(on, receiver) -> Endpoint:
    return add_endpoint(receiver.url)


def add_endpoint(url: str, **facts: object) -> Endpoint:
    wanted = {"name": f"Other system {url}", "url": url, "types": list(events.PUBLIC)}
    return Endpoint.objects.create(**wanted | {"secret": secrets.new()} | facts)


def tell_all(endpoint: Endpoint, *, most: int = 50) -> int:
    """A worker sends what is due, until nothing is; how many were sent."""
    for sent in range(most):
        if not sending.tell(str(endpoint.pk)):
            return sent
    raise AssertionError("it never ends")


def pass_time(**span: float) -> None:
    """So much later, as far as the rows can tell."""
    delta = dt.timedelta(**span)
    Delivery.objects.update(due_at=F("due_at") - delta, lease_until=F("lease_until") - delta)
    Endpoint.objects.update(
        resting_until=F("resting_until") - delta, previous_until=F("previous_until") - delta
    )
