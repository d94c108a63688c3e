"""The judgement: when nothing is left to do, the simulator's invariants hold."""

from collections.abc import Iterable
from types import SimpleNamespace

from tests.kills.house import ALL, Place
from tests.simulator import invariants
from tests.simulator.people import Tenant
from tests.simulator.witness import Witness

PAUSES = (60, 700, 60)
"""Seconds in which everything that was in doubt is read once more."""


def check(place: Place, tenants: Iterable[Tenant]) -> list[str]:
    """Every sentence says what is not as it must be."""
    for pause in (*PAUSES, 0):
        place.beat(ALL)
        place.drain()
        place.house.clock.pass_by(seconds=pause)
    house = place.house
    world = SimpleNamespace(
        house=house,
        tenants=list(tenants),
        partner=SimpleNamespace(asked={}),
        witness=Witness(house.remotes, house.clock),
        errors=place.errors,
        staff_visits=set(),
        stragglers=False,
    )
    return invariants.check(world)  # type: ignore[arg-type]
