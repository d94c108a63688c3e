"""One home or one order, as its scheduling system has it and as the portal has it."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from booking import visits
from booking.models import Order
from booking.schedulers.base import Refused, SchedulerError, Visit, VisitResult, VisitState
from portal.models import Home
from portal.officers import holdings, systems
from portal.officers.holdings import Holding

log = logging.getLogger(__name__)

STATES = {
    VisitState.BOOKED: ("Booked", "good"),
    VisitState.STARTED: ("Under way", "good"),
    VisitState.COMPLETED: ("Completed", "quiet"),
    VisitState.CANCELLED: ("Cancelled", "quiet"),
    VisitState.SHELVED: ("Shelved, no date", "wait"),
    VisitState.UNKNOWN: ("A status that the portal does not know", "wait"),
}
OWN = "connect"
"""The landlord's own system: asked for homes, and for orders that the portal does not know."""
RESULTS = {
    VisitResult.COMPLETED: "Work done",
    VisitResult.NO_ACCESS: "No access",
    VisitResult.FOLLOW_ON: "Follow-on work needed",
    VisitResult.ABANDONED: "Abandoned",
    VisitResult.UNKNOWN: "A result that the portal does not know",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the officer looks at: a home, or an order, with the home where the portal knows it."""

    home: Home | None
    number: str = ""
    system: str = OWN
    """The scheduling system that is asked; empty where none knows of the order."""

    @property
    def title(self) -> str:
        """What people call that system."""
        return systems.title(self.system)

    @property
    def customer(self) -> str:
        """The home as the system is asked for it; empty where an order is looked at."""
        return "" if self.number or self.home is None else self.home.reference

    def held(self) -> list[Holding]:
        """What the portal holds of it."""
        if self.number:
            return list(holdings.of_orders([self.number]).values())
        return holdings.of_home(self.home) if self.home else []


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment of the system's, beside what the portal holds for its order."""

    visit: Visit
    held: Holding | None

    @property
    def status(self) -> str:
        """In a word."""
        return STATES[self.visit.state][0]

    @property
    def kind(self) -> str:
        """The colour of the word."""
        return STATES[self.visit.state][1]

    @property
    def result(self) -> str:
        """How a completed visit ended."""
        return RESULTS[self.visit.result] if self.visit.result else ""

    @property
    def window(self) -> str:
        """The planning window's name, where it was booked here and has not moved since."""
        for known in self.held.appointments if self.held else ():
            if known.visit == self.visit.id and known.date == self.visit.date:
                return known.window_name
        return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the system holds; `problem` says why there is nothing to show."""

    lines: tuple[Line, ...] = ()
    customer_name: str = ""
    problem: str = ""


def of_order(number: str) -> Subject:
    """The order, whether or not the portal raised it."""
    order = Order.objects.filter(number__iexact=number).only("number", "customer", "scheduler").first()
    if order is None:
        return Subject(home=None, number=number)
    home = Home.objects.filter(reference=order.customer).first()
    return Subject(home=home, number=order.number, system=order.scheduler)


def ask(subject: Subject, *, since: dt.date, until: dt.date) -> Answer:
    """Reads BookingSummary now, newest date first; may wait, so never in a page's first byte."""
    try:
        summary = visits.review(
            number=subject.number,
            customer=subject.customer,
            since=since,
            until=until,
            scheduler=subject.system,
        )
    except Refused as refusal:
        return Answer(problem=f"{subject.title} does not answer for it: {refusal.reason}")
    except SchedulerError as error:
        log.warning("a review could not be read: %s", error.reason)
        return Answer(problem=f"{subject.title} cannot be asked just now")
    return Answer(tuple(_lines(summary.visits)), summary.customer_name)


def _lines(found: Iterable[Visit]) -> list[Line]:
    newest = sorted(found, key=_moment, reverse=True)
    held = holdings.of_orders(visit.number for visit in newest)
    return [Line(visit, held.get(visit.number)) for visit in newest]


def _moment(visit: Visit) -> tuple[dt.date, dt.time]:
    return visit.date or dt.date.max, visit.start or dt.time.min
