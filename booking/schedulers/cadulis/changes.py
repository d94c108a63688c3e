"""What has changed in Cadulis since a moment: its hooks may get lost, its list does not."""

import datetime as dt
from typing import Any

from booking.schedulers.abilities import Changes
from booking.schedulers.cadulis import capacity
from booking.schedulers.cadulis.client import Client
from booking.schedulers.cadulis.dates import write_moment
from booking.schedulers.cadulis.objects import Page
from booking.schedulers.cadulis.orders import is_ours

OVERLAP = dt.timedelta(minutes=2)
"""Two clocks differ, and what was being written while we asked shows later under an earlier moment."""


def read_changes(client: Client, *, since: dt.datetime, now: dt.datetime) -> Changes:
    """The numbers that look like ours among all that changed."""
    numbers: set[str] = set()
    floor, page = since, 1
    for _ in range(capacity.MOST_PAGES):
        found = client.list_interventions(_search(floor), page=page)
        numbers |= {each.cref for each in found.interventions if is_ours(each.cref)}
        if found.last:
            return Changes(numbers=frozenset(numbers), until=max(since, now - OVERLAP))
        newest = _newest(found)
        # On from what was seen last: what changes meanwhile goes to the end, and page numbers would skip one.
        floor, page = (newest, 1) if newest and newest > floor else (floor, page + 1)
    # The rest comes the next time.
    return Changes(numbers=frozenset(numbers), until=floor)


def _search(floor: dt.datetime) -> dict[str, Any]:
    return {
        "updated_at_min": write_moment(floor.astimezone(dt.UTC)),
        "sort_by": "updated_at",
        "sort_order": "asc",
    }


def _newest(page: Page) -> dt.datetime | None:
    return max((each.updated_at for each in page.interventions if each.updated_at), default=None)
