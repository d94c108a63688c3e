"""Keys: shown once, kept as a hash, over at their day or when they are revoked."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.api import keys
from portal.models import Access, Tenancy
from tests.portal.api import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("household")]


def said(caller: cast.Caller) -> tuple[int, str]:
    response = caller.get("/orders")
    return response.status_code, response.json().get("code", "")


def test_only_a_hash_is_kept() -> None:
    access, key = cast.add_access()
    kept = " ".join(str(value) for value in Access.objects.filter(pk=access.pk).values().get().values())
    assert key not in kept
    assert key.rpartition("_")[2] not in kept
    assert len(key) > 50


def test_a_key_lets_its_access_in_and_is_noted() -> None:
    caller = cast.caller()
    assert said(caller) == (200, "")
    caller.access.refresh_from_db()
    assert caller.access.last_used_at is not None


@pytest.mark.parametrize(
    "change", [lambda key: key[:-1], lambda key: key + "x", lambda key: key[:12] + "y" * 43]
)
def test_a_key_with_the_right_beginning_and_another_secret_is_unknown(change: Any) -> None:
    caller = cast.caller()
    caller.key = change(caller.key)
    assert said(caller) == (401, "key_unknown")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}])
def test_without_a_bearer_key_one_is_asked_for(header: dict[str, str]) -> None:
    response = cast.caller().client.get("/api/v1/orders", headers=header)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_key_is_over_at_its_moment() -> None:
    caller = cast.caller()
    now = timezone.now()
    Access.objects.filter(pk=caller.access.pk).update(expires_at=now + dt.timedelta(seconds=1))
    assert keys.find(caller.key, now=now) == caller.access
    Access.objects.filter(pk=caller.access.pk).update(expires_at=now)
    assert said(caller) == (401, "key_expired")


def test_a_revoked_key_is_over_at_once_and_the_deed_is_written_down() -> None:
    caller = cast.caller()
    assert keys.revoke(caller.access, by="person:7")
    assert said(caller) == (401, "key_revoked")
    assert not keys.revoke(caller.access, by="person:8")
    assert list(caller.access.changes.values_list("what", "by")) == [
        ("created", "person:1"),
        ("revoked", "person:7"),
    ]


@pytest.mark.parametrize(
    "facts",
    [{"expires_at": timezone.now() + dt.timedelta(days=740)}, {"rights": "all"}, {"name": "Twice"}],
)
def test_the_database_holds_the_rules(facts: dict[str, Any]) -> None:
    cast.add_access(name="Twice")
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.add_access(**{"rights": "slots"} | facts)


def test_a_call_waits_for_no_slow_hash_and_asks_few_questions(django_assert_max_num_queries: Any) -> None:
    tenancy = Tenancy.objects.get()
    for _ in range(20):
        cast.add_appointment(cast.add_repair(tenancy))
    caller = cast.caller()
    for path in ("/orders", "/appointments", "/tree"):
        with django_assert_max_num_queries(12):
            assert caller.get(path).status_code == 200
