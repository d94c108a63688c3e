"""Synchroteam's two limits, kept by all processes together: so many calls a minute, and so many a day.

Every call is reserved in the shared store before it leaves; what the headers say then corrects the count. A
call reserved in one minute may arrive in the next: while it is on its way, the next minute counts it too.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

from booking.schedulers.base import Clock, SchedulerError, Store, Unavailable
from booking.schedulers.http import Reply
from booking.schedulers.synchroteam.meter import Meter
from booking.schedulers.urgency import is_background

MINUTE_LIMIT = 120
DAY_LIMIT = 10_000
MINUTE_SECONDS = 60
# Over for us a little later than for them: two clocks never agree.
MARGIN_SECONDS = 1.0
# So soon after midnight theirs may still be yesterday: what they say of it counts for no day.
TWILIGHT_SECONDS = 300
KEPT_SECONDS = 3 * 86_400
# Of each limit, what calls that nobody waits for must leave alone: one part in so many.
MINUTE_RESERVE = 3
DAY_RESERVE = 5


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to one call."""

    minute: int
    day: dt.date
    taken: float


class Quota:
    """The calls that are left to one key."""

    def __init__(self, *, name: str, store: Store, clock: Clock) -> None:
        self._name = f"{name}:quota"
        self._store = store
        self._clock = clock
        self._kept: ContextVar[list[Ticket] | None] = ContextVar("tickets", default=None)

    @contextmanager
    def ahead(self, calls: int) -> Iterator[None]:
        """Reserves them all before the first, or Unavailable: what must not stop half-way does not begin."""
        tickets: list[Ticket] = []
        try:
            for _ in range(calls):
                tickets.append(self._take_safely())
            token = self._kept.set(tickets)
            try:
                yield
            finally:
                self._kept.reset(token)
        finally:
            for ticket in tickets:
                self.give_back(ticket)

    def take(self) -> Ticket:
        """The right to one call, or Unavailable with the seconds until there may be one."""
        kept = self._kept.get()
        return kept.pop() if kept else self._take_safely()

    def give_back(self, ticket: Ticket) -> None:
        """The call was not made."""
        with suppress(Exception):  # a count too high only slows us down
            self._minute(ticket.minute).give_back()
            self._day(ticket.day).give_back()

    def settle(self, ticket: Ticket, reply: Reply | None) -> None:
        """The call was made; what its answer says of the limits is kept. None: it had no answer."""
        with suppress(Exception):
            self._settle_minute(ticket, reply)
            day = self._day(ticket.day)
            day.settle()
            if reply and not self._is_twilight:
                self._learn(day, reply, "quota", DAY_LIMIT)

    def exceeded(self, reply: Reply) -> Unavailable:
        """What a 429 means: the day is used up where the quota says so, else only this minute."""
        if _whole(reply, "x-quota-remaining") == 0:
            if self._is_twilight:
                return _wait("Synchroteam's day is not over yet.", MINUTE_SECONDS)
            self._day(self._today).close()
            return self._until_midnight()
        meter = self._minute(self._find_minute())
        stamp = _whole(reply, "x-ratelimit-reset") or self._now + (reply.retry_after or MINUTE_SECONDS)
        meter.end(max(float(stamp), self._now))
        meter.close()
        return self._until_end_of(meter)

    def _take_safely(self) -> Ticket:
        try:
            return self._take()
        except SchedulerError:
            raise
        except Exception as fault:
            raise Unavailable("The store that counts our calls to Synchroteam fails.") from fault

    def _take(self) -> Ticket:
        number, now = self._find_minute(), self._now
        minute, day = self._minute(number), self._day(self._today)
        if not day.reserve(self._share("quota", DAY_LIMIT, DAY_RESERVE)):
            raise self._until_midnight()
        minute.end(now + MINUTE_SECONDS, sure=False)
        beside = self._minute(number - 1).under_way
        if minute.reserve(self._share("ratelimit", MINUTE_LIMIT, MINUTE_RESERVE), beside=beside):
            return Ticket(number, self._today, now)
        day.give_back()
        raise self._until_end_of(minute)

    def _settle_minute(self, ticket: Ticket, reply: Reply | None) -> None:
        minute = self._minute(ticket.minute)
        reset = _whole(reply, "x-ratelimit-reset") if reply else None
        known = minute.surely_ends
        if reply is None or reset is None:
            if (current := self._find_minute()) != ticket.minute:
                self._minute(current).charge()
        elif reset < ticket.taken:
            # It was over before we asked: their clock is behind ours, and from now on we go by theirs.
            self._set("behind", (self._store.get(f"{self._name}:behind") or 0) + ticket.taken - reset)
        elif known is None or reset <= known:
            minute.end(float(reset))
            self._learn(minute, reply, "ratelimit", MINUTE_LIMIT)
        else:
            following = self._minute(ticket.minute + 1)
            following.charge()
            following.end(float(reset))
            self._learn(following, reply, "ratelimit", MINUTE_LIMIT)
        # Last, so that in no moment it counts in neither minute.
        minute.settle()

    def _learn(self, meter: Meter, reply: Reply, of: str, otherwise: int) -> None:
        limit, left = _whole(reply, f"x-{of}-limit"), _whole(reply, f"x-{of}-remaining")
        if limit:
            self._set(f"{of}-limit", limit)
        if left is not None:
            meter.learn(limit=limit or self._limit(of, otherwise), left=left)

    def _find_minute(self) -> int:
        """The number of the present minute: they begin with a call and are counted through."""
        number = int(self._store.get(f"{self._name}:number") or 1)
        # However late somebody writes an old number: whoever reads it counts on from there.
        while (ends := self._minute(number).ends) is not None and self._now >= ends + MARGIN_SECONDS - 0.01:
            number += 1
            self._set("number", number)
        return number

    def _share(self, of: str, otherwise: int, reserve: int) -> int:
        limit = self._limit(of, otherwise)
        return limit - -(-limit // reserve) if is_background() else limit

    def _limit(self, of: str, otherwise: int) -> int:
        return int(self._store.get(f"{self._name}:{of}-limit") or otherwise)

    def _until_end_of(self, minute: Meter) -> Unavailable:
        ends = minute.ends or self._now + MINUTE_SECONDS
        why = "Synchroteam's limit of calls a minute is reached."
        return _wait(why, ends + MARGIN_SECONDS - self._now)

    def _until_midnight(self) -> Unavailable:
        midnight = dt.datetime.combine(self._today, dt.time(), tzinfo=dt.UTC) + dt.timedelta(days=1)
        why = "Synchroteam's limit of calls a day is reached."
        return _wait(why, midnight.timestamp() + MARGIN_SECONDS - self._now)

    @property
    def _now(self) -> float:
        return self._clock().timestamp() - float(self._store.get(f"{self._name}:behind") or 0)

    @property
    def _today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self._now - MARGIN_SECONDS, tz=dt.UTC).date()

    @property
    def _is_twilight(self) -> bool:
        return self._now % 86_400 < TWILIGHT_SECONDS

    def _minute(self, number: int) -> Meter:
        return Meter(f"{self._name}:minute:{number}", store=self._store, seconds=3600)

    def _day(self, day: dt.date) -> Meter:
        return Meter(f"{self._name}:day:{day}", store=self._store, seconds=KEPT_SECONDS)

    def _set(self, what: str, value: float) -> None:
        self._store.set(f"{self._name}:{what}", value, KEPT_SECONDS)


def _wait(why: str, seconds: float) -> Unavailable:
    return Unavailable(why, retry_after=max(seconds, 1.0))


def _whole(reply: Reply, header: str) -> int | None:
    text = reply.headers.get(header, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
