"""The clock on a pretend system's wall: the real one, until somebody sets it."""

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock:
    """Runs with the real time, or stands at a moment; a day alone keeps the real time of day."""

    def __init__(self) -> None:
        self._day: dt.date | None = None
        self._moment: dt.datetime | None = None

    @property
    def today(self) -> dt.date:
        """The date in London."""
        return self._day or self.now.astimezone(_find_zone()).date()

    @property
    def now(self) -> dt.datetime:
        """The moment, in UTC."""
        if self._moment is not None:
            return self._moment
        now = dt.datetime.now(dt.UTC)
        if self._day is None:
            return now
        local = now.astimezone(_find_zone()).time()
        return dt.datetime.combine(self._day, local, tzinfo=_find_zone()).astimezone(dt.UTC)

    def set(self, *, today: dt.date | None = None, now: dt.datetime | None = None) -> None:
        """It is that day, or that moment and stays so; the real time where neither is named."""
        if now is not None and now.tzinfo is None:
            raise ValueError("now needs its offset from UTC")
        self._day = None if now is not None else today
        self._moment = now.astimezone(dt.UTC) if now is not None else None

    def advance(self, seconds: float) -> None:
        """The clock stands that much later than it is."""
        self.set(now=self.now + dt.timedelta(seconds=seconds))


def _find_zone() -> dt.tzinfo:
    try:
        return ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return dt.UTC
