"""What the schedule wizard proposes for one intervention, within the planning lines."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from booking.schedulers.base import Unavailable
from booking.schedulers.cadulis import capacity, grid, orders
from booking.schedulers.cadulis.client import Client
from booking.schedulers.cadulis.dates import LONDON, write_moment, write_span
from booking.schedulers.cadulis.grid import Proposal
from booking.schedulers.cadulis.objects import Intervention


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """The wizard of one access."""

    client: Client
    kind: str
    """The type of intervention, by id or reference."""
    duration: dt.timedelta
    """Of a job for which Cadulis itself knows none."""
    lines: int

    def span(self, intervention: Intervention) -> dt.timedelta:
        """How long the job takes."""
        return intervention.duration or self.duration

    def read(self, intervention: Intervention, *, since: dt.date, until: dt.date) -> list[Proposal]:
        """The starts from one day to before another: one call, and one more where lines are counted."""
        first, end = _midnight(since), _midnight(until)
        last = end - dt.timedelta(seconds=1)
        found = grid.read_proposals(
            self.client.ask_wizard(self._question(intervention, first, last), number=intervention.cref)
        )
        if not self.lines or not found:
            return found
        taken = capacity.read_ours(self.client, start=first, end=end)
        span = self.span(intervention)
        return capacity.keep_free(found, taken, lines=self.lines, duration=span, number=intervention.cref)

    def _question(self, intervention: Intervention, first: dt.datetime, last: dt.datetime) -> dict[str, Any]:
        if not intervention.address:
            raise Unavailable(
                "The property has no address in Cadulis, and without one there are no time slots.",
                misconfigured=True,
            )
        return {
            "address": intervention.address,
            "date_min": write_moment(first),
            "date_max": write_moment(last),
            "duration": write_span(self.span(intervention)),
            "intervention_cref": intervention.cref,
            "intervention_type": orders.refer(self.kind),
        }


def _midnight(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), tzinfo=LONDON)
