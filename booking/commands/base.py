"""What each kind of write knows: how to send it, how to find out whether it arrived, what follows then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from booking.models.outbox import Command, Kind
from booking.schedulers.base import Scheduler, SchedulerError, Unavailable, Unknown

Answer = dict[str, Any]
"""What the remote confirmed, as plain JSON; {} where its yes says it all."""


@dataclass(frozen=True, slots=True)
class Next:
    """The command that must follow a confirmed one."""

    kind: Kind
    payload: dict[str, Any]


class Verb(Protocol):
    """One kind of write. `send`, `find` and `adopt` run outside any transaction, the others in one."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Sends it once; raises one of the scheduler's four errors."""

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """What an earlier send left in the remote, or None where it left nothing."""

    def adopt(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """What a person may take for done who says that it is: as the remote shows it, or None."""

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """Writes down what is now true, and says what must follow."""

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """Writes down that it will not happen."""


class Readable(Verb, Protocol):
    """A write of which a read shows all that a person could see."""

    def adopt(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """The same that the machine would find."""
        return self.find(command, scheduler)


@contextmanager
def before_sending() -> Iterator[None]:
    """Around the reads before a write: where they fail nothing has left, so the write is only put off."""
    try:
        yield
    except Unknown as error:
        raise Unavailable(error.reason, evidence=error.evidence) from error


@contextmanager
def after_sending() -> Iterator[None]:
    """Around the reads after a write: where they fail the write has left, so its end is not known."""
    try:
        yield
    except SchedulerError as error:
        raise Unknown(f"sent, and not to be read back: {error.reason}", evidence=error.evidence) from error
