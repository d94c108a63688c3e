"""Synchroteam's lists, whole: page after page, and anew where the list changed meanwhile."""

import logging
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from booking.schedulers.base import Unavailable
from booking.schedulers.http import Reply
from booking.schedulers.synchroteam import answers
from booking.schedulers.synchroteam.answers import Unreadable
from booking.schedulers.synchroteam.objects import ref

log = logging.getLogger(__name__)

Thing = TypeVar("Thing")

PAGE_SIZE = 100
MOST_PAGES = 50
TRIES = 3


class Pages(Generic[Thing]):
    """One list. `lenient` leaves out what cannot be read; else one such entry makes the list Unavailable."""

    def __init__(
        self,
        fetch: Callable[[dict[str, str]], tuple[str, Reply]],
        read: Callable[[Any], Thing],
        *,
        lenient: bool = False,
    ) -> None:
        self._fetch = fetch
        self._read = read
        self._lenient = lenient

    def all(self) -> tuple[Thing, ...]:
        """Every entry once. A list that keeps changing while it is read is Unavailable, never cut short."""
        for _ in range(TRIES):
            found = self._walk()
            if found is not None:
                return found
        raise Unavailable("A list of Synchroteam's changes faster than it can be read.", retry_after=5)

    def first(self) -> tuple[Thing, ...]:
        """The entries of the first page."""
        return tuple(self._understand(self._page(1)[1]).values())

    def _walk(self) -> tuple[Thing, ...] | None:
        found: dict[str, Thing] = {}
        seen, expected = 0, None
        for number in range(1, MOST_PAGES + 1):
            total, rows = self._page(number)
            if expected not in {None, total}:
                return None
            expected = total
            before = len(found)
            found |= self._understand(rows)
            seen += len(rows)
            if seen >= total:
                repeated = len(found) - before != len(rows) and not self._lenient
                return None if repeated and number > 1 else tuple(found.values())
            if not rows:
                return None
        raise Unavailable(f"A list of Synchroteam's has more than {MOST_PAGES} pages.")

    def _page(self, number: int) -> tuple[int, list[Any]]:
        call, reply = self._fetch({"page": str(number), "pageSize": str(PAGE_SIZE)})
        if reply.status != 200:
            answers.fail_read(call, reply)
        try:
            data = answers.parse(reply)
        except Unreadable as odd:
            answers.fail_read(call, reply, why=f"{call} answered {odd}.")
        rows = data.get("data") if isinstance(data, dict) else None
        total = data.get("recordsTotal") if isinstance(data, dict) else None
        if not isinstance(rows, list) or type(total) is not int or data.get("page", number) != number:
            answers.fail_read(call, reply, why=f"{call} answered no list.")
        return total, rows

    def _understand(self, rows: list[Any]) -> dict[str, Thing]:
        found = {}
        for row in rows:
            try:
                found[ref(row)] = self._read(row)
            except Unreadable as odd:
                if not self._lenient:
                    raise Unavailable(f"A list of Synchroteam's has {odd}.") from None
                log.warning("left out of a list: %s", odd)
        return found
