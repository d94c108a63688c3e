"""The same request under the same key is worked on once, also when it comes many times at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from booking.models import Order
from booking.moments import later
from portal.api import receipts
from portal.api.problems import Problem
from portal.api.shapes import Accepted
from portal.models import Receipt, Repair, Tenancy
from portal.tasks import purge_receipts
from tests.portal.api import cast

pytestmark = pytest.mark.django_db
concurrent = pytest.mark.django_db(transaction=True)


def answer(response: Any) -> tuple[int, Any]:
    return response.status_code, response.json()


def post_elsewhere(caller: cast.Caller, once: str) -> tuple[int, Any]:
    """From a thread, and so with a connection, of its own."""

    def post() -> tuple[int, Any]:
        try:
            return answer(caller.post("/orders", cast.ORDER, once=once))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(post).result()


def test_the_same_again_is_answered_the_same_and_done_once(household: Tenancy) -> None:
    caller = cast.caller()
    first = caller.post("/orders", cast.ORDER, once="k1")
    Order.objects.update(state="open")
    second = caller.post("/orders", cast.ORDER, once="k1")
    assert answer(first) == answer(second)
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert Order.objects.count() == Repair.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(household: Tenancy) -> None:
    caller, repair = cast.caller(), cast.add_repair(household)
    caller.post("/orders", cast.ORDER, once="k1")
    other = caller.post("/orders", cast.ORDER | {"description": "Another one."}, once="k1")
    elsewhere = caller.post(f"/orders/{repair.order_id}/cancel", {"reason": "It is fixed"}, once="k1")
    for response in (other, elsewhere):
        assert (response.status_code, response.json()["code"]) == (422, "key_reused")
    assert Order.objects.count() == 2


def test_a_key_belongs_to_its_access(household: Tenancy) -> None:
    assert [cast.caller().post("/orders", cast.ORDER, once="k1").status_code for _ in range(2)] == [202, 202]
    assert Order.objects.count() == 2


def test_a_refusal_is_not_kept_so_that_the_same_key_may_try_again(household: Tenancy) -> None:
    caller = cast.caller()
    body = cast.ORDER | {"home": "P-2"}
    assert caller.post("/orders", body, once="k1").json()["code"] == "no_tenancy"
    cast.add_household("P-2", email="new@riverside.example")
    assert caller.post("/orders", body, once="k1").status_code == 202


@pytest.mark.parametrize("header", [{}, {"Idempotency-Key": ""}, {"Idempotency-Key": "x" * 129}])
def test_a_write_without_a_fit_key_is_refused(household: Tenancy, header: dict[str, str]) -> None:
    caller = cast.caller()
    headers = {"Authorization": f"Bearer {caller.key}"} | header
    body = json.dumps(cast.ORDER)
    response = caller.client.post("/api/v1/orders", body, "application/json", headers=headers)
    assert response.json()["errors"][0]["field"] == "header.Idempotency-Key"
    assert not Order.objects.exists()


@concurrent
def test_while_it_is_worked_on_the_same_request_is_told_to_wait(household: Tenancy) -> None:
    caller = cast.caller()
    meanwhile = []
    request = RequestFactory().post("/api/v1/orders", json.dumps(cast.ORDER), "application/json")
    request.auth = caller.access

    def work(key: str) -> Accepted:
        meanwhile.append(post_elsewhere(caller, "k1"))
        raise Problem("busy")

    with pytest.raises(Problem):
        receipts.once(request, "k1", work)
    assert [(status, said["code"]) for status, said in meanwhile] == [(409, "in_progress")]
    assert post_elsewhere(caller, "k1")[0] == 202


@concurrent
def test_of_many_at_once_one_does_it(household: Tenancy) -> None:
    caller = cast.caller()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: post_elsewhere(caller, "k1"), range(12)))
    assert {status for status, _ in found} <= {202, 409}
    accepted = [said for status, said in found if status == 202]
    assert accepted
    assert all(said == accepted[0] for said in accepted)
    assert Order.objects.count() == Repair.objects.count() == 1
    assert post_elsewhere(caller, "k1") == (202, accepted[0])


@concurrent
def test_keys_of_their_own_are_worked_on_side_by_side(household: Tenancy) -> None:
    caller = cast.caller()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: post_elsewhere(caller, f"k{n}")[0], range(6)))
    assert found == [202] * 6
    assert Order.objects.count() == 6


def test_whoever_never_came_back_is_followed_by_the_next(household: Tenancy) -> None:
    caller = cast.caller()
    caller.post("/orders", cast.ORDER, once="k1")
    Receipt.objects.update(answer=None)
    assert caller.post("/orders", cast.ORDER, once="k1").json()["code"] == "in_progress"
    Receipt.objects.update(busy_until=later(-1))
    assert caller.post("/orders", cast.ORDER, once="k1").status_code == 202
    assert Order.objects.count() == Repair.objects.count() == 1


def test_somebody_who_was_overtaken_changes_nothing(household: Tenancy) -> None:
    caller = cast.caller()
    request = RequestFactory().post("/api/v1/orders", "{}", "application/json")
    request.auth = caller.access

    def work(key: str) -> Accepted:
        cast.add_repair(household)
        Receipt.objects.update(holder="00000000-0000-0000-0000-000000000001")
        return Accepted(order=Order.objects.get().pk, number="X", state="sending", look="/")

    with pytest.raises(Problem, match="in_progress"):
        receipts.once(request, "k1", work)
    assert not Order.objects.exists()


def test_receipts_are_kept_a_day_and_more_and_then_forgotten(household: Tenancy) -> None:
    cast.caller().post("/orders", cast.ORDER)
    Receipt.objects.update(created_at=later(-30 * 3600))
    purge_receipts()
    assert Receipt.objects.exists()
    Receipt.objects.update(created_at=later(-49 * 3600))
    purge_receipts()
    assert not Receipt.objects.exists()
