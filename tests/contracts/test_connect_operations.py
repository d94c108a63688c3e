"""Every operation of the document has a method of the client, which sends all that is documented."""

import inspect
import re
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pytest

from booking.schedulers import connect as system
from booking.schedulers.base import SchedulerError
from booking.schedulers.connect.client import Client
from booking.schedulers.connect.fields import Remote as Thing
from tests.booking.schedulers.memory import Memory, Now
from tests.booking.schedulers.remote import Remote, Request
from tests.contracts import document

Operation = tuple[str, str]
# What a name must survive as one step of an address.
ODD = "BATH/001 & é?"
LATEST = max(map(document.since, document.OPERATIONS.values()))


def _methods(client: Client) -> Iterator[Callable[..., Any]]:
    for family in vars(client).values():
        for name, method in inspect.getmembers(family, inspect.ismethod):
            if not name.startswith("_"):
                yield method


def _arguments(method: Callable[..., Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(method)
    return {name: _argument(hints[name]) for name in inspect.signature(method).parameters}


def _argument(hint: Any) -> Any:
    if hint in (int, str):
        return {int: 7, str: ODD}[hint]
    if typing.get_origin(hint) is tuple:
        return (_argument(typing.get_args(hint)[0]),) * 2
    assert issubclass(hint, Thing)
    return hint.model_validate(document.filled(document.named(hint.__name__)))


def _is_at(path: str, template: str) -> bool:
    steps = (r"[^/]+" if step.startswith("{") else re.escape(step) for step in template.split("/"))
    return bool(re.fullmatch("/".join(steps), path))


def _operation(request: Request) -> Operation:
    found = [o for o in document.OPERATIONS if o[0] == request.method and _is_at(request.path, o[1])]
    assert len(found) == 1, f"{request.name} is no operation of the document"
    return found[0]


@pytest.fixture(scope="module")
def asked() -> Iterator[dict[Operation, list[Request]]]:
    """What each method of the client sends, with every argument given."""
    remote, now = Remote(), Now()
    account = {"username": "portal", "password": "secret", "contract": "DLO", "organisation": "RIVER"}
    connect = system.build({"url": remote.url, **account}, clock=now, store=Memory(now))
    found: dict[Operation, list[Request]] = {}
    for method in _methods(connect.client):
        before = len(remote.requests)
        with suppress(SchedulerError):  # the remote here has no routes: only what was asked matters
            method(**_arguments(method))
        for request in remote.requests[before:]:
            found.setdefault(_operation(request), []).append(request)
    yield found
    remote.close()


def test_the_document_describes_thirty_operations() -> None:
    assert len(document.OPERATIONS) == 30


@pytest.mark.parametrize("operation", document.OPERATIONS, ids=" ".join)
def test_every_operation_is_sent_by_one_method(operation, asked) -> None:
    assert len(asked.get(operation, [])) == 1


@pytest.mark.parametrize("operation", document.OPERATIONS, ids=" ".join)
def test_every_documented_field_is_sent_and_no_other(operation, asked) -> None:
    described = document.OPERATIONS[operation]
    [request] = asked[operation]
    known = {p["name"]: p["schema"] for p in described.get("parameters", []) if p["in"] == "query"}
    assert request.query.keys() == known.keys()
    for name, schema in known.items():
        _check_parameter(name, schema, request.query[name])
    if operation[1] == "/token":
        return  # a form; tests of its own hold it to the document
    if "requestBody" not in described:
        assert not request.body
        return
    schema = document.body_schema(*operation)
    assert request.json == document.filled(schema, sent=True)
    assert document.faults(schema, request.json) == []


@pytest.mark.parametrize("operation", document.OPERATIONS, ids=" ".join)
def test_every_name_is_one_step_of_the_address(operation, asked) -> None:
    [request] = asked[operation]
    for step, place in zip(request.path.split("/"), operation[1].split("/"), strict=True):
        assert not place.startswith("{") or unquote(step) in {ODD, "7"}
        assert step == place or place.startswith("{")


@pytest.mark.parametrize("operation", document.OPERATIONS, ids=" ".join)
def test_the_version_asked_for_has_every_field(operation, asked) -> None:
    [request] = asked[operation]
    version = re.fullmatch(r"application/json; version=(\d)", request.headers["accept"])
    assert version
    needed = document.since(document.OPERATIONS[operation])
    assert int(version[1]) == (needed if needed == LATEST else LATEST - 1)


def _check_parameter(name: str, schema: dict[str, Any], sent: str) -> None:
    if schema["type"] == "boolean":
        assert sent in {"true", "false"}, name
    elif schema["type"] == "integer":
        assert sent.isdigit(), name
    elif "x-format" in schema:
        assert sent == document.DATES[schema["x-format"]], name
    else:
        assert sent in {ODD, "x"}, name
