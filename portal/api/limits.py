"""How often an access may call: so many a minute, counted where every process sees it."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from portal.models import Access

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of this minute; `over` where it was used up before this call."""

    quota: int
    left: int
    seconds: int
    over: bool

    @property
    def headers(self) -> dict[str, str]:
        """As the IETF's draft on RateLimit header fields writes it."""
        return {
            "RateLimit-Policy": f'"access";q={self.quota};w={SECONDS}',
            "RateLimit": f'"access";r={self.left};t={self.seconds}',
        }


def count(access: Access, *, now: dt.datetime) -> Allowance:
    """One more call, and what is left then."""
    minute, gone = divmod(int(now.timestamp()), SECONDS)
    key = f"api:calls:{access.pk}:{minute}"
    cache.add(key, 0, SECONDS * 2)
    used, quota = cache.incr(key), settings.API_CALLS_PER_MINUTE
    return Allowance(quota, max(0, quota - used), SECONDS - gone, used > quota)
