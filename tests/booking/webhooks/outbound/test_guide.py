"""docs/webhooks.md says what is so, and its example works."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from booking import events, tasks
from booking.events import Event
from booking.models import LoggedEvent
from booking.webhooks.outbound import checks, endpoints, keeping, secrets, sending, wire
from booking.webhooks.outbound.deliveries import PING
from booking.webhooks.outbound.events import PUBLIC

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = (Path(__file__).resolve().parents[4] / "docs/webhooks.md").read_text()


@pytest.fixture
def read_webhook() -> Any:
    """The function of the guide."""
    names: dict[str, Any] = {}
    exec(re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1], names)
    return names["read_webhook"]


def test_the_guides_example_reads_what_is_sent(endpoint, receiver, order, read_webhook):
    old = endpoint.secret
    endpoints.rotate(endpoint)
    endpoint.refresh_from_db()
    events.record(Event.ORDER_RAISED, order)
    tasks.tell_due()
    tasks.tell_endpoint(str(endpoint.pk))
    got = receiver.got[0]
    for mark in (old, endpoint.secret):
        assert read_webhook(secrets.show(mark), got.headers, got.body.encode())["type"] == "order.raised"


@pytest.mark.parametrize("wrong", ["secret", "body", "id", "time"])
def test_the_guides_example_takes_nothing_that_is_forged(endpoint, receiver, order, read_webhook, wrong):
    events.record(Event.ORDER_RAISED, order)
    tasks.tell_endpoint(str(endpoint.pk))
    headers, body = receiver.got[0].headers, receiver.got[0].body.encode()
    secret = secrets.show(secrets.new() if wrong == "secret" else endpoint.secret)
    if wrong == "body":
        body += b" "
    if wrong == "id":
        headers["webhook-id"] = "evt_another"
    if wrong == "time":
        headers["webhook-timestamp"] = "1"
    with pytest.raises(ValueError, match=r"too old|not signed"):
        read_webhook(secret, headers, body)


def test_the_guide_lists_every_type_and_every_error():
    listed = set(re.findall(r"^\| `([a-z_.]+)` \|", GUIDE, re.MULTILINE))
    assert {*PUBLIC, PING} <= listed
    errors = {name for _, name in wire._KINDS} | {"connection", "secret"}
    assert all(f"`{error}`" in GUIDE for error in errors)


def test_the_guides_figures_are_those_of_the_code():
    assert keeping.KEPT.days == 90
    assert (sending.MOST_TRIES, sending.AT_A_TIME, endpoints.OVERLAP.days) == (10, 2, 7)
    assert (wire.CONNECT_SECONDS, wire.TOTAL_SECONDS, wire.EXCERPT_BYTES) == (5, 15, 500)
    assert [pause / 3600 for pause in sending.PAUSES[3:]] == [2, 5, 10, 14, 20, 24]


def test_the_worker_deletes_what_is_old(endpoint, order):
    events.record(Event.ORDER_RAISED, order)
    tasks.purge_events()
    assert LoggedEvent.objects.exists()
    LoggedEvent.objects.update(created_at=F("created_at") - keeping.KEPT)
    tasks.purge_events()
    assert not LoggedEvent.objects.exists()


def test_production_is_told_not_to_send_to_itself(settings):
    assert checks.check_loopback() == []
    settings.WEBHOOK_LOOPBACK = True
    assert [finding.id for finding in checks.check_loopback()] == ["booking.E001"]
