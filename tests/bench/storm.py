"""Hundreds of tenants whose times nobody knows yet ask for them, while Connect takes its time."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.urls import reverse

from booking.models import Reading
from portal.demo.supervisor import say
from tests.bench import client, effort, tenants
from tests.bench.client import Page
from tests.bench.house import House

SLOT = b"slots__pick"
OURS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def measure(here: House, *, count: int, latency: float, think: float) -> int:
    """Prints what became of them, all at once and as they come in life; answers how many errors."""
    pages = list_pages(count)
    slow(here.sandbox, latency)
    say(f"\n{count} tenants ask for times that nobody knows, Connect takes {latency:g} s; ms over it\n")
    columns = ("errors", "p50", "p95", "p99", "start p95", "connections", "CPU ms")
    say(" " * 15 + "".join(f"{column:>12}" for column in columns))
    return sum(
        _report(name, here, pages, within=within, latency=latency)
        for name, within in (("all at once", 0.0), (f"within {think:g} s", think))
    )


def _report(name: str, here: House, pages: list[Page], *, within: float, latency: float) -> int:
    Reading.objects.all().delete()
    before = effort.read(here.web)
    with counting() as most:
        start, looking = client.watch(here.port, [Page(reverse("start"))], pause=0.1)
        times = client.arrive(here.port, pages, within=within, expect=SLOT)
        looking.kill()
    cost = (effort.read(here.web) - before) / len(pages)
    p50, p95, p99 = (times.at(share) - latency * 1000 for share in (0.5, 0.95, 0.99))
    errors = [*times.errors, *start.errors]
    figures = (len(errors), p50, p95, p99, start.at(0.95), most[0], cost)
    say(f"{name:<15}" + "".join(f"{figure:>12.0f}" for figure in figures))
    for error in errors[:3]:
        say(f"  {error}")
    return len(errors)


def list_pages(count: int) -> list[Page]:
    """The fragment with the times of so many tenants, each with an order of their own."""
    waiting = tenants.settle(count)
    return [
        Page(reverse("repair-grid", args=[repair.pk]), tenant.cookie, fragment=True)
        for tenant, repair in zip(waiting, tenants.order_for(waiting), strict=True)
    ]


def slow(sandbox: str, seconds: float) -> None:
    """From now on the pretend Connect takes so long for times."""
    fault = {"call": "*Availability*", "fault": "latency", "times": None, "seconds": seconds}
    asked = urllib.request.Request(f"{sandbox}_control/faults", json.dumps(fault).encode())
    urllib.request.urlopen(asked, timeout=5).close()


@contextmanager
def counting() -> Iterator[list[int]]:
    """The most connections to the database that stood meanwhile, the bench's own apart."""
    most, over = [0], threading.Event()

    def look() -> None:
        with connection.cursor() as cursor:
            while not over.wait(0.05):
                cursor.execute(OURS)
                most[0] = max(most[0], cursor.fetchone()[0])
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()
