"""A system that calls us, and how it would do so."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from portal import systems
from tests.booking.scripted import Script

PATH = "a-path-that-nobody-guesses"
SECRET = "a-secret-of-sixteen"
HOOK = {option: default for option, (_, default) in systems.HOOK.items()}
HOOK |= {"hook_path": PATH, "hook_secrets": [SECRET]}

Send = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def door(script: Script, settings: Any) -> Callable[..., None]:
    """The scripted system has an address; called again, other options of it hold."""

    def open_door(*, factory: str = "tests.booking.scripted.build", **changes: Any) -> None:
        line = {"factory": factory, "options": {}, "hook": HOOK | changes}
        settings.SCHEDULERS = {"connect": line}

    open_door()
    return open_door


@pytest.fixture
def send() -> Send:
    """Posts a message as the system would, proof and all."""
    client = Client(enforce_csrf_checks=True)

    def post(message: Any, *, path: str = PATH, secret: str = SECRET, **more: Any) -> HttpResponse:
        body = message if isinstance(message, (bytes, str)) else json.dumps(message)
        kind = more.pop("content_type", "application/json")
        headers = {"X-Hook-Secret": secret} | more.pop("headers", {})
        return client.post(f"/hooks/{path}/", data=body, content_type=kind, headers=headers, **more)

    return post
