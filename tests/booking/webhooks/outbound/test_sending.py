"""Sending: signed, in order, tried again, held back, and no endpoint in another's way."""

import itertools
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from booking import events, remote, switches
from booking.events import Event
from booking.models import Delivery, DeliveryAttempt, Endpoint
from booking.webhooks.outbound import deliveries, endpoints, secrets, sending
from booking.webhooks.outbound.events import PUBLIC
from tests.booking.webhooks.outbound import receiver as machines
from tests.booking.webhooks.outbound.conftest import add_endpoint, pass_time, tell_all

pytestmark = pytest.mark.django_db(transaction=True)
GAVE_UP_AFTER = 10


def verify(mark: str, got: machines.Got) -> dict:
    return Webhook(secrets.show(mark)).verify(got.body, got.headers)


def die(host: str, port: int) -> list[str]:
    """The worker ends in the middle of its work."""
    raise SystemExit


def said(endpoint: Endpoint) -> list[tuple[int | None, str]]:
    """How each attempt ended."""
    rows = DeliveryAttempt.objects.filter(delivery__endpoint=endpoint).order_by("pk")
    return list(rows.values_list("status", "error"))


def test_an_event_arrives_signed_with_ids_and_states(endpoint, receiver, order):
    events.record(Event.ORDER_RAISED, order)
    assert tell_all(endpoint) == 1
    told = verify(endpoint.secret, receiver.got[0])
    assert told["type"] == "order.raised"
    assert told["data"]["order_number"] == order.number
    assert set(told) == {"type", "timestamp", "data"}
    assert "Amina" not in receiver.got[0].body
    assert receiver.got[0].path == "/hooks?from=portal"
    assert receiver.got[0].headers["content-type"] == "application/json"


def test_a_changed_body_does_not_verify(endpoint, receiver, order):
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    got = receiver.got[0]
    got.body = got.body.replace("order.raised", "order.cancelled")
    with pytest.raises(WebhookVerificationError):
        verify(endpoint.secret, got)


def test_events_arrive_in_order_and_only_those_that_are_wanted(on, receiver, order):
    endpoint = add_endpoint(receiver.url, types=["order.raised", "order.cancelled"])
    for event in (Event.ORDER_RAISED, Event.ORDER_HANDED_OVER, Event.STAFF_NEEDED, Event.ORDER_CANCELLED):
        events.record(event, order)
    tell_all(endpoint)
    assert [json.loads(got.body)["type"] for got in receiver.got] == ["order.raised", "order.cancelled"]


def test_what_was_undone_is_told_to_nobody(endpoint, order):
    with transaction.atomic():
        events.record(Event.ORDER_RAISED, order)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_a_worker_is_woken_after_the_commit(endpoint, order, nudges):
    with transaction.atomic():
        events.record(Event.ORDER_RAISED, order)
        assert nudges == []
    assert ("booking.tell_endpoint", (str(endpoint.pk),)) in nudges


def test_switched_off_holds_events_and_switched_on_they_go_out_in_order(endpoint, receiver, order, nudges):
    switches.turn("webhooks", on=False, by="person:1")
    events.record(Event.ORDER_RAISED, order)
    events.record(Event.ORDER_CANCELLED, order)
    nudges.clear()
    deliveries.sweep()
    assert (nudges, tell_all(endpoint), receiver.got) == ([], 0, [])
    switches.turn("webhooks", on=True, by="person:1")
    deliveries.sweep()
    assert nudges == [("booking.tell_endpoint", (str(endpoint.pk),))]
    assert tell_all(endpoint) == 2
    assert [json.loads(got.body)["type"] for got in receiver.got] == ["order.raised", "order.cancelled"]


def test_both_secrets_sign_while_one_replaces_the_other(endpoint, receiver, order):
    old = endpoint.secret
    shown = endpoints.rotate(endpoint)
    endpoint.refresh_from_db()
    assert shown == secrets.show(endpoint.secret)
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    assert verify(old, receiver.got[0]) == verify(endpoint.secret, receiver.got[0])
    pass_time(days=8)
    events.record(Event.ORDER_CANCELLED, order)
    tell_all(endpoint)
    assert verify(endpoint.secret, receiver.got[1])
    with pytest.raises(WebhookVerificationError):
        verify(old, receiver.got[1])


