"""Hints: the first times there are, before anybody has ordered anything. Never booked from."""

from dataclasses import dataclass

from booking import grid, moments, readings, remote
from booking.appointments import FRESH
from booking.schedulers.abilities import FirstDates
from booking.schedulers.base import Slot

WEEKS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody may be about to order."""

    trade: str
    postcode: str
    two_to_attend: bool = False
    scheduler: str = "connect"

    @property
    def key(self) -> str:
        """One for a postal district: neighbours with the same trouble share one call and its answer."""
        district = self.postcode.partition(" ")[0].upper()
        return f"first:{self.scheduler}:{self.trade}:{self.two_to_attend:d}:{district}"


def known_times(wish: Wish) -> tuple[Slot, ...] | None:
    """What was read within ten minutes; None: not known. Asks nobody."""
    reading = readings.last(wish.key)
    if not reading.within(FRESH, now=moments.now()):
        return None
    return grid.bookable(grid.load_offer(reading.data), today=moments.today())


def first_times(wish: Wish) -> tuple[Slot, ...]:
    """The free times of two weeks, earliest first; none where the system cannot say. May wait for it."""
    known, system = known_times(wish), remote.ability(wish.scheduler, FirstDates)
    if known is not None or system is None:
        return known or ()
    since = moments.today()

    def question() -> dict[str, object]:
        offer = system.first_dates(
            skills=(wish.trade,),
            postcode=wish.postcode,
            since=since,
            weeks=WEEKS,
            two_to_attend=wish.two_to_attend,
        )
        return grid.dump_offer(offer)

    readings.ask(wish.key, question, seen=readings.last(wish.key).read_at)
    return known_times(wish) or ()
