"""The first days there are, shown before anything is reported: a hint that nothing waits for."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking import hints, sandbox
from booking.models import Reading
from diagnosis import transfer, tree_file
from diagnosis.models import RepairCode
from portal.accounts import details
from portal.models import Repair
from portal.wording import date_words
from tests.booking.pretend import Pretend
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
TREE = """
priorities = [{ id = "R", title = "Routine", target_days = 20 }]
suppliers = [{ id = "FENCE01", name = "Hartley Fencing Ltd" }]
[[categories]]
title = "Bath"
[[categories.sub_areas]]
title = "Taps"
leaves = [
  { title = "Tap drips", code = "BATH001", trade = "plumbing", priority = "R" },
  { title = "Fence down", code = "FENC001", trade = "fencing", priority = "R", supplier = "FENCE01" },
]
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Pretend]:
    started = sandbox.start()
    yield Pretend(started.url, started.api_url)
    started.stop()


@pytest.fixture
def connect(running: Pretend, settings: Any) -> Iterator[Pretend]:
    running.reset()
    cache.clear()
    options = settings.SCHEDULERS["connect"]["options"] | {"url": running.api_url, "read_seconds": 2}
    settings.SCHEDULERS = {"connect": settings.SCHEDULERS["connect"] | {"options": options}}
    yield running
    running.heal()


def draft(client: Client, leaf: str = "tap-drips") -> Repair:
    transfer.load(tree_file.read(TREE))
    tenant = cast.add_tenant()
    client.force_login(tenant)
    repair = cast.add_repair(cast.add_home(), tenant, state="draft", place="home", description="It drips")
    contact = details.known(tenant)
    details.confirm(tenant, details=contact, now=timezone.now())
    repair.code = RepairCode.objects.get(slug=leaf)
    repair.answers = {"known": "no"}
    repair.save()
    return repair


def calls(connect: Pretend) -> int:
    return len(connect.calls("POST AvailabilityByTrade"))


def test_the_page_waits_for_nobody_and_its_fragment_shows_the_first_days(connect, client):
    repair = draft(client)
    page = client.get(reverse("repair-check", args=[repair.pk])).content.decode()
    assert calls(connect) == 0
    assert reverse("repair-first", args=[repair.pk]) in page
    fragment = client.get(reverse("repair-first", args=[repair.pk])).content.decode()
    wish = hints.Wish(trade="plumbing", postcode="RV2 4AB")
    days = sorted({slot.date for slot in hints.known_times(wish)})[:3]
    assert len(days) == 3
    assert all(date_words(day) in fragment for day in days)
    again = client.get(reverse("repair-check", args=[repair.pk])).content.decode()
    assert date_words(days[0]) in again
    assert calls(connect) == 1


def test_neighbours_share_one_call(connect, client):
    for postcode in ("RV2 4AB", "RV2 9ZZ"):
        assert hints.first_times(hints.Wish(trade="plumbing", postcode=postcode))
    assert calls(connect) == 1


def test_where_connect_cannot_say_nothing_is_shown_and_nothing_is_lost(connect, client):
    repair = draft(client)
    connect.fault("POST AvailabilityByTrade", "status", status=400)
    fragment = client.get(reverse("repair-first", args=[repair.pk]))
    assert fragment.status_code == 200
    assert b"first days" not in fragment.content
    assert b"hx-get" not in fragment.content
    assert Repair.objects.get().is_draft


def test_a_contractor_s_days_are_not_ours_to_promise(connect, client):
    repair = draft(client, "fence-down")
    page = client.get(reverse("repair-check", args=[repair.pk])).content.decode()
    assert reverse("repair-first", args=[repair.pk]) not in page
    assert not Reading.objects.exists()


def test_somebody_else_s_draft_does_not_exist(connect, client):
    repair = draft(client)
    other = cast.add_tenant("other@riverside.example")
    cast.add_repair(cast.add_home("P-1004", "4 Mill Lane"), other, state="draft")
    client.force_login(other)
    assert client.get(reverse("repair-first", args=[repair.pk])).status_code == 404
