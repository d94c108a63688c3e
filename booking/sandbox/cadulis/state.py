"""What the pretend Cadulis remembers: interventions, and the planners' own blocks of time."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

PENDING, STARTED, AUTOASSIGN, CANCELED, INTERMEDIATE, TERMINATED = STATUSES = (
    "pending",
    "in_progress",
    "autoassign_pending",
    "canceled",
    "intermediate",
    "terminated",
)
CLOSED = {CANCELED, TERMINATED}


@dataclass(slots=True, kw_only=True)
class Intervention:
    """One job; without a start it waits for a planner."""

    id: int
    cref: str
    created: dt.datetime
    updated: dt.datetime
    values: dict[str, Any] = field(default_factory=dict)
    """Texts as they were sent: reference, title, address, comment."""
    customer: dict[str, Any] = field(default_factory=dict)
    type: int = 0
    status: str = PENDING
    duration: int = 3600
    """Seconds."""
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    line: int | None = None
    """Whose planning line; None where nobody has time, and it stands there all the same."""
    report: dict[str, Any] | None = None

    def takes(self, start: dt.datetime, end: dt.datetime) -> bool:
        """It takes some of that time of its line."""
        if self.status == CANCELED or self.start is None or self.end is None:
            return False
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Time of a line that planners have given away otherwise."""

    line: int
    start: dt.datetime
    end: dt.datetime


@dataclass(slots=True)
class State:
    """Everything that a restart forgets."""

    interventions: dict[str, Intervention] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)
    """Routes that this access may not use."""
    turn: int = 1
    """Part of every route's address: it changes when the old ones are withdrawn."""
    next_id: int = 4101
