"""A contractor's own system: its free times stand on the same pages; one is booked, moved and cancelled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from booking import remote as systems_in_use
from booking.models import Order
from booking.sandbox import cadulis, synchroteam
from booking.schedulers.base import VisitState
from diagnosis.models import Supplier
from portal import systems
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

KEY = "only-for-tests"


@dataclass(frozen=True)
class Firm:
    """Who does it, in which system, and what it is called."""

    name: str
    supplier: str
    leaf: str
    system: str


HARTLEY = Firm("Hartley Fencing Ltd", "FENCE01", "fence-panel-broken-or-missing", "hartley")
SKYLINE = Firm("Skyline Roofing", "ROOF01", "roof-tile-loose-or-missing", "skyline")


@pytest.fixture(scope="module")
def lines() -> Iterator[dict[str, Any]]:
    """Both systems run; how the portal knows them."""
    one = synchroteam.start(options=synchroteam.Options(domain="hartley", key=KEY))
    other = cadulis.start(options=cadulis.Options(account="skyline", key=KEY))
    known = {"url": f"{one.url}/api/v3", "domain": "hartley", "key": KEY, "job_type": "Plumbing"}
    secret = {"url": f"{other.url}/connectors/skyline/{KEY}", "intervention_type": "REPAIR"}
    yield {"hartley": line("synchroteam", known), "skyline": line("cadulis", secret)}
    one.stop()
    other.stop()


def line(kind: str, options: dict[str, Any]) -> dict[str, Any]:
    usual = {name: default for name, (_, default) in systems.KINDS[kind].items()}
    return {
        "factory": f"booking.schedulers.{kind}.build",
        "kind": kind,
        "options": usual | options,
        "hook": {},
    }


@pytest.mark.parametrize("firm", [HARTLEY, SKYLINE], ids=["synchroteam", "cadulis"])
def test_a_time_is_booked_moved_and_cancelled_in_the_contractors_system(
    visit: Callable[..., Tenant],
    given: Given,
    remote: Remote,
    lines: dict[str, Any],
    settings: Any,
    firm: Firm,
) -> None:
    settings.SCHEDULERS = settings.SCHEDULERS | lines
    Supplier.objects.filter(external_id=firm.supplier).update(route="system", system=firm.system)
    draft = given.draft("amira", leaf=firm.leaf)
    amira = visit("amira")
    amira.go(f"/repairs/{draft.pk}/check/")
    amira.sees(f"{firm.name} does this work for us")
    amira.press("Report this repair and choose a time")
    amira.sees(f"{firm.name} will do this repair")
    amira.is_at("When are you free?")
    amira.book(days=7)
    amira.sees(firm.name)
    amira.can_use_the_page()
    order = Order.objects.get()
    booked = there(order)

    amira.follow("Move the appointment")
    amira.choose_time(days=14)
    amira.press("Move my appointment")
    amira.letter("amira@riverside.example", "Moved")
    given.settled()
    assert there(order) > booked

    amira.go(f"/repairs/{draft.pk}/cancel/")
    amira.pick("It is fixed")
    amira.press("Cancel this repair")
    amira.is_at("This repair is cancelled")
    assert system(order).read_order(order.number).cancelled
    assert remote.calls() == []


def system(order: Order) -> Any:
    return systems_in_use.scheduler(order.scheduler)


def there(order: Order) -> Any:
    """The day on which the contractor's system has somebody come."""
    (live,) = (
        one for one in system(order).visits(number=order.number).visits if one.state is VisitState.BOOKED
    )
    return live.date
