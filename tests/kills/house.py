"""The simulator's house; its database can die, its cache outlives processes, its broker has a clock."""

import datetime as dt
import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.kills import mortals, shelf
from tests.kills.database import Database
from tests.simulator import clock as clocks
from tests.simulator import house as houses

BEAT_SECONDS = 5
"""As the timetable has it for what is due."""
OFTEN = ("booking.sweep", "portal.send_due")
ALL = (*OFTEN, "booking.reread_open", "booking.settle_hooks")

Task = tuple[str, tuple[str, ...]]


@dataclass
class Broker:
    """Holds what was asked for until it is due, and forgets what nobody took in time, as Celery does."""

    house: houses.House
    waiting: list[tuple[dt.datetime, dt.datetime, Task]] = field(default_factory=list)
    down: bool = False

    def send_task(
        self,
        name: str,
        args: tuple[str, ...] = (),
        countdown: float | None = None,
        expires: float = 300,
        **_: Any,
    ) -> None:
        """Celery's way in."""
        if self.down:
            raise ConnectionError("the broker is down")
        now = self.house.clock.now
        due, end = (now + dt.timedelta(seconds=span) for span in (countdown or 0, expires))
        self.waiting.append((due, end, (name, tuple(args))))

    def take(self, *, but: Any = lambda task: False) -> Task | None:
        """The next task that is due, unless it is one of those."""
        now = self.house.clock.now
        self.waiting = [one for one in self.waiting if one[1] >= now]
        for one in self.waiting:
            if one[0] <= now and not but(one[2]):
                self.waiting.remove(one)
                return one[2]
        return None

    def next_moment(self) -> dt.datetime | None:
        """When something more is due."""
        now = self.house.clock.now
        return min((due for due, _, _ in self.waiting if due > now), default=None)


@dataclass
class Place:
    """Everything that a run needs."""

    house: houses.House
    database: Database
    broker: Broker
    errors: list[str] = field(default_factory=list)
    """Tasks that ended with an error of ours, while nothing was wrong."""

    def reset(self) -> None:
        """As if nothing had ever happened."""
        self.house.reset()
        self.broker.waiting.clear()
        self.errors.clear()

    def beat(self, tasks: tuple[str, ...] = OFTEN) -> None:
        """The timetable asks for what is due."""
        for name in tasks:
            self.work(name, ())

    def drain(self, *, but: Any = lambda task: False) -> None:
        """A worker does what the broker holds."""
        while (task := self.broker.take(but=but)) is not None:
            self.work(*task)

    def note(self, **_: Any) -> None:
        """A page that failed says why."""
        self.errors.append(traceback.format_exc(limit=-4))

    def work(self, name: str, args: tuple[str, ...]) -> None:
        """One task, here."""
        from portal.celery import app

        try:
            app.tasks[name](*args)
        except Exception as error:
            self.errors.append(f"{name} ended with {type(error).__name__}: {error}"[:200])


def prepare(database: Database, folder: str) -> None:
    """Settings for a process that has none yet."""
    os.environ["DATABASE_URL"] = database.url
    houses.prepare()
    from django.conf import settings

    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    settings.CACHES = shelf.settings(folder)
    # What a dead process held in PostgreSQL is let go of soon, and not at once.
    settings.DATABASES["default"]["OPTIONS"]["options"] = clocks.SEARCH_PATH
    # A pool has threads, and what a thread holds at the moment of a fork nobody ever gives back in the child.
    mortals.POOL.update(settings.DATABASES["default"]["OPTIONS"].pop("pool"))


@contextmanager
def running(database: Database) -> Iterator[Place]:
    """The house stands."""
    from django.contrib.auth.models import Permission
    from django.core.signals import got_request_exception

    from booking.sandbox.connect import customers
    from portal.celery import app
    from portal.models import ContactDetails, Person

    with houses.running() as house:
        broker = Broker(house)
        app.send_task = broker.send_task  # type: ignore[method-assign]
        for held in ContactDetails.objects.all():
            # Else a new telephone number is no news about the person whom the remote asks for.
            home = held.person.tenancies.get().home
            held.name = customers.find(home.reference, {}).name or ""
            held.save()
        officer = Person.objects.get(is_officer=True)
        rights = ("amend_contractor_order", "draft_invoice")
        officer.user_permissions.set(Permission.objects.filter(codename__in=rights))
        place = Place(house, database, broker)
        got_request_exception.connect(place.note, weak=False)
        yield place
