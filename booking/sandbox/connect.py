"""The pretend Connect as a whole: state and diary behind one lock, tokens, ledger and faults."""

import datetime as dt
from dataclasses import dataclass
from threading import RLock
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import state as states
from .diary import Diary
from .faults import Faults
from .ledger import Ledger
from .options import Options
from .tokens import Tokens


@dataclass(slots=True)
class Habits:
    """Where the document is silent or ambiguous, Connect may do either; the control address chooses."""

    fresh_visit_ids: bool = False
    """A moved visit gets a new VisitExternalId."""
    weeks_apart: bool = False
    """Availability repeats each planning window once a week, instead of one long list of days."""
    dates_only: bool = False
    """BookingSummary tells the day of a visit and no time."""


class Connect:
    """One landlord's Connect. Whoever touches `state` or `diary` holds `lock`."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.lock = RLock()
        self.tokens = Tokens(options)
        self.faults = Faults()
        self.ledger = Ledger()
        self.reset()

    def reset(self, *, today: dt.date | None = None) -> None:
        """Forgets everything but who is signed in, and begins again, on that day where one is named."""
        with self.lock:
            self.override = today
            self.habits = Habits()
            self.diary = Diary(self.options.seed)
            self.faults.clear()
            self.ledger.clear()
            self.state = states.begin(
                self.today, contract=self.options.contract, organisation=self.options.organisation
            )

    @property
    def today(self) -> dt.date:
        """The date on Connect's wall."""
        return self.override or _read_calendar()


def _read_calendar() -> dt.date:
    try:
        return dt.datetime.now(ZoneInfo("Europe/London")).date()
    except ZoneInfoNotFoundError:
        return dt.datetime.now().astimezone().date()
