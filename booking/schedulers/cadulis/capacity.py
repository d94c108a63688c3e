"""How many of our jobs a time takes: as many as the access has planning lines in Cadulis, and never more."""

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from typing import Any

from booking.schedulers.base import Unavailable
from booking.schedulers.cadulis.client import Client
from booking.schedulers.cadulis.dates import after, write_moment
from booking.schedulers.cadulis.grid import Proposal
from booking.schedulers.cadulis.objects import Intervention
from booking.schedulers.cadulis.orders import is_ours

MOST_PAGES = 50
MOST_SECONDS = 20
# A list can be asked by starts only: what began before and still goes on counts as well.
LONGEST_JOB = dt.timedelta(hours=24)


def read_all(client: Client, search: dict[str, Any]) -> Iterator[Intervention]:
    """Every intervention that is found, page by page; Unavailable rather than half of them."""
    until = time.monotonic() + MOST_SECONDS
    for page in range(1, MOST_PAGES + 1):
        found = client.list_interventions(search, page=page)
        yield from found.interventions
        if found.last:
            return
        if time.monotonic() > until:
            break
    raise Unavailable("Cadulis lists more interventions than we can read.")


def read_ours(client: Client, *, start: dt.datetime, end: dt.datetime) -> list[Intervention]:
    """Our jobs that may take some of that time; those of the contractor's other customers are left out."""
    search = {
        "scheduled_start_at_min": write_moment(start - LONGEST_JOB),
        "scheduled_start_at_max": write_moment(end),
    }
    return [each for each in read_all(client, search) if is_ours(each.cref) and each.overlaps(start, end)]


def keep_free(
    proposals: Iterable[Proposal],
    taken: Iterable[Intervention],
    *,
    lines: int,
    duration: dt.timedelta,
    number: str,
) -> list[Proposal]:
    """The proposals that never make more jobs than planning lines; the order itself does not count."""
    others = [each for each in taken if each.cref != number]
    return [
        each
        for each in proposals
        if has_room(others, start=each.start, end=after(each.start, duration), lines=lines)
    ]


def has_room(others: Iterable[Intervention], *, start: dt.datetime, end: dt.datetime, lines: int) -> bool:
    """One more job fits in: at no moment between are all lines busy."""
    inside = [each for each in others if each.overlaps(start, end)]
    # Where most jobs meet, one of them begins, or we do.
    begins = {start} | {each.start for each in inside if each.start and each.start > start}
    return all(
        sum(each.overlaps(moment, moment + dt.timedelta(seconds=1)) for each in inside) < lines
        for moment in begins
    )
