"""Health: told truthfully, quickly, to anybody who asks, and without asking a remote."""

import socket
import threading
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from portal.celery import app
from portal.running import health

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def silent() -> Any:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def point_database(monkeypatch: Any, port: int) -> None:
    """The settings of the database name another port, for every thread's connection."""
    wrapper = type(connection.copy())
    copy = wrapper.copy

    def elsewhere(self: Any, alias: Any = None) -> Any:
        own = copy(self, alias)
        own.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(port)}
        return own

    monkeypatch.setattr(wrapper, "copy", elsewhere)


def test_a_process_that_answers_is_alive_whatever_else_is_down(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"live": True})


def test_all_is_well(client: Client) -> None:
    response = client.get("/health/ready")
    parts = {"database": "ok", "cache": "ok", "broker": "ok"}
    assert (response.status_code, response.json()) == (200, {"ready": True, "parts": parts})
    assert response["Cache-Control"] == "no-store"


def test_who_asks_needs_no_https_no_host_name_and_gets_no_cookie(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/health/ready", HTTP_HOST="10.0.0.7:8000")
    assert (response.status_code, response.cookies) == (200, {})


def test_a_database_that_nobody_answers_for_is_down(client: Client, monkeypatch: Any) -> None:
    point_database(monkeypatch, 9)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["database"]) == (503, "down")


def test_a_database_that_says_nothing_is_slow_after_a_second(
    client: Client, monkeypatch: Any, silent: int
) -> None:
    point_database(monkeypatch, silent)
    began = time.monotonic()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["database"]) == (503, "slow")
    assert time.monotonic() - began < 2


def test_a_migration_that_is_missing_is_named_by_its_kind(client: Client) -> None:
    newest = next(name for app, name in health.needed_migrations() if app == "booking")
    MigrationRecorder(connection).record_unapplied("booking", newest)
    try:
        response = client.get("/health/ready")
    finally:
        MigrationRecorder(connection).record_applied("booking", newest)
    assert (response.status_code, response.json()["parts"]["database"]) == (503, "migrations missing")


def test_old_code_is_ready_on_a_newer_database(client: Client) -> None:
    MigrationRecorder(connection).record_applied("booking", "9999_from_tomorrow")
    try:
        assert client.get("/health/ready").status_code == 200
    finally:
        MigrationRecorder(connection).record_unapplied("booking", "9999_from_tomorrow")


def test_a_cache_that_does_not_answer_is_down(client: Client, monkeypatch: Any) -> None:
    def fail(*_: object) -> None:
        raise ConnectionError("redis://:password@cache")

    monkeypatch.setattr(type(cache._connections["default"]), "get", fail)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["cache"]) == (503, "down")
    assert "password" not in response.content.decode()


def test_a_cache_that_says_nothing_is_slow_after_a_second(client: Client, settings: Any, silent: int) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": f"redis://127.0.0.1:{silent}/1"}}
    began = time.monotonic()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["cache"]) == (503, "slow")
    assert time.monotonic() - began < 2


def test_without_a_broker_it_is_ready_and_says_so(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:9/0")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["broker"]) == (200, "down")


def test_parts_are_asked_together_and_have_one_patience_between_them() -> None:
    never = threading.Event()
    began = time.monotonic()
    told = health.ask({name: lambda: str(never.wait(5)) for name in "abcde"}, patience=0.2)
    never.set()
    assert told == dict.fromkeys("abcde", "slow")
    assert time.monotonic() - began < 0.9


def test_questions_that_hang_do_not_add_up(monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "_room", threading.BoundedSemaphore(2))
    asked, never = [], threading.Event()

    def hang() -> str:
        asked.append(1)
        return str(never.wait(5))

    for _ in range(4):
        assert health.ask({"it": hang}, patience=0.05) == {"it": "slow"}
    never.set()
    assert len(asked) == 2


def test_a_pool_that_is_busy_with_people_is_no_illness(client: Client, monkeypatch: Any) -> None:
    def none_left(*_: object, **__: object) -> None:
        raise AssertionError("the pool was asked")

    monkeypatch.setattr(type(connection.pool), "getconn", none_left)
    assert client.get("/health/ready").json()["parts"]["database"] == "ok"
