"""The pretend Cadulis's memory: interventions and planning lines behind one lock, and its habits."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from ..system import System
from .diary import Diary
from .options import Options
from .state import State


@dataclass(slots=True)
class Habits:
    """Where the document is silent, Cadulis may do either; the control address chooses."""

    refuses: bool = False
    """A time at which no line is free is refused; else it is taken all the same."""
    utc: bool = False
    """Planned times are written in UTC, not with London's offset."""
    two_ls: bool = False
    """canceled is written cancelled."""
    redirect: str = ""
    """Where discovery sends its callers on to."""
    redirect_status: int = 302


class Cadulis(System):
    """One contractor's Cadulis, as one access sees it. Whoever touches `state` holds `lock`."""

    name = "Cadulis"

    def __init__(self, options: Options) -> None:
        self.options = options
        super().__init__(latency=options.latency)

    @property
    def path(self) -> str:
        """The secret address, below the host."""
        return f"/connectors/{self.options.account}/{self.options.key}"

    @property
    def now(self) -> dt.datetime:
        """The moment, in UTC."""
        return self.clock.now

    def begin(self) -> None:
        """An empty planning, but for other customers' jobs."""
        self.habits = Habits()
        self.restore(State())

    def keep(self) -> Any:
        """Interventions and blocks."""
        return self.state

    def restore(self, kept: Any) -> None:
        """Interventions and blocks as they were kept."""
        self.state: State = kept
        self.diary = Diary(self.options, self.state)

    def show(self) -> dict[str, Any]:
        """Habits, routes that are withheld, interventions and blocks."""
        return {
            "habits": asdict(self.habits),
            "withheld": sorted(self.state.withheld),
            "interventions": [asdict(one) for one in self.state.interventions.values()],
            "blocks": [asdict(block) for block in self.state.blocks],
        }
