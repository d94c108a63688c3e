"""Admins see where the tree's codes and Connect's differ, and what a code costs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from booking import catalogue, sandbox
from diagnosis import transfer, tree_file
from diagnosis.models import RepairCode
from portal.models import Person
from tests.booking.pretend import Pretend
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
TREE = """
priorities = [{ id = "R", title = "Routine", target_days = 20 }]
[[categories]]
title = "Bath"
[[categories.sub_areas]]
title = "Taps"
leaves = [
  { title = "Bath leak", code = "BATH001", trade = "Plumber", priority = "R" },
  { title = "Bath leak, wrongly planned", code = "BATH002", trade = "Carpenter", priority = "R" },
  { title = "Dripping tap", code = "BATH004", trade = "Carpenter", priority = "R" },
  { title = "Unheard of", code = "NOSUCH9", trade = "Plumber", priority = "R" },
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
    transfer.load(tree_file.read(TREE))
    yield running
    running.heal()


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(Person.objects.create_superuser("admin@riverside.example", name="Ada"))
    return client


def codes() -> list[str]:
    return list(RepairCode.objects.values_list("code", flat=True))


def different(client: Client) -> dict[str, str]:
    page = client.get(reverse("admin-codes"))
    assert page.status_code == 200
    return {line.leaf.code: line.problem for line in page.context["different"]}


def test_nothing_differs_before_anything_was_read(connect, admin):
    assert different(admin) == {}
    assert "4 have not been read" in admin.get(reverse("admin-codes")).content.decode()


def test_what_differs_is_said_in_words(connect, admin):
    catalogue.read_codes(codes())
    said = different(admin)
    assert said["NOSUCH9"] == "Connect has no such code"
    assert said["BATH002"] == "Connect plans it for Plumber, the tree for Carpenter"
    assert said["BATH004"] == "Connect describes it in quite other words"
    assert "BATH001" not in said


def test_the_page_itself_asks_nobody(connect, admin):
    admin.get(reverse("admin-codes"))
    assert admin.post(reverse("admin-codes")).status_code == 302
    assert connect.calls("GET JobCode*") == []


def test_reading_stops_where_connect_keeps_failing(connect):
    connect.fault("GET JobCode*", "status", times=20, status=503)
    catalogue.read_codes([f"CODE{n}" for n in range(10)])
    assert len({call["path"] for call in connect.calls("GET JobCode*")}) <= catalogue.TIRED


def test_a_code_s_price_under_our_contract(connect, admin):
    leaf = RepairCode.objects.get(code="BATH001")
    address = reverse("admin-code", args=[leaf.pk])
    assert "Not read yet" in admin.get(address).content.decode()
    assert admin.post(address).status_code == 302
    page = admin.get(address)
    assert page.context["price"] > 0
    assert f"£{page.context['price']:,.2f}" in page.content.decode()


def test_connect_out_of_reach_is_said(connect, admin):
    connect.fault("GET *", "status", times=20, status=503)
    leaf = RepairCode.objects.get(code="BATH001")
    page = admin.post(reverse("admin-code", args=[leaf.pk]), follow=True).content.decode()
    assert "cannot be asked just now" in page


def test_a_system_without_a_catalogue_says_so(settings, admin):
    settings.SCHEDULERS = {"connect": {"factory": "tests.booking.scripted.build", "options": {}}}
    transfer.load(tree_file.read(TREE))
    leaf = RepairCode.objects.get(code="BATH001")
    page = admin.post(reverse("admin-code", args=[leaf.pk]), follow=True).content.decode()
    assert "Connect does not say" in page


def test_an_officer_has_no_business_here(connect, client):
    client.force_login(cast.add_officer())
    assert client.get(reverse("admin-codes")).status_code == 302
    staff = cast.add_officer("staff@riverside.example", is_staff=True)
    client.force_login(staff)
    assert client.get(reverse("admin-codes")).status_code == 403