def test_a_previous_secret_can_be_forgotten_at_once(endpoint, receiver, order):
    endpoints.rotate(endpoint)
    endpoints.forget_previous(endpoint)
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    assert " " not in receiver.got[0].headers["webhook-signature"]


def test_a_failure_is_tried_again_under_the_same_id_and_each_try_is_written_down(endpoint, receiver, order):
    receiver.answer(500, body=b"out of order\0")
    receiver.answer(204)
    events.record(Event.ORDER_RAISED, order)
    assert tell_all(endpoint) == 1
    pass_time(seconds=7)
    assert tell_all(endpoint) == 1
    assert receiver.got[0].headers["webhook-id"] == receiver.got[1].headers["webhook-id"]
    attempts = list(Delivery.objects.get().attempts.values_list("number", "status", "said"))
    assert attempts == [(1, 500, "out of order"), (2, 204, "")]
    assert all(ms is not None for ms in DeliveryAttempt.objects.values_list("milliseconds", flat=True))
    assert Delivery.objects.get().state == "done"


def test_it_is_tried_for_three_days_and_then_given_up(endpoint, receiver, order):
    receiver.answer(500)
    events.record(Event.ORDER_RAISED, order)
    waited = 0.0
    while Delivery.objects.get().state == "waiting":
        due = max(Delivery.objects.get().due_at, Endpoint.objects.get().resting_until or timezone.now())
        wait = max((due - timezone.now()).total_seconds(), 0) + 1
        waited += wait
        pass_time(seconds=wait)
        assert sending.tell(str(endpoint.pk))
    assert Delivery.objects.get().state == "given_up"
    assert len(receiver.got) == GAVE_UP_AFTER
    assert 3 <= waited / 86_400 <= 4


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_never_followed(endpoint, receiver, order, status):
    with machines.running() as elsewhere:
        receiver.answer(status, {"Location": elsewhere.url})
        events.record(Event.ORDER_RAISED, order)
        tell_all(endpoint)
        assert elsewhere.got == []
    assert said(endpoint) == [(status, "")]
    assert Delivery.objects.get().state == "waiting"


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_asks_for_time_gets_it(endpoint, receiver, order, status):
    receiver.answer(status, {"Retry-After": "600"})
    receiver.answer(204)
    events.record(Event.ORDER_RAISED, order)
    events.record(Event.ORDER_CANCELLED, order)
    assert tell_all(endpoint) == 1
    pass_time(seconds=590)
    assert tell_all(endpoint) == 0
    pass_time(seconds=11)
    assert tell_all(endpoint) == 2


def test_it_may_ask_by_the_clock(endpoint, receiver, order):
    receiver.answer(
        503, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)}
    )
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    assert Delivery.objects.get().due_at > timezone.now() + timedelta(minutes=119)


def test_410_switches_the_endpoint_off_and_says_so_and_it_can_be_switched_on_again(endpoint, receiver, order):
    receiver.answer(410)
    receiver.answer(204)
    events.record(Event.ORDER_RAISED, order)
    events.record(Event.ORDER_CANCELLED, order)
    assert tell_all(endpoint) == 1
    endpoint.refresh_from_db()
    assert not endpoint.active
    assert "410" in endpoint.off_reason
    events.record(Event.ORDER_HANDED_OVER, order)
    assert Delivery.objects.count() == 2
    endpoints.switch_on(endpoint)
    assert tell_all(endpoint) == 2
    assert Endpoint.objects.get().off_reason == ""


def test_a_410_of_an_address_that_has_been_replaced_switches_nothing_off(endpoint, receiver, order):
    receiver.answer(410)
    receiver.meanwhile = lambda: Endpoint.objects.update(url="https://new.example/")
    events.record(Event.ORDER_RAISED, order)
    assert sending.tell(str(endpoint.pk))
    assert Endpoint.objects.get().active


