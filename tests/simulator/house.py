"""The whole portal in one process: database, pretend systems, people; emptied before every run."""

import datetime as dt
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from tests.environment import FIXED
from tests.simulator import clock as clocks
from tests.simulator.elsewhere import Elsewhere
from tests.simulator.remotes import Remote, registry, start_all

TREE = """
priorities = [{ id = "ROUTINE", title = "Routine", target_days = 28 }]
suppliers = [
  { id = "FENCE01", name = "Hartley Fencing Ltd" },
  { id = "ROOF01", name = "Skyline Roofing" },
  { id = "GLAZE01", name = "ClearView Glazing" },
]
[[categories]]
title = "Home"
[[categories.sub_areas]]
title = "Things"
priority = "ROUTINE"
leaves = [
  { title = "Bath leak", code = "BATH001", trade = "Plumber" },
  { title = "Gutter", code = "GUTT001", trade = "Roofer", attributes = "Ladders = Yes" },
  { title = "Fence down", code = "FENC001", trade = "Plumber", supplier = "FENCE01" },
  { title = "Roof tile", code = "ROOF001", trade = "Roofer", supplier = "ROOF01" },
  { title = "Window pane", code = "GLAZ001", trade = "Glazier", supplier = "GLAZE01" },
]
"""
PEOPLE = 6
RUNS_BETWEEN = 25
"""From one search for garbage among everything to the next."""
IMPATIENT = "-c lock_timeout=20ms"
"""Whoever wants what a transaction beside it holds never gets it here: that one waits for us."""
LENGTHS_KEPT = """
    DO $$ DECLARE place record; BEGIN
        FOR place IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format(
                'ALTER TABLE %I SET (vacuum_truncate = off, toast.vacuum_truncate = off)', place.tablename
            );
        END LOOP;
    END $$;
"""
"""Autovacuum locks a whole table while it cuts off what has been emptied: for the impatient, too long."""
HOOK_PATH, HOOK_SECRET = "x" * 24, "s" * 24
SIGNED_IN = """
    UPDATE django_session SET expire_date = '2099-01-01';
    CREATE TABLE sim.signed_in AS TABLE django_session;
"""
"""Whoever has signed in stays so, in every run."""
EMPTIED = (
    "portal_message",
    "portal_photo",
    "portal_repair",
    "booking_loggedevent",
    "booking_appointment",
    "booking_command",
    "booking_hook",
    "booking_turn",
    "booking_reading",
    "booking_order",
    "portal_receipt",
    "django_session",
)


@dataclass
class House:
    """Everything that a run needs."""

    clock: clocks.Clock
    remotes: dict[str, Remote]
    key: str = ""
    """Another system's, for the API."""
    sessions: dict[int, str] = field(default_factory=dict)
    """By person: what the cookie of somebody who has signed in holds."""
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    nudge: Callable[[], None] = lambda: None
    """Raises ConnectionError where the broker is down."""
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """What the broker holds: a task's name and its arguments."""

    def reset(self) -> None:
        """As if nothing had ever happened; people and tree stay."""
        # What the last run left, and now and then what outlived the runs before it.
        gc.collect(2 if gc.get_count()[1] >= RUNS_BETWEEN else 0)
        from django.core import mail
        from django.db import connection

        from booking import remote

        with connection.cursor() as cursor:
            for table in EMPTIED:
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("INSERT INTO django_session TABLE sim.signed_in")
            cursor.execute("UPDATE portal_contactdetails SET carried = NULL")
        self.empty_cache()
        remote._build.cache_clear()
        mail.outbox.clear()
        self.asked.clear()
        self.clock.reset()
        for system in self.remotes.values():
            system.reset()

    def empty_cache(self) -> None:
        """All that it held is gone."""
        from django.core.cache import cache

        cache.clear()


