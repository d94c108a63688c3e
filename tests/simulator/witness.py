"""What is true at the moment when something is told, read or asked: seen from inside the remotes."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from booking import events, outbox, standing, visits
from booking.events import Event
from booking.models import Appointment, Command, Order
from booking.schedulers.http import Door
from portal.models import Message
from portal.notices import sending
from tests.simulator.clock import Clock
from tests.simulator.remotes import Remote, Time

A_SIGN_IN = dt.timedelta(seconds=5)
"""Whoever takes longer may be followed by another."""
MOST_READS = 3
"""Of one order because of hints, at one and the same moment."""


@dataclass
class Witness:
    """Sees every call and every event; what is not as it must be stands in `violations`."""

    remotes: dict[str, Remote]
    clock: Clock
    violations: list[str] = field(default_factory=list)
    _begun: list[int] = field(default_factory=list)
    """When each deed under way began, counted in changes at the remotes."""
    _changes: int = 0
    _seen: list[tuple[str, dict[str, list[Time]]]] = field(default_factory=list)
    """What stood at a remote after each change."""
    _applied: dict[Any, int] = field(default_factory=dict)
    _reads: Counter[Any] = field(default_factory=Counter)
    _claims: dict[Any, dt.datetime] = field(default_factory=dict)
    """When each lease began."""
    reading: Any = None
    """Which order was asked for last."""
    _sent: dict[str, dt.datetime] = field(default_factory=dict)
    """When each letter left last, by its key."""
    signing_in: dt.datetime | None = None
    """Since when somebody is signing in, as far as the cache remembers."""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """From here on."""
        write, exchange, apply, read = Door.write, Door._exchange, standing.apply, visits._ask
        claim, settle, email = outbox._claim, outbox._settle, sending._email

        def written(door: Door, method: str, url: str, **more: Any) -> Any:
            if not url.endswith("/token"):
                return write(door, method, url, **more)
            if self.signing_in and self.clock.now - self.signing_in < A_SIGN_IN:
                self.violations.append("two sign-ins at once")
            self.signing_in = self.clock.now
            try:
                return write(door, method, url, **more)
            finally:
                self.signing_in = None

        def exchanged(door: Door, method: str, url: str, *args: Any) -> Any:
            try:
                return exchange(door, method, url, *args)
            finally:
                if method != "GET":
                    self.look()

        def applied(order: Order, *args: Any, version: int) -> bool:
            done = apply(order, *args, version=version)
            if done and version <= self._applied.get(order.pk, 0):
                self.violations.append("I7: what an older read showed replaced what a newer one did")
            if done:
                self._applied[order.pk] = version
            return done

        def asked(scheduler: Any, order: Order, known: Any) -> Any:
            self.reading, moment = order.pk, (order.pk, self.clock.now)
            self._reads[moment] += 1
            if self._reads[moment] == MOST_READS + 1:
                self.violations.append("hints are not coalesced: one order is read again and again")
            return read(scheduler, order, known)

        def claimed(pk: str, lease: Any) -> bool:
            # Before it: whoever is held up right after the claim has lost that time.
            self._claims[lease] = self.clock.now
            return claim(pk, lease)

        def settled(pk: str, lease: Any, outcome: Any) -> None:
            # Of the first try alone: the next may find that the one before was committed after all.
            claimed_at = self._claims.pop(lease, None)
            in_time = claimed_at is not None and self.clock.now - claimed_at < outbox.LOOKING
            if in_time and not Command.objects.filter(pk=pk, lease=lease).exists():
                self.violations.append("somebody took over from a sender that was in time")
            settle(pk, lease, outcome)

        def emailed(message: Message) -> Any:
            last = self._sent.get(message.key)
            if last is not None and self.clock.now - last < sending.LEASE:
                self.violations.append("I8: a letter leaves twice, and nobody's claim has run out")
            self._sent[message.key] = self.clock.now
            return email(message)

        events.happened.connect(self._hear)
        try:
            with (
                mock.patch.object(Door, "write", written),
                mock.patch.object(Door, "_exchange", exchanged),
                mock.patch.object(standing, "apply", applied),
                mock.patch.object(visits, "_ask", asked),
                mock.patch.object(outbox, "_claim", claimed),
                mock.patch.object(outbox, "_settle", settled),
                mock.patch.object(sending, "_email", emailed),
            ):
                yield
        finally:
            events.happened.disconnect(self._hear)

    def look(self) -> None:
        """Something may have changed at the remotes."""
        self._changes += 1
        self._seen += [(remote.name, remote.visits()) for remote in self.remotes.values()]

    def ever_stood(self, order: Order, row: Appointment) -> bool:
        """The remote had a visit of that order on that day, at some time."""
        seen = [stood for name, stood in self._seen if name == order.scheduler]
        seen.append(self.remotes[order.scheduler].visits())
        return any(date == row.date for stood in seen for date, _ in stood.get(order.number, []))

    @contextmanager
    def deed(self) -> Iterator[None]:
        """Whoever acts now may say what was true at any moment from here on."""
        self._begun.append(self._changes)
        try:
            yield
        finally:
            self._begun.pop()

    def _hear(self, event: Event, order: Order, facts: dict[str, Any], **_: Any) -> None:
        if order.by_email:
            return
        payload = facts.get("payload") or {}
        match event:
            case Event.ORDER_RAISED if order.number not in self.remotes[order.scheduler].orders():
                self.violations.append("I4: told that the order is raised, and it is not")
            case Event.ORDER_CANCELLED if self.remotes[order.scheduler].orders().get(order.number) is False:
                self.violations.append(f"I4: told of a cancelled order, and {order.scheduler} has it open")
            case Event.APPOINTMENT_BOOKED if not payload.get("elsewhere") and self._beside_another(order):
                self.violations.append(f"I3: booked beside a visit that {order.scheduler} had for long")
            case Event.APPOINTMENT_BOOKED | Event.APPOINTMENT_MOVED if not self._stood(order, payload):
                self.violations.append(f"I4: told of an appointment that {order.scheduler} never had then")
            case Event.APPOINTMENT_CANCELLED if self._stood(order, payload, always=True):
                self.violations.append(f"I4: told that an appointment is off, and {order.scheduler} keeps it")

    def _beside_another(self, order: Order) -> bool:
        """We had read the order, and all through the deed under way it had another visit already."""
        stands = self.remotes[order.scheduler].visits().get(order.number, [])
        if order.read_at is None or len(stands) < 2:
            return False
        seen = [stood for name, stood in self._since() if name == order.scheduler]
        return bool(seen) and all(stood.get(order.number) for stood in seen)

    def _since(self) -> list[tuple[str, dict[str, list[Time]]]]:
        """What stood when the deed under way began, and after each change since."""
        since = self._begun[-1] if self._begun else self._changes
        nothing = [] if since else [(name, {}) for name in self.remotes]
        return nothing + self._seen[max(0, since - 1) * len(self.remotes) :]

    def _stood(self, order: Order, payload: dict[str, Any], *, always: bool = False) -> bool:
        """It stood there at some moment (or always) since the deed under way began."""
        if not payload.get("date"):
            return not always
        kept = [seen for name, seen in self._since() if name == order.scheduler]
        kept.append(self.remotes[order.scheduler].visits())
        stands = [any(_same(time, payload) for time in seen.get(order.number, [])) for seen in kept]
        return all(stands) if always else any(stands)


def _same(time: Time, payload: dict[str, Any]) -> bool:
    date, begins = time
    start, end = (payload.get(name) for name in ("start", "end"))
    if date.isoformat() != payload["date"]:
        return False
    if begins is None or not start or not end:
        return True
    return bool(start <= begins.isoformat("minutes") <= end)
