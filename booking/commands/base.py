"""What each kind of write knows: how to send it, how to find out whether it arrived, what follows from the answer."""

from dataclasses import dataclass
from typing import Any, Protocol

from booking.models.outbox import Command, Kind
from booking.schedulers.base import Scheduler, SchedulerError

Answer = dict[str, Any]
"""What the remote confirmed, as plain JSON; {} where its yes says it all."""


@dataclass(frozen=True, slots=True)
class Next:
    """The command that must follow a confirmed one."""

    kind: Kind
    payload: dict[str, Any]


class Verb(Protocol):
    """One kind of write. `send` and `find` run outside any transaction, the others inside the settling one."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Sends it once; raises one of the scheduler's four errors."""

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """What an earlier send left in the remote, or None where it left nothing."""

    def confirm(self, command: Command, answer: Answer) -> Next | None:
        """Writes down what is now true, and says what must follow."""

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """Writes down that it will not happen."""
