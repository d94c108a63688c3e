"""The landlord's staff change something in Connect, Connect calls, and the tenant sees and hears of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.core import mail

from booking import tasks
from booking.models import Hook, Order
from portal.models import Repair
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]
AMIRA = "amira@riverside.example"
PATH, SECRET = "hooks-for-the-journey-2026", "a-secret-that-only-two-know"


@pytest.fixture
def called(portal: str, remote: Remote, settings: Any, given: Given) -> Callable[..., None]:
    """Connect calls the portal from now on; called again, everything has been called and done."""
    line = settings.SCHEDULERS["connect"]
    hook = line["hook"] | {"hook_path": PATH, "hook_secrets": [SECRET]}
    settings.SCHEDULERS = {"connect": line | {"hook": hook}}

    def ask(verb: str, **body: Any) -> None:
        requests.post(f"{remote.url}/_control/{verb}", json=body, timeout=20).raise_for_status()

    def wait(**how: Any) -> None:
        if how:
            ask("callbacks", url=f"{portal}/hooks/{PATH}/", secret=SECRET, **how)
        ask("callbacks/flush")
        given.settled()

    wait(loss=0.0)
    return wait


def move(repair: Repair, remote: Remote) -> dt.date:
    """Staff move the visit by a week or a little more."""
    (before,) = remote.live_visits()
    date = dt.date.fromisoformat(before["date"]) + dt.timedelta(days=7)
    remote.act("move", order=repair.order.number, date=date.isoformat(), window=before["window"])
    return date


def letters() -> list[str]:
    return [message.subject for message in mail.outbox if message.subject.startswith("Moved:")]


def spoken(date: dt.date) -> str:
    return f"{date:%A} {date.day} {date:%B %Y}"


def test_a_visit_that_connect_moved_is_on_the_page_and_in_one_letter(
    visit: Visit, remote: Remote, given: Given, called: Callable[..., None]
) -> None:
    repair = given.booked("amira", days=7)
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.is_at("Your appointment is booked")

    called(duplicates=1.0)
    date = move(repair, remote)
    called()
    assert Hook.objects.get().times == 2
    amira.go(f"/repairs/{repair.pk}/")
    amira.sees(spoken(date))
    assert spoken(date) in amira.letter(AMIRA, "Moved:")

    # The schedule sees it as well, and it is no news any more.
    Order.objects.update(read_due_at=dt.datetime.now(dt.UTC))
    tasks.read_round("connect", "0")
    given.settled()
    assert len(letters()) == 1


def test_a_visit_that_was_moved_while_every_call_was_lost_is_found_by_the_schedule(
    visit: Visit, remote: Remote, given: Given, called: Callable[..., None]
) -> None:
    repair = given.booked("amira", days=7)
    called(loss=1.0)
    date = move(repair, remote)
    called()
    assert not Hook.objects.exists()

    Order.objects.update(read_due_at=dt.datetime.now(dt.UTC))
    tasks.reread_open()
    given.settled()
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/")
    amira.sees(spoken(date))
    assert len(letters()) == 1
