"""What one call costs: a ticket at first, another for each repetition."""

from booking.schedulers.http import Reply
from booking.schedulers.synchroteam.quota import Quota, Ticket


class Fare:
    """Reserved when it is made; `end` settles whatever has not been settled."""

    def __init__(self, quota: Quota) -> None:
        self.reply: Reply | None = None
        self._quota = quota
        self._ticket: Ticket | None = quota.take()

    def again(self) -> None:
        """The call had no good answer and is made once more; Unavailable where no call is left."""
        self.end(sent=True)
        self._ticket = self._quota.take()

    def end(self, *, sent: bool) -> None:
        """The call is over; `sent` where its first byte left."""
        ticket, self._ticket = self._ticket, None
        if ticket is None:
            return
        if sent:
            self._quota.settle(ticket, self.reply)
        else:
            self._quota.give_back(ticket)
