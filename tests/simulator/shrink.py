"""The smallest schedule that still fails: steps and weather are left out for as long as the fault stays."""

from collections.abc import Callable

from tests.simulator.schedule import Schedule

Fails = Callable[[Schedule], bool]


def shrink(schedule: Schedule, fails: Fails, *, steps: int, most: int = 400) -> Schedule:
    """Leaves out whole steps first, then bad weather, in ever smaller lots; plays `most` at most."""
    left = most

    def still(candidate: Schedule) -> bool:
        nonlocal left
        left -= 1
        return left >= 0 and fails(candidate)

    for parts in ([f"{number}" for number in range(steps)], [f"{number} weather" for number in range(steps)]):
        schedule = _without_most(schedule, parts, still)
    return schedule


def _without_most(schedule: Schedule, parts: list[str], still: Fails) -> Schedule:
    size = len(parts)
    while size:
        for start in range(0, len(parts), size):
            lot = frozenset(parts[start : start + size]) - schedule.without
            if lot and still(smaller := schedule.less(lot)):
                schedule = smaller
        size //= 2
    return schedule
