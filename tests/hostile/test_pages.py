"""What a tenant sees of a grid that nobody should have sent: times that are real, or whom to call."""

import datetime as dt
import json
import logging
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from booking import remote
from booking.models import Reading
from booking.schedulers import http
from portal import landlord
from tests.booking import flow
from tests.booking.systems.rows import CONNECT
from tests.hostile.grids import GRIDS, MARKUP, Grid
from tests.hostile.heart import reporter
from tests.hostile.recording import Golden, Proxy, frame, sound
from tests.hostile.server import Request, Server, Wire
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
GRIDS_SHOWN = max(int(os.environ.get("CASES", "0")) // 10, 25)
PATIENCE = {"read_seconds": 5, "write_seconds": 5}


class Shop:
    """One tenant with an open order, before a Connect whose grids are made up."""

    def __init__(self, server: Server, sandbox: Any) -> None:
        self.grid: Any = None
        self._proxy = Proxy(server, sandbox.url)
        server.answer = self._answer
        leaf = cast.add_leaf()
        leaf.supplier, leaf.contractor, leaf.code = None, "internal", "BATH001"
        leaf.save()
        report, self.tenant = reporter(leaf)
        self.repair = report()
        flow.drain()
        self.repair.order.refresh_from_db()

    def _answer(self, request: Request) -> Wire:
        if self.grid is None or not request.key.endswith("/Availability"):
            return sound(self._proxy.ask(request)).wire
        body = json.dumps(self.grid).encode()
        kind = (("Content-Type", "application/json"),)
        return sound(Golden(request.key, 200, kind, body)).wire if body else Wire(frame(200, kind, body))

    def show(self, grid: Any) -> Any:
        """The fragment with the times."""
        self.grid = grid
        Reading.objects.all().delete()
        cache.clear()
        page = self.tenant.get(f"/repairs/{self.repair.pk}/times/grid/")
        assert page.status_code == 200
        return page


@pytest.fixture
def shop(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(http, "RETRY_PAUSES", (0.0, 0.0, 0.0))
    logging.disable(logging.CRITICAL)
    sandbox = CONNECT.start()
    with Server() as server:
        line = settings.SCHEDULERS["connect"]
        url = {"url": server.url + "/WS-API"}
        settings.SCHEDULERS = {"connect": line | {"options": CONNECT.options | url | PATIENCE}}
        yield Shop(server, sandbox)
    remote._build.cache_clear()
    sandbox.stop()
    logging.disable(logging.NOTSET)


def test_only_cells_that_make_sense_are_offered_and_else_whom_to_call(shop: Shop) -> None:
    today = timezone.localdate()
    lead = django_settings.LEAD_TIME_DAYS

    @settings(
        max_examples=GRIDS_SHOWN,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(GRIDS)
    def shows_what_is_free(grid: Grid) -> None:
        page = shop.show(grid.body(shop.repair.order.number, today))
        choices = [choice.slot for day in page.context["days"] for choice in day.choices]
        shown = [((slot.date - today).days, slot.window.id) for slot in choices]
        text = page.content.decode()
        assert len(set(shown)) == len(shown)
        assert MARKUP not in text
        assert landlord.current().phone in text
        if page.context["failed"]:
            assert not isinstance(grid.rows, list)
            return
        assert set(shown) == grid.offered(lead=lead)
        assert bool(shown) != ("There is no free time in the next five weeks" in text)

    shows_what_is_free()


def test_more_times_than_a_page_can_show_are_not_all_shown(shop: Shop) -> None:
    today = timezone.localdate()
    windows = [
        {"Id": n, "Name": "x" * 300, "StartHour": 8, "StartMinute": n % 60, "EndHour": 17, "EndMinute": 0}
        for n in range(1, 900)
    ]
    days = [{"Date": f"{today + dt.timedelta(days=n)}", "AvailabilityStatus": 1} for n in range(2, 30)]
    rows = [{"PlanningWindowId": window["Id"], "AvailabilityDays": days} for window in windows]
    grid = {"PlanningWindows": windows, "AvailabilityPlanningWindows": rows}
    page = shop.show(grid)
    shown = sum(len(day.choices) for day in page.context["days"])
    assert 0 < shown <= 2000
    assert len(page.content) < 5_000_000


@pytest.mark.parametrize("word", [MARKUP, "{{ 7*7 }}{% now %}", "\u202e\u0000x", "&lt;b&gt;"])
def test_a_name_from_outside_is_a_name_and_nothing_else(shop: Shop, word: str) -> None:
    day = (timezone.localdate() + dt.timedelta(days=5)).isoformat()
    window = {"Id": 22, "Name": word, "StartHour": 8, "StartMinute": 0, "EndHour": 13, "EndMinute": 0}
    row = {"PlanningWindowId": 22, "AvailabilityDays": [{"Date": day, "AvailabilityStatus": 1}]}
    page = shop.show({"PlanningWindows": [window], "AvailabilityPlanningWindows": [row]})
    [choice] = page.context["days"][0].choices
    confirm = shop.tenant.get(f"/repairs/{shop.repair.pk}/times/confirm/", {"slot": choice.token})
    for text in (page.content.decode(), confirm.content.decode()):
        assert not re.search(r"<script>alert|<img src=x|>49<", text, re.IGNORECASE)
        assert "\x00" not in text
