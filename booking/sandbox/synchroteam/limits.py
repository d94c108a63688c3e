"""How often a key may call: so often a minute, and so often a day until midnight in UTC."""

import datetime as dt
import math

from .options import Options

_MINUTE = 60


class Limits:
    """Counts every call of the account; a minute begins with the first call after the last one's end."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._reset = 0
        self._calls = 0
        self._day: dt.date | None = None
        self._day_calls = 0
        self.refused = 0
        """Calls that were turned away."""

    def admit(self, now: dt.datetime) -> str | None:
        """Counts the call; the reason why it is turned away, or None."""
        self._turn(now)
        if self._day_calls >= self._options.day_limit:
            self.refused += 1
            return "You have gone above your daily quota"
        if self._calls >= self._options.minute_limit:
            self.refused += 1
            return "You have gone above your rate limit"
        self._calls += 1
        self._day_calls += 1
        return None

    def use_up(self, now: dt.datetime, *, calls: int = 0, day_calls: int = 0) -> None:
        """Somebody else calls with the same key."""
        self._turn(now)
        self._calls = min(self._calls + calls, self._options.minute_limit)
        self._day_calls = min(self._day_calls + day_calls, self._options.day_limit)

    def headers(self) -> dict[str, str]:
        """What every answer tells."""
        return {
            "X-RateLimit-Limit": str(self._options.minute_limit),
            "X-RateLimit-Remaining": str(self._options.minute_limit - self._calls),
            "X-RateLimit-Reset": str(self._reset),
            "X-Quota-Limit": str(self._options.day_limit),
            "X-Quota-Remaining": str(self._options.day_limit - self._day_calls),
        }

    def _turn(self, now: dt.datetime) -> None:
        if now.timestamp() >= self._reset:
            self._reset, self._calls = math.ceil(now.timestamp()) + _MINUTE, 0
        if self._day != now.date():
            self._day, self._day_calls = now.date(), 0
