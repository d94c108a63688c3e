"""Totalmobile Connect; where its document is silent or contradicts itself, the code says how it is read."""

from collections.abc import Mapping
from typing import Any

from booking.schedulers.base import Clock, Scheduler, Store
from booking.schedulers.breaker import Breaker
from booking.schedulers.connect.calls import Calls
from booking.schedulers.connect.client import Client
from booking.schedulers.connect.jump import Doorways
from booking.schedulers.connect.scheduler import ConnectScheduler
from booking.schedulers.connect.token import Account, Tokens
from booking.schedulers.http import Door

WEEKENDS = {"": None, "true": True, "false": False}


def identify(options: Mapping[str, Any]) -> str:
    """One name for all processes that speak to the same Connect."""
    return "connect:" + str(options["url"]).rstrip("/")


def build(options: Mapping[str, Any], *, clock: Clock, store: Store) -> Scheduler:
    """A scheduler that speaks to the Connect of these options; it calls nobody yet."""
    url = str(options["url"]).rstrip("/")
    read_seconds = float(options.get("read_seconds", 20))
    write_seconds = float(options.get("write_seconds", 45))
    door = Door(breaker=Breaker(name=identify(options), store=store, clock=clock))
    account = Account(url=url, username=str(options["username"]), password=str(options["password"]))
    tokens = Tokens(account, door=door, store=store, seconds=read_seconds)
    calls = Calls(url=url, door=door, tokens=tokens, read_seconds=read_seconds, write_seconds=write_seconds)
    return ConnectScheduler(
        client=Client(calls),
        clock=clock,
        store=store,
        name=identify(options),
        contract=str(options["contract"]),
        organisation=str(options["organisation"]),
        weekends=WEEKENDS[str(options.get("ignore_weekends", "")).strip().lower()],
        doorways=Doorways.of(options),
    )
