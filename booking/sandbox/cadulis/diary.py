"""Which planning line is free when: other customers' jobs, the planners' blocks and the interventions."""

import datetime as dt
from random import Random

from .moments import at, later
from .options import Options
from .state import State
from .world import CLOSES, OPENS, STEP


class Diary:
    """The planning lines of one access."""

    def __init__(self, options: Options, state: State) -> None:
        self.lines = range(options.lines)
        self._options = options
        self._state = state

    def is_free(self, line: int, start: dt.datetime, end: dt.datetime, *, but: str = "") -> bool:
        """Nothing stands in that line then; the intervention `but` is not in its own way."""
        if not _works(start, end) or self._is_elsewhere(line, start, end):
            return False
        blocks = (block for block in self._state.blocks if block.line == line)
        if any(block.start < end and start < block.end for block in blocks):
            return False
        return not any(
            each.takes(start, end)
            for each in self._state.interventions.values()
            if each.line == line and each.cref != but
        )

    def find_line(self, start: dt.datetime, end: dt.datetime, *, but: str = "") -> int | None:
        """The first line that is free then; None where there is none."""
        return next((line for line in self.lines if self.is_free(line, start, end, but=but)), None)

    def draw_starts(self, day: dt.date) -> list[dt.datetime]:
        """Every start that a proposal may name on that day."""
        return [at(day, minutes) for minutes in range(OPENS, CLOSES, STEP)] if day.weekday() < 5 else []

    def _is_elsewhere(self, line: int, start: dt.datetime, end: dt.datetime) -> bool:
        """Other customers' jobs: by the seed, hour by hour."""
        hour = start.replace(minute=0)
        while hour < end:
            dice = Random(f"{self._options.seed}/{line}/{hour:%Y%m%d%H}")  # noqa: S311 - a pretend diary
            if dice.random() < self._options.busy:
                return True
            hour = later(hour, dt.timedelta(hours=1))
        return False


def _works(start: dt.datetime, end: dt.datetime) -> bool:
    if start.weekday() > 4 or start.date() != end.date():
        return False
    return start.hour * 60 + start.minute >= OPENS and end.hour * 60 + end.minute <= CLOSES