def prepare() -> None:
    """Settings for a process that has none yet; DATABASE_URL names an empty database."""
    os.environ.update(FIXED | {"QUARANTINE_SECONDS": "105", "LOG_LEVEL": "CRITICAL"})
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import logging
    import warnings

    import django
    from django.conf import settings

    # Connections are lost on purpose, and static files lie where they are.
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", message="No directory at")

    settings.DATABASES["default"]["OPTIONS"]["options"] = f"{clocks.SEARCH_PATH} {IMPATIENT}"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django.setup()


@contextmanager
def running() -> Iterator[House]:
    """The house stands; time stands still in it."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    from booking.schedulers import http
    from portal.celery import app

    http.RETRY_PAUSES = (0.0, 0.0)
    with connection.cursor() as cursor:
        cursor.execute(clocks.FUNCTION)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(clocks.ROWS_IN_ORDER)
        cursor.execute(LENGTHS_KEPT)
    setup_test_environment(debug=False)
    remotes = start_all()
    settings.SCHEDULERS = registry(remotes, settings.SCHEDULERS["connect"])
    settings.SCHEDULERS["connect"]["hook"] |= {"hook_path": HOOK_PATH, "hook_secrets": [HOOK_SECRET]}
    clock = clocks.Clock(os.environ["DATABASE_URL"])
    clock.walls = [remote.system.clock for remote in remotes.values()]
    for module in clocks.CACHES:
        import_module(module).time = clock.true()  # type: ignore[attr-defined]
    for module in clocks.WAITING:
        import_module(module).time = clock.waiting()  # type: ignore[attr-defined]
    house = House(clock, remotes)

    def send_task(name: str, args: tuple[str, ...] = (), **_: Any) -> None:
        house.nudge()
        house.asked.append((name, tuple(args)))

    for module in ("booking.tasks", "portal.tasks"):
        import_module(module)  # their tasks are asked for by name
    app.send_task = send_task  # type: ignore[method-assign]
    clock.start()
    try:
        house.key = _furnish()
        house.sessions = _sign_in()
        gc.collect()
        gc.freeze()  # what stands by now stays
        gc.disable()  # and what comes goes before each run
        yield house
    finally:
        house.elsewhere.stop()
        clock.stop()
        for remote in remotes.values():
            remote.sandbox.stop()
        teardown_test_environment()
        connection.close()


def _furnish() -> str:
    """People, homes and tree; answers another system's key."""
    from django.utils import timezone

    from booking import switches
    from diagnosis import transfer, tree_file
    from diagnosis.models import Supplier
    from portal.api import keys
    from portal.models import Access, ContactDetails, Home, Person, Tenancy

    transfer.load(tree_file.read(TREE))
    Supplier.objects.filter(external_id="FENCE01").update(route="system", system="hartley")
    Supplier.objects.filter(external_id="ROOF01").update(route="system", system="skyline")
    for number in range(PEOPLE):
        email = f"tenant{number}@riverside.example"
        person = Person.objects.create_user(email, name=f"Tenant {number}")
        ContactDetails.objects.create(
            person=person,
            name=person.name,
            mobile=f"0770090010{number}",
            email=email,
            confirmed_at=timezone.now().replace(year=2099),
        )
        home = Home.objects.create(
            reference=f"P-100{number}", line1=f"{number} Mill Lane", city="Riverside", postcode="RV2 4AB"
        )
        tenancy = Tenancy.objects.create(home=home, started=timezone.localdate().replace(year=2020))
        tenancy.people.add(person)
    Person.objects.create_user("officer@riverside.example", name="Olive Officer", is_officer=True)
    switches.turn("api", on=True, by="person:1")
    access = Access(name="CRM", rights="diary", expires_at=timezone.now() + dt.timedelta(days=720))
    return keys.issue(access, by="person:1")


def _sign_in() -> dict[int, str]:
    """Everybody, for all runs."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from portal.models import Person

    sessions = {}
    for person in Person.objects.all():
        client = Client()
        client.force_login(person)
        sessions[person.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
    with connection.cursor() as cursor:
        cursor.execute(SIGNED_IN)
    return sessions
