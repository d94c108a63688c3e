"""The pretend Connect's memory: state and diary behind one lock, tokens and habits."""

from dataclasses import asdict, dataclass
from typing import Any

from ..calling import Caller, Target
from ..system import System
from . import state as states
from .diary import Diary
from .options import Options
from .tokens import Tokens
from .world import OPERATIVES, WINDOWS


@dataclass(slots=True)
class Habits:
    """Where the document is silent or ambiguous, Connect may do either; the control address chooses."""

    fresh_visit_ids: bool = False
    """A moved visit gets a new VisitExternalId."""
    weeks_apart: bool = False
    """Availability repeats each planning window once a week, instead of one long list of days."""
    dates_only: bool = False
    """BookingSummary tells the day of a visit and no time."""
    completed_status: int | None = None
    """The OrderStatus of a completed order, which the document does not name; None leaves it as it was."""
    echo: bool = False
    """Callbacks tell also of what came in by the API itself."""


class Connect(System):
    """One landlord's Connect. Whoever touches `state` or `diary` holds `lock`."""

    name = "Connect"

    def __init__(self, options: Options) -> None:
        self.options = options
        self.tokens = Tokens(options)
        target = Target(
            url=options.callback_url, header=options.callback_header, secret=options.callback_secret
        )
        super().__init__(latency=options.latency, caller=Caller(target, hosts=options.callback_hosts))

    def begin(self) -> None:
        """Forgets everything but who is signed in."""
        self.habits = Habits()
        self.diary = Diary(self.options.seed)
        self.state = states.begin(
            self.today, contract=self.options.contract, organisation=self.options.organisation
        )

    def keep(self) -> Any:
        """State and diary."""
        return self.state, self.diary

    def restore(self, kept: Any) -> None:
        """State and diary as they were kept."""
        state, diary = kept
        asdict(state)  # AttributeError where an older sandbox kept less
        self.state, self.diary = state, diary

    def show(self) -> dict[str, Any]:
        """Habits, the landlord's world, orders, visits and what others answered."""
        state = self.state
        return {
            "habits": asdict(self.habits),
            "windows": [window.as_values() for window in WINDOWS.values()],
            "operatives": [
                {"id": one.id, "name": one.name, "trades": sorted(one.trades)} for one in OPERATIVES.values()
            ],
            "orders": [asdict(order) | {"number": order.number} for order in state.orders.values()],
            "visits": [asdict(visit) | {"live": visit.live} for visit in state.visits.values()],
            "callbacks": state.callbacks,
            "told": state.told,
            "invoices": state.invoices,
        }
