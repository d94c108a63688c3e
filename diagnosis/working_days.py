"""The days on which people work: not at weekends, not on bank holidays of England."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path

BANK_HOLIDAYS = Path(__file__).parent / "data" / "bank_holidays.toml"


def add(start: dt.date, *, days: int) -> dt.date:
    """Answers the working day that is `days` working days after `start`."""
    day = start
    for _ in range(days):
        day = following(day)
    return day


def following(day: dt.date) -> dt.date:
    """Answers the first working day after `day`."""
    day += dt.timedelta(days=1)
    while day.isoweekday() > 5 or day in bank_holidays():
        day += dt.timedelta(days=1)
    return day


@cache
def bank_holidays() -> frozenset[dt.date]:
    """Answers every bank holiday that we know of."""
    return frozenset(tomllib.loads(BANK_HOLIDAYS.read_text(encoding="utf-8"))["england"])
