"""One run: a schedule, good weather until nothing is left to do, and then the judgement."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field

from tests.simulator import invariants
from tests.simulator.chance import seeded
from tests.simulator.holes import Hole
from tests.simulator.house import House
from tests.simulator.schedule import Schedule
from tests.simulator.world import World


@dataclass
class Run:
    """What came of one schedule."""

    schedule: Schedule
    violations: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    history: list[str] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)
    """Seconds in which each write of unknown outcome was settled or with staff, in good weather."""


def play(house: House, schedule: Schedule, *, hole: Hole = nullcontext) -> Run:
    """Plays it, perhaps without some guard, and says what was violated."""
    house.reset()
    run = Run(schedule)
    with seeded(schedule.seed) as chance, hole():
        world = World(house, chance, schedule)
        house.nudge = world.weather.nudge
        with world.weather.blowing(), world.witness.watching():
            world.go()
            world.settle()
            run.violations = invariants.check(world)
        run.seen, run.steps, run.history = world.weather.seen, world.steps, world.history
        run.unknown = world.unknowns.seconds
    return run
