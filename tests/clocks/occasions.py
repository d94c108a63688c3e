"""The moments that are looked at: around both changes of London's clock, the leap day and the year's end."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from tests.clocks import london

ZONES = ("UTC", "Europe/London", "Pacific/Auckland", "America/Los_Angeles")
"""Where the server stands."""
WEEK = 7 * 24


@dataclass(frozen=True)
class Occasion:
    """A day on which dates are easily got wrong."""

    name: str
    day: dt.date

    def hours(self, *, either_side: int) -> Iterator[dt.datetime]:
        """Every full hour so long before and after one at night, when clocks change, a minute to and past."""
        middle = dt.datetime.combine(self.day, dt.time(1), tzinfo=dt.UTC)
        for number in range(-either_side, either_side + 1):
            yield middle + dt.timedelta(hours=number, minutes=number % 3 - 1)

    def sample(self) -> Iterator[dt.datetime]:
        """The night itself where clocks change, and around London's and Greenwich's midnights before."""
        if self.name.startswith("clocks"):
            yield from self.hours(either_side=2)
        eve = dt.datetime.combine(self.day - dt.timedelta(days=2), dt.time(), tzinfo=dt.UTC)
        for minutes in (-61, -59, -1, 1):
            yield eve + dt.timedelta(minutes=minutes)


OCCASIONS = (
    *(Occasion("clocks go forward", london.last_sunday(year, 3)) for year in (2026, 2027)),
    *(Occasion("clocks go back", london.last_sunday(year, 10)) for year in (2026, 2027)),
    Occasion("leap day", dt.date(2028, 2, 29)),
    *(Occasion("year's end", dt.date(year, 1, 1)) for year in (2027, 2028)),
)
