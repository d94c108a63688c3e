"""A contractor's Synchroteam, API v3; what its document leaves open, the code says how it is read."""

import hashlib
from collections.abc import Mapping
from typing import Any

from booking.schedulers.base import Clock, Scheduler, Store
from booking.schedulers.breaker import Breaker
from booking.schedulers.http import Door
from booking.schedulers.synchroteam.client import Client
from booking.schedulers.synchroteam.crews import Crews
from booking.schedulers.synchroteam.diary import Diary
from booking.schedulers.synchroteam.locks import Locks
from booking.schedulers.synchroteam.openings import Openings
from booking.schedulers.synchroteam.placing import Placing
from booking.schedulers.synchroteam.quota import Quota
from booking.schedulers.synchroteam.roster import Roster
from booking.schedulers.synchroteam.scheduler import SynchroteamScheduler
from booking.schedulers.synchroteam.settings import read_settings


def identify(options: Mapping[str, Any]) -> str:
    """One name for all processes that share the account, which tells nothing about its key."""
    url, domain, key = (str(options.get(name, "")).strip() for name in ("url", "domain", "key"))
    return f"synchroteam:{hashlib.sha256(f'{url}|{domain}|{key}'.encode()).hexdigest()[:24]}"


def build(options: Mapping[str, Any], *, clock: Clock, store: Store) -> Scheduler:
    """A scheduler that speaks to the Synchroteam of these options; it calls nobody yet."""
    url, domain, key = (str(options.get(name, "")).strip() for name in ("url", "domain", "key"))
    read_seconds = float(options.get("read_seconds", 10))
    write_seconds = float(options.get("write_seconds", 20))
    settings = read_settings(options)
    name = identify(options)
    client = Client(
        url=url,
        domain=domain,
        key=key,
        door=Door(breaker=Breaker(name=name, store=store, clock=clock)),
        quota=Quota(name=name, store=store, clock=clock),
        read_seconds=read_seconds,
        write_seconds=write_seconds,
    )
    roster = Roster(client, store=store, name=name, settings=settings)
    diary = Diary(client, store=store, name=name)
    crews = Crews(client, store=store, name=name, alone=settings.alone)
    # Longer than the writes and reads of one booking.
    locks = Locks(store=store, name=name, seconds=3 * write_seconds + 6 * read_seconds)
    openings = Openings(roster=roster, diary=diary, crews=crews, settings=settings)
    return SynchroteamScheduler(
        client=client,
        clock=clock,
        settings=settings,
        roster=roster,
        diary=diary,
        crews=crews,
        openings=openings,
        placing=Placing(client=client, diary=diary, locks=locks, openings=openings),
    )
