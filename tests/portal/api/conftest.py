"""The API switched on, with a tree and a household; and, where asked for, the whole portal behind it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from booking import sandbox as sandboxes
from booking.sandbox import Sandbox
from portal.celery import app
from portal.models import Tenancy
from tests.journeys import worker
from tests.portal import review_cast
from tests.portal.api import cast


@pytest.fixture
def household(request: pytest.FixtureRequest) -> Tenancy:
    request.getfixturevalue("transactional_db" if _is_transactional(request) else "db")
    cache.clear()
    cast.open_api()
    cast.add_tree()
    return cast.add_household()


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    running = sandboxes.start(port=0)
    yield running
    running.stop()


@pytest.fixture
def connect(sandbox: Sandbox, settings: Any) -> Sandbox:
    """Connect, empty, and the portal pointed at it."""
    sandbox.connect.reset()
    review_cast.point_at(settings, sandbox)
    return sandbox


@pytest.fixture(scope="package")
def background() -> Iterator[worker.Worker]:
    with worker.running(app) as running:
        yield running


def _is_transactional(request: pytest.FixtureRequest) -> bool:
    mark = request.node.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))
