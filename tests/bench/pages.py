"""Each page of the journey, one after the other, by a handful of people who do not pause."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from portal.demo.supervisor import say
from portal.models import Repair
from tests.bench import client, effort, tenants
from tests.bench.client import Page
from tests.bench.house import House


def measure(here: House, *, people: int, seconds: float) -> int:
    """Prints a line for each page; answers how many answers were wrong."""
    say(f"\n{people} people at once, {seconds:g} s a page, 2 processes; CPU of the web server per answer\n")
    say(f"{'page':<24}{'requests/s':>11}{'p50 ms':>8}{'p95 ms':>8}{'x bare':>8}{'CPU ms':>8}")
    bare, failed = 0.0, 0
    for name, page in list_pages():
        client.insist(here.port, page, people=people, seconds=0.3)  # warm
        before = effort.read(here.web)
        times = client.insist(here.port, page, people=people, seconds=seconds)
        cost = (effort.read(here.web) - before) / max(len(times.answers), 1)
        p50, p95 = times.at(0.5), times.at(0.95)
        bare = bare or p50
        say(f"{name:<24}{times.rate:>11.0f}{p50:>8.1f}{p95:>8.1f}{p50 / bare:>8.1f}{cost:>8.1f}")
        for error in times.errors[:3]:
            say(f"  {error}")
        failed += len(times.errors)
    return failed


def list_pages() -> Iterator[tuple[str, Page]]:
    """The bare view, then the journey from the front page to the list."""
    writes, checks, chooses, waits = tenants.settle(4)
    begun, described = writes.draft(described=False), checks.draft(described=True)
    open_order, booked = chooses.ordered(), waits.booked()
    slot = urlencode({"slot": tenants.first_slot(open_order)})
    part = begun.code.sub_area
    yield "a bare view", Page("/bare/")
    yield "start", Page(reverse("start"))
    yield "emergency", Page(reverse("emergency"))
    yield "sign-in", Page(reverse("account_login"))
    yield "new", Page(reverse("repair-new"), writes.cookie)
    yield "contact", Page(reverse("contact"), writes.cookie)
    yield "problem", _page("repair-problem", begun, writes)
    yield (
        "search, as one types",
        _page("repair-problem", begun, writes, query="?q=leeking+tap", fragment=True),
    )
    where = reverse("repair-sub-area", args=[begun.pk, part.category.slug, part.slug])
    yield "sub-area", Page(where, writes.cookie)
    yield "describe", _page("repair-describe", begun, writes)
    yield "check", _page("repair-check", described, checks)
    yield "times, grid known", _page("repair-times", open_order, chooses)
    yield "grid, as a fragment", _page("repair-grid", open_order, chooses, fragment=True)
    yield "confirm", _page("repair-confirm", open_order, chooses, query=f"?{slot}")
    yield "repair, booked", _page("repair", booked, waits)
    yield "list", Page(reverse("repairs"), waits.cookie)


def _page(
    name: str, repair: Repair, tenant: tenants.Tenant, *, query: str = "", fragment: bool = False
) -> Page:
    return Page(reverse(name, args=[repair.pk]) + query, tenant.cookie, fragment)