def test_a_dead_endpoint_rests_however_much_is_waiting_and_delays_no_other(on, receiver, order):
    dead = add_endpoint("http://127.0.0.1:9/")
    alive = add_endpoint(receiver.url)
    for _ in range(3):
        events.record(Event.ORDER_CANCELLED, order)
    assert tell_all(dead) == 1
    assert tell_all(alive) == 3
    assert said(dead) == [(None, "connection")]
    assert Endpoint.objects.get(pk=dead.pk).resting_until > timezone.now()


def test_one_endpoint_is_sent_to_by_two_workers_at_most(endpoint, receiver, order):
    for _ in range(3):
        events.record(Event.ORDER_CANCELLED, order)
    counts: list[int] = []

    def look() -> None:
        if len(receiver.got) < 3:
            counts.append(sending.tell(str(endpoint.pk)))

    receiver.meanwhile = look
    assert sending.tell(str(endpoint.pk))
    # Inside the first send a second one went out; inside the second no third.
    assert (counts, len(receiver.got)) == ([False, True], 2)


def test_workers_that_come_at_the_same_moment_keep_to_two_as_well(endpoint, receiver, order):
    for _ in range(6):
        events.record(Event.ORDER_CANCELLED, order)
    together, answer = threading.Barrier(6), threading.Event()
    receiver.meanwhile = lambda: answer.wait(20)

    def work(_: int) -> bool:
        together.wait(20)
        try:
            return sending.tell(str(endpoint.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        workers = [pool.submit(work, number) for number in range(6)]
        idle = list(itertools.islice(as_completed(workers, timeout=10), 4))
        sent_by_then = len(receiver.got)
        answer.set()
    assert [worker.result() for worker in idle] == [False] * 4
    assert sum(worker.result() for worker in workers) == len(receiver.got) == 2
    assert sent_by_then <= 2


def test_nothing_is_sent_from_within_a_transaction(endpoint):
    with transaction.atomic(), pytest.raises(remote.InsideTransaction):
        sending.tell(str(endpoint.pk))


def test_a_lease_without_an_end_and_an_attempt_counted_twice_are_refused_by_the_database(endpoint):
    delivery = deliveries.ping(endpoint, by="person:1")
    with pytest.raises(IntegrityError, match="delivery_lease_has_an_end"):
        Delivery.objects.update(lease=endpoint.pk)
    DeliveryAttempt.objects.create(delivery=delivery, number=1)
    with pytest.raises(IntegrityError, match="attempt_numbers_differ"):
        DeliveryAttempt.objects.create(delivery=delivery, number=1)


def test_a_delivery_under_way_is_not_sent_by_another_worker(endpoint, receiver, order):
    events.record(Event.ORDER_RAISED, order)
    others: list[bool] = []
    receiver.meanwhile = lambda: others.append(sending.tell(str(endpoint.pk)))
    tell_all(endpoint)
    assert (others, len(receiver.got)) == ([False], 1)


def test_what_a_worker_left_undone_another_takes_over_and_the_lost_try_stays_written_down(
    endpoint, receiver, order
):
    events.record(Event.ORDER_RAISED, order)
    with pytest.raises(SystemExit):
        sending.tell(str(endpoint.pk), resolver=die)
    assert tell_all(endpoint) == 0
    pass_time(seconds=61)
    assert tell_all(endpoint) == 1
    assert said(endpoint) == [(None, ""), (204, "")]


def test_a_worker_that_comes_back_too_late_with_a_failure_leaves_the_next_one_alone(
    endpoint, receiver, order
):
    def overtake() -> None:
        pass_time(seconds=61)
        with pytest.raises(SystemExit):
            sending.tell(str(endpoint.pk), resolver=die)

    receiver.meanwhile = overtake
    receiver.answer(500)
    events.record(Event.ORDER_RAISED, order)
    assert sending.tell(str(endpoint.pk))
    assert Delivery.objects.under_way().exists()


def test_what_was_accepted_is_done_however_late_its_worker_comes_back(endpoint, receiver, order):
    def overtake() -> None:
        pass_time(seconds=61)
        with pytest.raises(SystemExit):
            sending.tell(str(endpoint.pk), resolver=die)

    receiver.meanwhile = overtake
    events.record(Event.ORDER_RAISED, order)
    assert sending.tell(str(endpoint.pk))
    assert Delivery.objects.get().state == "done"


@contextmanager
def impatient() -> Iterator[None]:
    """Whoever waits for a lock fails."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def test_one_worker_at_a_time_chooses_for_an_endpoint(endpoint, receiver, order, another_session):
    events.record(Event.ORDER_RAISED, order)
    another_session.execute("SET idle_in_transaction_session_timeout = '10s'")
    another_session.execute("SELECT 1 FROM booking_endpoint FOR NO KEY UPDATE")
    with impatient(), pytest.raises(OperationalError, match="lock timeout"):
        sending.tell(str(endpoint.pk))
    another_session.rollback()
    assert sending.tell(str(endpoint.pk))


def test_a_booking_and_a_worker_never_wait_for_each_other(endpoint, receiver, order, another_session):
    events.record(Event.ORDER_RAISED, order)
    insert = "INSERT INTO booking_delivery (endpoint_id, message, state, by, tries)"
    another_session.execute(f"{insert} VALUES (%s, 'evt_1', 'waiting', '', 0)", [endpoint.pk])
    # As in the moment of its commit, when foreign keys are looked at.
    another_session.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with impatient():
        assert sending.tell(str(endpoint.pk))


def test_without_the_key_that_made_its_secret_nothing_is_sent(endpoint, receiver, order, settings):
    settings.SECRET_KEY, old = "another", settings.SECRET_KEY
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    assert (receiver.got, said(endpoint)) == ([], [(None, "secret")])
    settings.SECRET_KEY_FALLBACKS = [old]
    pass_time(seconds=7)
    assert tell_all(endpoint) == 1
    assert verify(endpoint.secret, receiver.got[0])


def test_a_test_tells_of_nothing(endpoint, receiver):
    deliveries.ping(endpoint, by="person:1")
    tell_all(endpoint)
    assert verify(endpoint.secret, receiver.got[0])["type"] == "ping"
    assert verify(endpoint.secret, receiver.got[0])["data"] == {}


def test_one_delivery_is_sent_again_by_hand_under_its_own_id(endpoint, receiver, order):
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    again = deliveries.resend(Delivery.objects.get(), by="person:7")
    tell_all(endpoint)
    assert again.by == "person:7"
    assert [got.headers["webhook-id"] for got in receiver.got] == [Delivery.objects.first().message] * 2


def test_one_that_waits_is_sent_at_once_and_not_twice(endpoint, receiver, order):
    receiver.answer(500)
    receiver.answer(204)
    events.record(Event.ORDER_RAISED, order)
    tell_all(endpoint)
    deliveries.resend(Delivery.objects.get(), by="person:7")
    assert tell_all(endpoint) == 1
    assert Delivery.objects.count() == 1


def test_a_replay_tells_again_what_happened_since_under_the_same_ids(endpoint, receiver, order):
    events.record(Event.ORDER_RAISED, order)
    moment = timezone.now()
    for event in (Event.ORDER_HANDED_OVER, Event.STAFF_NEEDED, Event.ORDER_CANCELLED):
        events.record(event, order)
    tell_all(endpoint)
    assert deliveries.replay(endpoint, since=moment, by="person:7") == 2
    tell_all(endpoint)
    first, again = receiver.got[1:3], receiver.got[3:]
    assert [(got.headers["webhook-id"], got.body) for got in first] == [
        (got.headers["webhook-id"], got.body) for got in again
    ]


def test_nobody_hears_of_what_is_between_us_and_our_staff(on, receiver, order):
    endpoint = add_endpoint(receiver.url, types=[*PUBLIC, "staff.needed"])
    events.record(Event.STAFF_NEEDED, order, kind="two_live_visits")
    assert tell_all(endpoint) == 0
