"""Booking without a hold: look, write, look again.

Cadulis keeps no slot for anybody. So one booking of ours at a time looks whether the wizard still proposes
the start, writes it, and reads it back; where somebody was faster meanwhile, ours is taken back and new times
are offered.
"""

import datetime as dt
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from booking.schedulers import fence
from booking.schedulers.base import (
    Booked,
    BookingRequest,
    Refused,
    SchedulerError,
    SlotTaken,
    Store,
    Unavailable,
    Unknown,
    Window,
)
from booking.schedulers.cadulis import capacity, orders
from booking.schedulers.cadulis.client import Client
from booking.schedulers.cadulis.dates import between, place, write_moment
from booking.schedulers.cadulis.grid import read_window
from booking.schedulers.cadulis.objects import WAITING, Intervention
from booking.schedulers.cadulis.proposals import Proposals

log = logging.getLogger(__name__)

TURN_SECONDS = 170
"""No booking takes longer; after it, its turn is over even if its process has died."""
LOOKING_SECONDS = 40
"""Who has looked for longer does not write any more: what follows must fit into the turn as well."""
PATIENCE_SECONDS = 8
POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A start and an end in London, as asked for."""

    number: str
    window: Window
    start: dt.datetime
    end: dt.datetime

    def stands(self, found: Intervention) -> bool:
        """The intervention is planned for just that time."""
        return found.status in WAITING and (found.start, found.end) == (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """The bookings of one access."""

    client: Client
    store: Store
    proposals: Proposals
    name: str
    lines: int
    """Planning lines of this access; 0 where the wizard alone decides."""

    def book(self, request: BookingRequest) -> Booked:
        """The time is ours, or the visit has moved there; raises one of the four errors."""
        wish, until = _read_wish(request), time.monotonic() + LOOKING_SECONDS
        with self._turn():
            before = self._look(request, wish)
            if not wish.stands(before):
                self._still_free(before, wish)
                if time.monotonic() > until:
                    raise Unavailable("Cadulis is too slow to book in.", retry_after=5)
                self._write(before, wish, instructions=request.instructions)
                self._look_again(before, wish)
        return Booked(visit=wish.number, number=wish.number, date=request.date, window=wish.window)

    def _look(self, request: BookingRequest, wish: Wish) -> Intervention:
        found = self.client.read_intervention(wish.number)
        if found is None:
            raise Refused("Cadulis has no such intervention.")
        if found.status not in WAITING:
            raise Refused(f"The intervention is {found.status or 'in no state that we know'}.")
        if request.visit and (request.visit != found.cref or found.start is None):
            raise Refused("The visit to be moved is gone.")
        if not request.visit and found.start is not None and not wish.stands(found):
            raise Refused("The intervention has another time already.")
        return found

    def _still_free(self, before: Intervention, wish: Wish) -> None:
        day = wish.start.date()
        free = self.proposals.read(before, since=day, until=day + dt.timedelta(days=1))
        if not any(each.available and each.start == wish.start for each in free):
            raise SlotTaken("Cadulis does not propose that time any more.")

    def _write(self, before: Intervention, wish: Wish, *, instructions: str) -> None:
        fields: dict[str, Any] = {
            "cref": wish.number,
            "scheduled_start_at": write_moment(wish.start),
            "scheduled_end_at": write_moment(wish.end),
            "duration": int(between(wish.start, wish.end).total_seconds()),
        }
        if instructions:
            fields["comment"] = orders.add(before.comment, instructions)
        self.client.update_intervention(fields, refusal=SlotTaken)

    def _look_again(self, before: Intervention, wish: Wish) -> None:
        try:
            after = self.client.read_intervention(wish.number)
            room = after is not None and wish.stands(after) and self._has_room(wish)
        except SchedulerError as error:
            raise Unknown(
                f"Written, and not to be read back: {error.reason}", evidence=error.evidence
            ) from error
        if after is None or not wish.stands(after):
            raise Unknown("Cadulis accepted the time and shows another.")
        if not room:
            self._take_back(before, wish)
            raise SlotTaken("Somebody else was faster: there is no planning line left.")

    def _has_room(self, wish: Wish) -> bool:
        if not self.lines:
            return True
        ours = capacity.read_ours(self.client, start=wish.start, end=wish.end)
        others = [each for each in ours if each.cref != wish.number]
        return capacity.has_room(others, start=wish.start, end=wish.end, lines=self.lines)

    def _take_back(self, before: Intervention, wish: Wish) -> None:
        """As it was before; Unknown where that cannot be had for certain."""
        old = {
            "scheduled_start_at": write_moment(before.start) if before.start else "",
            "scheduled_end_at": write_moment(before.end) if before.end else "",
        }
        try:
            with fence.lifted():
                self.client.update_intervention({"cref": wish.number, **old})
            after = self.client.read_intervention(wish.number)
        except SchedulerError as error:
            raise Unknown(f"Too many at that time, and ours stays: {error.reason}") from error
        if after is None or after.start != before.start:
            raise Unknown("Too many at that time, and ours may still stand.")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One booking of this access at a time: two that look at once would both find the time free."""
        key, mine = f"{self.name}:booking", uuid.uuid4().hex
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._take(key, mine):
            if time.monotonic() >= until:
                raise Unavailable("Another booking with this contractor takes long.", retry_after=2)
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            self._give_back(key, mine)

    def _take(self, key: str, mine: str) -> bool:
        try:
            return self.store.add(key, mine, TURN_SECONDS)
        except Exception as fault:
            log.exception("the store that holds the turn fails")
            raise Unavailable("The store that lets one booking in at a time fails.") from fault

    def _give_back(self, key: str, mine: str) -> None:
        # What is known of the booking must not change because the store fails now: the turn ends by itself.
        try:
            if self.store.get(key) == mine:
                self.store.delete(key)
        except Exception:
            log.exception("the store that holds the turn fails")


def _read_wish(request: BookingRequest) -> Wish:
    orders.check_number(request.number)
    window = read_window(request.window)
    start, end = place(request.date, window.start), place(request.date, window.end)
    if start is None or end is None:
        raise Refused("The clock change leaves that time out, or doubles it.")
    # In real time, and not by a clock that is set back meanwhile.
    return Wish(number=request.number, window=window, start=start, end=end)
