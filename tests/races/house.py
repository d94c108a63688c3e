"""What the races need: a portal that serves HTTP, workers, and the three systems, each started anew."""

import datetime as dt
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from portal.demo import throwaway, valkey
from tests.booking.systems.rows import CADULIS, CONNECT, SYNCHROTEAM, Running
from tests.environment import FIXED

TREE = """
priorities = [{ id = "ROUTINE", title = "Routine", target_days = 28 }]
suppliers = [
  { id = "FENCE01", name = "Hartley Fencing Ltd", route = "system", system = "synchroteam" },
  { id = "ROOF01", name = "Skyline Roofing", route = "system", system = "cadulis" },
  { id = "GLAZE01", name = "ClearView Glazing", route = "email", email = "jobs@clearview.example" },
]
[[categories]]
title = "Home"
[[categories.sub_areas]]
title = "Things"
priority = "ROUTINE"
leaves = [
  { title = "Bath leak", code = "BATH001", trade = "Plumber" },
  { title = "Fence down", code = "FENC001", trade = "Plumber", supplier = "FENCE01" },
  { title = "Roof tile", code = "ROOF001", trade = "Roofer", supplier = "ROOF01" },
  { title = "Window pane", code = "GLAZ001", trade = "Glazier", supplier = "GLAZE01" },
]
"""
LEAVES = {"connect": "bath-leak", "synchroteam": "fence-down", "cadulis": "roof-tile", "email": "window-pane"}
"""What is broken, by who mends it: one of the three systems, or a firm that is asked by e-mail."""
POOL = 120
"""Connections: more than people and workers, so that nobody waits in turn for one."""


@dataclass
class House:
    """Everything that a race needs."""

    port: int
    systems: dict[str, Running]
    crew: Any
    clients: int


@contextmanager
def running(*, clients: int, workers: int, quick: bool = False) -> Iterator[House]:
    """The house stands, in a process of its own that has no settings yet.

    The systems' locks lie in a Valkey, as in production; `quick` keeps them in this process.
    """
    with ExitStack() as stack:
        url = stack.enter_context(throwaway.running())
        store = "locmemcache://?max_entries=1000000" if quick else stack.enter_context(_valkey())
        _prepare(url, store)
        systems = {row.kind: stack.enter_context(_system(row)) for row in (CONNECT, SYNCHROTEAM, CADULIS)}
        _point_at(systems)
        _furnish()
        from tests.races import doors
        from tests.races.crew import Crew

        crew = stack.enter_context(Crew(workers))
        port = stack.enter_context(doors.serving())
        yield House(port=port, systems=systems, crew=crew, clients=clients)
        from django.db import connections

        stack.callback(connections.close_all)


def _prepare(database: str, store: str) -> None:
    os.environ.update(
        FIXED
        | {
            "DATABASE_URL": database,
            "DATABASE_POOL_SIZE": str(POOL),
            "CACHE_URL": store,
            # Each person comes from an address of their own.
            "TRUSTED_PROXIES": "1",
            "QUARANTINE_SECONDS": "5",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
    )
    # What goes wrong where a guard is taken away is told by the race.
    logging.disable(logging.CRITICAL)
    import django
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django.setup()
    for module in ("booking.tasks", "portal.tasks"):
        import_module(module)  # their tasks are asked for by name


@contextmanager
def _valkey() -> Iterator[str]:
    with throwaway.make_folder() as folder, valkey.running(folder / "valkey") as server:
        yield f"{server.url}1"


@contextmanager
def _system(row: Any) -> Iterator[Running]:
    sandbox = row.start()
    yield Running(row, sandbox)
    sandbox.stop()


def _point_at(systems: dict[str, Running]) -> None:
    from django.conf import settings

    usual = settings.SCHEDULERS["connect"]
    settings.SCHEDULERS = {
        kind: usual
        | {
            "factory": f"booking.schedulers.{kind}.build",
            "kind": kind,
            "options": running.row.options
            | {"url": running.sandbox.api_url, "read_seconds": 120, "write_seconds": 120},
        }
        for kind, running in systems.items()
    }


def _furnish() -> None:
    from django.core.management import call_command

    from diagnosis import transfer, tree_file

    call_command("migrate", verbosity=0)
    transfer.load(tree_file.read(TREE))


def in_days(number: int) -> dt.date:
    """A weekday, so many working days from today."""
    day = dt.datetime.now(dt.UTC).date()
    while number:
        day += dt.timedelta(days=1)
        number -= day.weekday() < 5
    return day
