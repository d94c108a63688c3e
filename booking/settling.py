"""Settling: from what came of one attempt to what is true now, inside one transaction.

Unknown is read back before anything is sent again: what an earlier send left is adopted; only after the
quarantine, in which a late send may still arrive, do two reads that find nothing allow the same write once
more. Whatever stays unclear goes to a person.
"""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from booking import broker, events, intents, standing
from booking.attempts import Outcome
from booking.commands import VERBS
from booking.commands.base import Answer
from booking.commands.contractor import CannotBeRead
from booking.events import Event
from booking.models import Command, Order
from booking.models.outbox import State
from booking.moments import later
from booking.schedulers.base import Refused, SchedulerError, Unavailable

log = logging.getLogger(__name__)

FIRST_LOOKS = (1, 3, 8, 20)
"""Seconds between the reads that only adopt, while the answer may still be on its way."""
LONGEST_DELAY = 300
GIVE_UP_AFTER = dt.timedelta(minutes=30)
MOST_SENDS = 3
STRAGGLER = dt.timedelta(minutes=10)
"""An order whose write was unknown is read again that long after: an earlier send may arrive yet."""
NUDGED_WAIT = 60
"""Seconds; a longer wait is a due date in the database, and the sweep's business."""


def settle(command: Command, outcome: Outcome) -> None:
    """Writes down what the attempt showed; the caller holds the command's row."""
    command.lease = command.lease_until = None
    now = Order.objects.values_list(Now(), flat=True).get(pk=command.order_id)
    if outcome.answer is not None:
        confirm(command, outcome.answer)
    elif outcome.error is None:
        _found_nothing(command, now)
    else:
        _failed(command, outcome.error, now)
    command.save()
    if command.was_unknown and not command.live:
        standing.read_within(command.order_id, STRAGGLER)


def become_unknown(command: Command, now: dt.datetime) -> None:
    """Sent, answer not known: quarantine, looks and absences begin anew with every send."""
    command.state = State.UNKNOWN
    command.unknown_since = now
    command.looks = command.absences = 0


def confirm(command: Command, answer: Answer) -> None:
    """It is done: written down, told, and followed by what must follow; the caller holds the row."""
    end(command, State.CONFIRMED)
    # What was read before this moment is older than what we now know.
    Order.objects.filter(pk=command.order_id).update(
        reads_begun=F("reads_begun") + 1, read_applied=F("reads_begun") + 1
    )
    command.save()
    follows = VERBS[command.kind].confirm(command, answer)
    standing.plan_read(command.order)
    for following in follows:
        key = f"{following.kind}:{command.pk}"
        intents.plan(command.order, following.kind, key=key, by=command.by, payload=following.payload)


def hand_to_staff(command: Command, *, reason: str = "") -> None:
    """Only a person can judge it from here."""
    command.reason = reason or command.reason
    end(command, State.NEEDS_STAFF)
    events.record(Event.STAFF_NEEDED, command.order, kind=command.kind)


def end(command: Command, state: State) -> None:
    """Settled, as far as the machine is concerned."""
    command.state = state
    command.settled_at = Now()
    command.lease = command.lease_until = None


def _failed(command: Command, error: SchedulerError, now: dt.datetime) -> None:
    command.reason, command.evidence = error.reason, error.evidence
    match error:
        case Refused():
            end(command, State.REFUSED)
            VERBS[command.kind].refuse(command, error)
        case CannotBeRead():
            hand_to_staff(command)
        case Unavailable() if command.state == State.SENDING:
            _put_off(command, error)
        case _ if command.state == State.SENDING:
            become_unknown(command, now)
            _wait(command, FIRST_LOOKS[0])
        case _:
            _look_again(command, now)


def _put_off(command: Command, error: Unavailable) -> None:
    if error.misconfigured:
        log.error("held until somebody mends the settings: %s", error.reason)
    command.state = State.PLANNED
    command.sends -= 1  # it certainly did not leave
    command.delays += 1
    _wait(command, max(error.retry_after or 0, min(2 ** min(command.delays, 9), LONGEST_DELAY)))


def _look_again(command: Command, now: dt.datetime, *, within: float = LONGEST_DELAY) -> None:
    if command.unknown_for(now) > GIVE_UP_AFTER:
        hand_to_staff(command)
        return
    _wait(command, min(FIRST_LOOKS[min(command.looks, len(FIRST_LOOKS) - 1)], within))


def _found_nothing(command: Command, now: dt.datetime) -> None:
    left = settings.QUARANTINE_SECONDS - command.unknown_for(now).total_seconds()
    if left > 0:
        _look_again(command, now, within=left)
        return
    command.absences += 1
    if command.absences < 2:
        _wait(command, min(30, settings.QUARANTINE_SECONDS))
    elif command.sends >= MOST_SENDS:
        hand_to_staff(command, reason="sent several times, and never found in the remote")
    else:
        command.state = State.PLANNED
        _wait(command, 0)


def _wait(command: Command, seconds: float) -> None:
    command.due_at = later(seconds)
    if seconds <= NUDGED_WAIT:
        transaction.on_commit(lambda: broker.nudge("booking.deliver", str(command.pk), after=seconds))
