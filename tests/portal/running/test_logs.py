"""One line: what it has, whose id it bears, and what an error may say of itself."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from booking import broker
from portal import logs
from portal.running import trace
from portal.running.journal import Journal

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a logger writes that is set up as in production."""
    style = logs.describe(style="json", level="DEBUG")
    handler = logging.StreamHandler(text := StringIO())
    handler.addFilter(logs.HideKeys())
    handler.setFormatter(style["formatters"]["line"]["()"]())
    for name in ("portal.running.journal", "gunicorn.error", "celery.app.trace", "django.request", "house"):
        logging.getLogger(name).addHandler(handler)
    logging.getLogger("portal.running.journal").setLevel("INFO")
    yield text
    for name in ("portal.running.journal", "gunicorn.error", "celery.app.trace", "django.request", "house"):
        logging.getLogger(name).removeHandler(handler)
    logging.getLogger("portal.running.journal").setLevel("NOTSET")


def last(written: StringIO) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(written.getvalue().splitlines()[-1])
    return line


# --- requests ---
@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_without_its_path(client: Client, written: StringIO) -> None:
    response = client.get("/contractors/KEY:1:2/", {"q": "Tess"}, headers={"x-request-id": ID})
    line, djangos = map(json.loads, written.getvalue().splitlines())
    assert response["X-Request-ID"] == line["request"] == djangos["request"] == ID
    assert (line["event"], line["method"], line["status"]) == ("answered", "GET", 404)
    assert line["route"] == "/contractors/<str:token>/"
    assert line["time"].endswith("+00:00")
    assert "KEY" not in written.getvalue()
    assert "Tess" not in written.getvalue()


@pytest.mark.parametrize("given", ["", "Amina Khan", "07700900123", "a" * 65, f"{ID}\n", f"{ID} Amina"])
def test_what_does_not_look_like_an_id_is_replaced(given: str) -> None:
    with trace.following(given) as name:
        assert name != given
        assert len(name) == 32


def test_the_id_ends_with_its_request() -> None:
    Journal(lambda _: HttpResponse())(RequestFactory().get("/", headers={"x-request-id": ID}))
    assert trace.current() == ""


def test_a_method_that_nobody_knows_is_not_repeated(written: StringIO) -> None:
    Journal(lambda _: HttpResponse())(RequestFactory().generic("AMINA", "/"))
    assert last(written)["method"] == "other"


# --- tasks ---
def test_a_task_bears_the_id_of_the_request_that_asked_for_it() -> None:
    sent: list[dict[str, Any]] = []

    def note(headers: dict[str, Any], **_: object) -> None:
        sent.append(dict(headers))

    before_task_publish.connect(note)
    with trace.following(ID):
        broker.nudge("booking.nobody-listens")
    before_task_publish.disconnect(note)
    assert sent[0]["request_id"] == ID


def test_a_worker_goes_on_under_that_id_and_puts_it_down() -> None:
    class Task:
        class request:
            request_id = ID

    trace.take_up("task-id", Task())
    assert trace.current() == ID
    trace.put_down()
    assert trace.current() == ""


def test_a_task_that_nobody_asked_for_bears_its_own_id() -> None:
    class Task:
        class request:
            pass

    trace.take_up("task-id", Task())
    assert trace.current() == "task-id"
    trace.put_down()


# --- errors ---
def fail() -> None:
    try:
        raise ValueError("Amina Khan, 07700 900123")
    except ValueError as error:
        raise RuntimeError("Key (email)=(amina@example.org) already exists") from error


def test_an_error_says_what_kind_it_is_and_where_and_none_of_its_words(written: StringIO) -> None:
    try:
        fail()
    except RuntimeError:
        logging.getLogger("house").exception("it failed")
    line = last(written)
    assert line["error"][0] == "builtins.RuntimeError"
    assert "builtins.ValueError" in line["error"]
    assert any(
        "tests/portal/running/test_logs.py:" in place and place.endswith(" fail") for place in line["error"]
    )
    assert "Amina" not in written.getvalue()
    assert "amina" not in written.getvalue()


def test_a_readable_error_keeps_to_the_same_rule_but_for_developers() -> None:
    try:
        fail()
    except RuntimeError as error:
        given = (type(error), error, error.__traceback__)
    assert "amina" not in logs.Readable().formatException(given)
    assert "amina" in logs.Readable(whole_errors=True).formatException(given)


def test_an_error_about_machines_may_speak(written: StringIO) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        logging.getLogger("house").exception("it failed")
    assert last(written)["error"][0].endswith("OperationalError: connection refused")


@pytest.mark.parametrize(
    ("name", "words", "args", "said"),
    [
        ("gunicorn.error", "Error handling request %s", ("/repairs/1/?q=Amina",), "Error handling request"),
        ("gunicorn.error", "Invalid request from ip=203.0.113.9: Amina", (), "Invalid request"),
        (
            "house",
            "no answer of %s",
            ("https://connect.example/WS-API/Order/TP-1",),
            "no answer of https://connect.example/…",
        ),
        ("house", "a letter to %s", ("amina@example.org",), "a letter to …@…"),
    ],
)
def test_what_others_say_is_cut(
    written: StringIO, name: str, words: str, args: tuple[str, ...], said: str
) -> None:
    logging.getLogger(name).error(words, *args)
    assert last(written)["event"] == said


def test_celery_s_own_words_about_a_failed_task_are_cut(written: StringIO) -> None:
    context = {
        "name": "booking.deliver",
        "description": "raised unexpected",
        "exc": "Amina",
        "traceback": "Amina",
    }
    log = logging.getLogger("celery.app.trace")
    log.error("Task %(name)s: %(exc)s\n%(traceback)s", context, extra={"data": context})
    assert last(written)["event"] == "task booking.deliver raised unexpected"


def test_libraries_never_look_for_their_own_faults_in_production() -> None:
    described = logs.describe(style="json", level="DEBUG")
    assert described["root"]["level"] == "INFO"
    assert described["loggers"]["booking"]["level"] == "DEBUG"
