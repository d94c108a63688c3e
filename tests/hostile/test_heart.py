"""Spoilt answers on their way through the heart: no page fails, and no page or letter says what is not so."""

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from booking import remote
from booking.schedulers import http
from tests.booking.systems.rows import ROWS, Row, Running
from tests.hostile.heart import CALLS, Heart, Middle, reporter
from tests.hostile.server import Server
from tests.hostile.spoiling import Spoiling, spoilings
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
STORIES = max(int(os.environ.get("CASES", "0")) // 50, 3)
STEPS = st.sampled_from(sorted(CALLS["connect"]))


@pytest.fixture
def heart(row: Row, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heart]:
    """The portal, a hostile server in the middle, and the sandbox behind it."""
    monkeypatch.setattr(http, "RETRY_PAUSES", (0.0, 0.0, 0.0))
    logging.disable(logging.CRITICAL)
    sandbox = row.start()
    with Server() as server:
        server.answer = middle = Middle(server, sandbox.url)
        place = sandbox.api_url.removeprefix(sandbox.url)
        usual = settings.SCHEDULERS["connect"]
        patience = {"url": server.url + place, "read_seconds": 5, "write_seconds": 5}
        line = usual | {
            "factory": f"booking.schedulers.{row.kind}.build",
            "kind": row.kind,
            "options": row.options | patience,
        }
        away = usual | {"options": usual["options"] | {"url": "http://127.0.0.1:9/WS-API"}}
        own = row.kind == "connect"
        settings.SCHEDULERS = {"connect": line} if own else {"connect": away, "theirs": line}
        cache.clear()
        leaf = cast.add_leaf() if own else cast.add_leaf(route="system", system="theirs")
        if own:
            leaf.supplier, leaf.contractor, leaf.code = None, "internal", "BATH001"
            leaf.save()
        report, tenant = reporter(leaf)
        yield Heart(Running(row, sandbox), middle, report, tenant)
    remote._build.cache_clear()
    sandbox.stop()
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind)
def test_whatever_a_remote_answers_nobody_is_told_what_is_not_so(heart: Heart, row: Row) -> None:
    @settings(
        max_examples=STORIES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(STEPS, spoilings(), st.booleans())
    def is_told_the_truth(step: str, spoiling: Spoiling, done: bool) -> None:
        heart.go(step, spoiling, done=done)

    is_told_the_truth()
