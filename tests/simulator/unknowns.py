"""How long nobody knows what became of a write, once the weather is good."""

import datetime as dt
import uuid

from booking.models import Command
from booking.models.outbox import State

HELD = "The remote does not accept our user name and password."
"""Then nobody signs in for five minutes, lest the account be locked: only then is the weather good."""


class Unknowns:
    """Writes of unknown outcome, from the first good moment until each is settled or with staff."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._since: dict[uuid.UUID, dt.datetime] = {}

    def look(self, now: dt.datetime) -> None:
        """Some may have been settled since, and of some it may have come out that nobody knows."""
        rows = Command.objects.filter(state=State.UNKNOWN)
        unknown = set(rows.values_list("pk", flat=True))
        for pk in rows.filter(reason=HELD).values_list("pk", flat=True):
            self._since[pk] = now
        for pk in self._since.keys() - unknown:
            # Done, refused, with staff, or known not to have happened and to be sent again.
            self.seconds.append((now - self._since.pop(pk)).total_seconds())
        for pk in unknown - self._since.keys():
            self._since[pk] = now
