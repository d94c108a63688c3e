"""One attempt at a write: sent, or looked for, with no transaction open; `settling` judges the outcome."""

import logging
from dataclasses import dataclass

from booking import remote
from booking.commands import VERBS
from booking.commands.base import Answer, Verb, before_sending
from booking.commands.contractor import CannotBeRead
from booking.models import Command
from booking.models.outbox import State
from booking.schedulers.base import Refused, Scheduler, SchedulerError, Unavailable, Unknown

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended: an answer, an error, or (looked, and found nothing) neither."""

    answer: Answer | None = None
    error: SchedulerError | None = None


def attempt(command: Command) -> Outcome:
    """Sends what is being sent, looks for what is unknown; raises only InsideTransaction, before any byte."""
    try:
        scheduler = remote.scheduler(command.order.scheduler)
    except Exception:
        log.exception("the scheduler %s cannot be had", command.order.scheduler)
        return Outcome(error=Unavailable("the scheduling system is not set up", misconfigured=True))
    verb = VERBS[command.kind]
    with remote.away():
        try:
            if command.state == State.SENDING:
                return Outcome(answer=_send(command, verb, scheduler))
            return Outcome(answer=verb.find(command, scheduler))
        except SchedulerError as error:
            return Outcome(error=error)
        except Exception:
            log.exception("a %s failed in our own code", command.kind)
            return Outcome(error=Unknown("our own code failed; see the log"))


def witness(command: Command) -> Answer | None:
    """What a person who says that it was done may point to; raises one of the scheduler's errors."""
    scheduler = remote.scheduler(command.order.scheduler)
    with remote.away():
        return VERBS[command.kind].adopt(command, scheduler)


def _send(command: Command, verb: Verb, scheduler: Scheduler) -> Answer:
    if remote.breaker_is_open(command.order.scheduler):
        # Whether the system is back a read finds out: a write that goes wrong would leave something unknown.
        with before_sending():
            scheduler.read_order(command.order.number)
    if command.was_unknown:
        # Reads have found nothing, and still an earlier send may have arrived since.
        with before_sending():
            found = verb.find(command, scheduler)
        if found is not None:
            return found
    try:
        return verb.send(command, scheduler)
    except Refused as refusal:
        # "No" may mean "you have it": a proxy that repeated our request, an earlier send that came late.
        found = _despite(refusal, command, verb, scheduler)
        if found is None:
            raise
        return found


def _despite(refusal: Refused, command: Command, verb: Verb, scheduler: Scheduler) -> Answer | None:
    try:
        return verb.find(command, scheduler)
    except (Refused, CannotBeRead):
        return None
    except SchedulerError as error:
        if command.was_unknown or isinstance(error, Unavailable):
            raise Unknown(
                f"refused ({refusal.reason}), and not to be read back", evidence=error.evidence
            ) from error
        return None
