"""What a page costs: at most 12 queries on each page of the road, at most 70 kB on a first visit."""

import datetime as dt
import gzip
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from booking import grid, readings
from booking.models import Appointment
from booking.schedulers.base import Offer, Slot, Window
from diagnosis import tree
from portal.demo import people
from portal.models import Home, Person, Repair
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
MOST = 12
BUDGET = 70_000
MORNING = Window(id="22", name="MORNING", start=dt.time(8), end=dt.time(12, 59))


@pytest.fixture
def tenant() -> Person:
    """Somebody in a block, with many repairs behind her."""
    call_command("load_tree", verbosity=0)
    people.seed()
    person = Person.objects.get(email="margaret@riverside.example")
    home = Home.objects.get(reference="RIV-2007")
    for number in range(8):
        order = cast.add_order(f"TP-OLD-{number}", customer=home.reference)
        cast.add_appointment(order, visit=f"OLD-{number}")
        cast.add_command(order, state="confirmed")
        cast.add_repair(home, person, order, reported_at=timezone.now())
    readings.keep(f"home:{home.reference}", {"visits": []})
    return person


@pytest.fixture
def pages(tenant: Person, client: Client) -> list[str]:
    """The address of each page of the road, with everything there that it can show."""
    client.force_login(tenant)
    client.post("/repairs/new/")
    draft = Repair.objects.drafts().get()
    details = tenant.contact_details
    details.confirmed_at = timezone.now()
    details.save()
    leaf = tree.leaf("leak-under-the-sink-or-basin")
    draft.place, draft.code, draft.title, draft.description = "home", leaf, "Leak", "It drips."
    draft.answers = {"known": "no", "danger": "no", "try_first": "still broken"}
    draft.save()
    order = cast.add_order("TP-TIMES-1", customer="RIV-2007")
    waiting = cast.add_repair(Home.objects.get(reference="RIV-2007"), tenant, order, code=leaf)
    token = keep_offer(order, "")
    booked = Appointment.objects.get(visit="OLD-0")
    move = keep_offer(booked.order, booked.visit)
    done = Repair.objects.get(order=booked.order)
    on_the_way = "where known problem problem/?q=leak problem/taps problem/taps/tap danger try-this-first"
    return [
        *["/", "/emergency/", "/emergency/?danger=gas", "/repairs/new/", "/contact/", "/repairs/"],
        "/repairs/home-visits/",
        *[
            f"/repairs/{draft.pk}/{page}" if "?" in page else f"/repairs/{draft.pk}/{page}/"
            for page in [*on_the_way.split(), "describe", "photos", "something-else", "check"]
        ],
        *[f"/repairs/{waiting.pk}/{page}" for page in ("", "progress/", "cancel/", "times/", "times/grid/")],
        f"/repairs/{waiting.pk}/times/confirm/?slot={token}",
        f"/repairs/{done.pk}/",
        f"/repairs/{done.pk}/appointments/{booked.pk}/times/",
        f"/repairs/{done.pk}/appointments/{booked.pk}/times/confirm/?slot={move}",
    ]


def keep_offer(order: Any, visit: str) -> str:
    """Five weeks of mornings are on offer; the token of one of them."""
    today = timezone.localdate()
    slots = [Slot(date=today + dt.timedelta(days), window=MORNING, preferred=False) for days in range(5, 30)]
    readings.keep(grid.key(order, visit=visit), grid.dump_offer(Offer(slots=tuple(slots))))
    return grid.sign(order, slots[0], offered_at=timezone.now(), visit=visit)


def test_no_page_of_the_road_runs_more_than_twelve_queries(pages: list[str], client: Client) -> None:
    cost = {}
    for page in pages:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(page)
        assert answer.status_code == 200, (page, answer.headers)
        cost[page] = len(queries)
    assert {page: count for page, count in cost.items() if count > MOST} == {}


@pytest.mark.parametrize("address", ["/", "/emergency/", "/sign-in/"])
def test_a_first_visit_weighs_little(address: str, client: Client) -> None:
    html = client.get(address).content
    assert weight(html) <= BUDGET


def test_the_grid_weighs_little_too(pages: list[str], client: Client) -> None:
    times = next(page for page in pages if page.endswith("/times/"))
    assert weight(client.get(times).content) <= BUDGET


def weight(html: bytes) -> int:
    """The page with its styles and scripts, as it crosses the wire."""
    files = re.findall(rb'(?:src|href)="/static/([^"]+\.(?:css|js))"', html)
    assert len(files) >= 3
    bodies = [open(finders.find(name.decode()), "rb").read() for name in files]  # noqa: SIM115
    return sum(len(gzip.compress(body)) for body in [html, *bodies])
