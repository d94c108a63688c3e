"""Cadulis, a contractor's own system; where its document is silent, the code says how it is read."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from booking.schedulers.base import Clock, Scheduler, Store
from booking.schedulers.breaker import Breaker
from booking.schedulers.cadulis import routes
from booking.schedulers.cadulis.addresses import Addresses
from booking.schedulers.cadulis.bookings import Bookings
from booking.schedulers.cadulis.client import Client
from booking.schedulers.cadulis.proposals import Proposals
from booking.schedulers.cadulis.routes import Routes
from booking.schedulers.cadulis.scheduler import CadulisScheduler
from booking.schedulers.cadulis.wire import Wire
from booking.schedulers.http import Door


def identify(options: Mapping[str, Any]) -> str:
    """One name for all processes that share the access, which tells nothing about its address."""
    return f"cadulis:{routes.digest(str(options['url']).strip())}"


def build(options: Mapping[str, Any], *, clock: Clock, store: Store) -> Scheduler:
    """A scheduler that speaks to the Cadulis of these options; it calls nobody yet."""
    url = str(options["url"]).strip()
    name = identify(options)
    lines, read_seconds = int(options.get("planning_lines", 0)), float(options.get("read_seconds", 10))
    door = Door(breaker=Breaker(name=name, store=store, clock=clock))
    wire = Wire(door=door, addresses=Addresses(url, hosts=options.get("hosts", ["cadulis.com"])))
    wizard = str(options.get("wizard_url") or "").strip()
    client = Client(
        routes=Routes(
            url, wire=wire, store=store, seconds=read_seconds, own={routes.WIZARD: wizard} if wizard else {}
        ),
        wire=wire,
        read_seconds=read_seconds,
        write_seconds=float(options.get("write_seconds", 20)),
    )
    proposals = Proposals(
        client=client,
        kind=str(options.get("intervention_type") or "").strip(),
        duration=dt.timedelta(minutes=int(options.get("duration_minutes", 120))),
        lines=lines,
    )
    bookings = Bookings(client=client, store=store, proposals=proposals, name=name, lines=lines)
    return CadulisScheduler(client=client, bookings=bookings, clock=clock, store=store, name=name)
