"""Journeys at many moments, on servers in four zones; and how soon each mistake made on purpose is found."""

import datetime as dt
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from booking import switches
from booking.models import Delivery, Endpoint
from booking.webhooks.outbound import events
from portal.models import Access, AccessChange, Person
from tests.clocks import remotes, shifts
from tests.clocks.journey import Journey
from tests.clocks.occasions import OCCASIONS, WEEK, ZONES, Occasion
from tests.portal.api import cast
from tests.simulator import house as houses
from tests.simulator.house import House
from tests.simulator.people import browser


@dataclass(frozen=True)
class Stop:
    """One journey: when, where the server stands, in which system."""

    occasion: Occasion
    moment: dt.datetime
    zone: str
    system: str
    turn: int

    def __str__(self) -> str:
        return f"{self.occasion.name}, {self.moment:%Y-%m-%d %H:%M} UTC, {self.zone}, {self.system}"


def sample() -> list[Stop]:
    """The nights and the midnights, each in one zone and one system in turn."""
    moments = [(occasion, moment) for occasion in OCCASIONS for moment in occasion.sample()]
    names = list(remotes.witnesses())
    return [
        Stop(occasion, moment, ZONES[n % len(ZONES)], names[n % len(names)], n)
        for n, (occasion, moment) in enumerate(moments)
    ]


def every_hour(zone: str) -> list[Stop]:
    """All two weeks, in one zone and one system in turn."""
    names = list(remotes.witnesses())
    return [
        Stop(occasion, moment, zone, names[(n + ZONES.index(zone)) % len(names)], n)
        for occasion in OCCASIONS
        for n, moment in enumerate(occasion.hours(either_side=WEEK))
    ]


@contextmanager
def prepared() -> Iterator[House]:
    """The house, with an API and somebody who is told by webhook; nobody sends, since its switch is off."""
    with houses.running() as house, remotes.day_and_night():
        switches.turn("api", on=True, by="person:1")
        Endpoint.objects.create(name="e", url="https://e.example/", types=list(events.PUBLIC), secret="s")
        yield house


def visit(house: House, stop: Stop) -> list[str]:
    """What is not as it was chosen."""
    # The server's own zone, as every naive moment of the process has it.
    os.environ["TZ"] = stop.zone
    time.tzset()
    Delivery.objects.all().delete()
    house.reset()
    house.clock.move_to(stop.moment)
    AccessChange.objects.all().delete()
    Access.objects.all().delete()
    officer = browser(house.sessions[Person.objects.get(is_officer=True).pk])
    witness = remotes.witnesses()[stop.system]
    return Journey(house, witness, stop, cast.caller("diary"), officer).go()


def find(house: House, shift: str) -> Stop | None:
    """Where the sample first notices that mistake; None where it never does."""
    with shifts.SHIFTS[shift]():
        return next((stop for stop in sample() if visit(house, stop)), None)
