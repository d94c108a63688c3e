"""What the account remembers: jobs and activities."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

STATUSES = (
    *("created", "scheduled", "synchronized", "started", "paused"),
    *("completed", "validated", "cancelled"),
)
OVER = {"completed", "validated", "cancelled"}


@dataclass(slots=True, kw_only=True)
class Job:
    """A job; moments are local, but for `changed`."""

    id: str
    num: int
    created: dt.datetime
    modified: dt.datetime
    changed: dt.datetime
    """In UTC, for changedSince."""
    my_id: str | None = None
    type: int | None = None
    technician: int | None = None
    others: list[int] = field(default_factory=list)
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    actual_start: dt.datetime | None = None
    actual_end: dt.datetime | None = None
    status: str = "created"
    deleted: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    """Whatever else was sent and is kept as it is: description, contact, address."""
    customer: dict[str, Any] | None = None
    site: dict[str, Any] | None = None
    preferences: dict[str, Any] | None = None
    skills: list[str] | None = None

    @property
    def people(self) -> list[int]:
        """Everybody who goes."""
        return [*([] if self.technician is None else [self.technician]), *self.others]

    @property
    def stands(self) -> bool:
        """It takes time out of somebody's day."""
        return self.start is not None and self.status != "cancelled" and not self.deleted


@dataclass(slots=True, kw_only=True)
class Activity:
    """An absence, a break, a journey or a time clock's record."""

    id: int
    type: int
    start: dt.datetime
    end: dt.datetime
    note: str = ""
    user: int | None = None
    team: int | None = None


@dataclass(slots=True)
class State:
    """Jobs by id, activities by id."""

    jobs: dict[str, Job] = field(default_factory=dict)
    activities: dict[int, Activity] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    """The ids of customers and sites by the landlord's own."""

    def find(self, name: str, value: str) -> Job | None:
        """The job by `id`, `myId` or `num`; a deleted one is none."""
        for job in self.jobs.values():
            key = {"id": job.id, "myid": job.my_id, "num": str(job.num)}[name.lower()]
            if key == value and not job.deleted:
                return job
        return None
