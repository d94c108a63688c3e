"""The remote is called with empty hands: no transaction open, no database connection held."""

import pytest
from django.db import connection, transaction

from booking import appointments, outbox, remote, visits
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_use(monkeypatch):
    """The pooled connections that were taken since, and have not been handed back."""
    connection.close()
    pool, taken = connection.pool, []
    take, hand_back = pool.getconn, pool.putconn
    monkeypatch.setattr(pool, "getconn", lambda *given: taken.append(take(*given)) or taken[-1])
    monkeypatch.setattr(pool, "putconn", lambda one: taken.remove(one) or hand_back(one))
    yield taken
    connection.close()


@pytest.fixture
def held(script, in_use):
    """What was held at each call of the remote."""
    seen = {}

    def look(call):
        return lambda: seen.update({call: (len(in_use), connection.connection)})

    for call in ("raise_order", "read_order", "visits", "offer", "book", "cancel_order", "hand_over"):
        script.then(call, *[look(call)] * 20)
    return seen


def test_the_count_of_held_connections_sees_one_that_is_held(script, in_use):
    connection.ensure_connection()
    assert len(in_use) == 1
    connection.close()
    assert in_use == []


def test_no_write_and_no_read_holds_a_connection_while_it_waits(script, held):
    order, _ = flow.scripted_order(script)
    _, token = flow.first_slot(order, nth=5)
    appointments.book(order, token=token, by="person:1")
    flow.drain()
    flow.reread(order)
    visits.of_home(order.customer)
    visits.review(number=order.number, since=None, until=None)
    flow.orders.cancel(order, reason="x", key="cancel:1", by="person:1")
    flow.drain()
    flow.open_order(key="raise:2", fulfilment="handed_over", supplier="FENCE01")
    assert set(held) == {"raise_order", "read_order", "visits", "offer", "book", "cancel_order", "hand_over"}
    assert set(held.values()) == {(0, None)}


def test_nothing_is_delivered_inside_a_transaction(script):
    order = flow.raise_order()
    with pytest.raises(remote.InsideTransaction), transaction.atomic():
        outbox.deliver(str(flow.only(order).pk))
    assert script.calls == []


def test_nothing_is_asked_inside_a_transaction(script):
    order, _ = flow.scripted_order(script)
    with pytest.raises(remote.InsideTransaction), transaction.atomic():
        flow.reread(order)
    with pytest.raises(remote.InsideTransaction), transaction.atomic():
        visits.review(number=order.number, since=None, until=None)


def test_the_intent_is_committed_before_the_first_byte(script):
    states = []
    script.then("raise_order", lambda: states.append(flow.Command.objects.get().state))
    flow.raise_order()
    flow.drain()
    assert states == ["sending"]


def test_one_scheduler_serves_every_call(script):
    assert remote.scheduler("connect") is remote.scheduler("connect")
