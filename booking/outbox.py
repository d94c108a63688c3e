"""What we owe the remote: planned in the caller's transaction, delivered by the worker, settled by what is known.

A write ends as confirmed, refused or unknown. Unknown is read back before anything is sent again: what an
earlier send left is adopted; only after the quarantine, in which a late send may still arrive, do two reads
that find nothing allow the same write once more. Whatever stays unclear goes to a person.
"""

import datetime as dt
import logging
import uuid
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Now
from kombu.exceptions import OperationalError

from booking import events, remote
from booking.commands import VERBS
from booking.commands.base import Answer
from booking.commands.contractor import CannotBeRead
from booking.events import Event
from booking.models import Command, Order
from booking.models.outbox import Kind, State
from booking.moments import later
from booking.schedulers.base import Refused, SchedulerError, Unavailable, Unknown

log = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=75)
"""Longer than the longest write with its reads; after it, somebody else may take over."""
FIRST_LOOKS = (1, 3, 8, 20)
"""Seconds between the reads that only adopt, while the answer may still be on its way."""
GIVE_UP_AFTER = dt.timedelta(minutes=30)
MOST_SENDS = 3
STRAGGLERS = (dt.timedelta(minutes=10), dt.timedelta(hours=24))
"""After a second send, the order is read again then: the first may have arrived after all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended: an answer, an error, or (looked, and found nothing) neither."""

    answer: Answer | None = None
    error: SchedulerError | None = None


def plan(order: Order, kind: Kind, *, key: str, by: str, payload: dict[str, Any] | None = None) -> Command:
    """Writes the intent down and, once that is committed, wakes the worker. Call it inside a transaction."""
    command = Command.objects.create(order=order, kind=kind, key=key, by=by, payload=payload or {})
    transaction.on_commit(lambda: nudge("booking.deliver", str(command.pk)))
    return command


def nudge(task: str, *args: str, after: float = 0) -> None:
    """Wakes the worker; a broker that is down delays the work until the next sweep and loses nothing."""
    try:
        current_app.send_task(task, args, countdown=after or None)
    except (OperationalError, OSError):
        log.warning("the broker did not take %s; the sweep will find it", task)


def sweep() -> None:
    """Finds whatever no nudge reached: writes that are due, and those whose sender never came back."""
    Command.objects.abandoned().update(
        state=State.UNKNOWN,
        lease=None,
        lease_until=None,
        unknown_since=Coalesce("unknown_since", Now()),
        due_at=Now(),
        reason="the sender never came back",
    )
    for pk in Command.objects.due().values_list("pk", flat=True)[:500]:
        nudge("booking.deliver", str(pk))


def deliver(pk: str) -> None:
    """Sends a planned write, or looks for an unknown one; does nothing where somebody else is at it."""
    lease = uuid.uuid4()
    taken = Command.objects.due().filter(pk=pk).update(
        lease=lease,
        lease_until=later(LEASE),
        sends=Case(When(state=State.PLANNED, then=F("sends") + 1), default=F("sends")),
        looks=Case(When(state=State.UNKNOWN, then=F("looks") + 1), default=F("looks")),
        state=Case(When(state=State.PLANNED, then=Value(State.SENDING)), default=F("state")),
    )
    if not taken:
        return
    command = Command.objects.select_related("order").get(pk=pk)
    outcome = _attempt(command)
    try:
        with transaction.atomic():
            held = _held(pk, lease)
            if held is not None:
                _settle(held, outcome)
    except DatabaseError:
        raise  # nothing is known to be wrong with the command: its lease runs out and it is read back
    except Exception:
        log.exception("a %s could not be settled", command.kind)
        with transaction.atomic():
            held = _held(pk, lease)
            if held is not None:
                held.reason = "our own code failed while settling it; see the log"
                _call_staff(held)
                held.save()


def _held(pk: str, lease: uuid.UUID) -> Command | None:
    rows = Command.objects.select_for_update(of=("self",)).select_related("order")
    return rows.filter(pk=pk, lease=lease).first()


def _attempt(command: Command) -> Outcome:
    verb, scheduler = VERBS[command.kind], remote.scheduler(command.order.scheduler)
    sending = command.state == State.SENDING
    try:
        with remote.away():
            if sending:
                return Outcome(answer=_send(command))
            return Outcome(answer=verb.find(command, scheduler))
    except SchedulerError as error:
        return Outcome(error=error)
    except Exception:
        log.exception("a %s failed in our own code", command.kind)
        return Outcome(error=Unknown("our own code failed; see the log"))


def _send(command: Command) -> Answer:
    verb, scheduler = VERBS[command.kind], remote.scheduler(command.order.scheduler)
    try:
        return verb.send(command, scheduler)
    except Refused:
        # After an unknown send, "no" may mean "you already have it".
        found = verb.find(command, scheduler) if command.was_unknown else None
        if found is None:
            raise
        return found


def _settle(command: Command, outcome: Outcome) -> None:
    command.lease = command.lease_until = None
    now = Order.objects.values_list(Now(), flat=True).get(pk=command.order_id)
    if outcome.answer is not None:
        _confirm(command, outcome.answer)
    elif outcome.error is None:
        _found_nothing(command, now)
    else:
        command.reason, command.evidence = outcome.error.reason, outcome.error.evidence
        _failed(command, outcome.error, now)
    command.save()


def _confirm(command: Command, answer: Answer) -> None:
    _end(command, State.CONFIRMED)
    # What was read before this moment is older than what we now know.
    Order.objects.filter(pk=command.order_id).update(
        reads_begun=F("reads_begun") + 1, read_applied=F("reads_begun") + 1
    )
    follows = VERBS[command.kind].confirm(command, answer)
    if command.sends > 1:
        Order.objects.filter(pk=command.order_id).update(read_due_at=later(STRAGGLERS[0]))
    if follows is not None:
        command.save()
        plan(
            command.order, follows.kind, key=f"{command.key}:{follows.kind}", by=command.by, payload=follows.payload
        )


def _failed(command: Command, error: SchedulerError, now: dt.datetime) -> None:
    match error:
        case Refused():
            _end(command, State.REFUSED)
            VERBS[command.kind].refuse(command, error)
        case Unavailable() if command.state == State.SENDING:
            _put_off(command, error.retry_after)
        case Unknown() if command.state == State.SENDING:
            _became_unknown(command, now)
        case CannotBeRead():
            _call_staff(command)
        case _:
            _look_again(command, now)


def _put_off(command: Command, retry_after: float | None) -> None:
    # An earlier send may still be on its way, so the state says so although this attempt certainly failed.
    command.state = State.PLANNED
    command.delays += 1
    _wait(command, max(retry_after or 0, min(2**command.delays, 300)))


def _became_unknown(command: Command, now: dt.datetime) -> None:
    command.state = State.UNKNOWN
    command.unknown_since = now
    command.looks = command.absences = 0
    _wait(command, FIRST_LOOKS[0])


def _look_again(command: Command, now: dt.datetime) -> None:
    assert command.unknown_since is not None
    if now - command.unknown_since > GIVE_UP_AFTER:
        _call_staff(command)
        return
    _wait(command, FIRST_LOOKS[min(command.looks, len(FIRST_LOOKS) - 1)])


def _found_nothing(command: Command, now: dt.datetime) -> None:
    assert command.unknown_since is not None
    settled_in = command.unknown_since + dt.timedelta(seconds=settings.QUARANTINE_SECONDS)
    if now < settled_in:
        _look_again(command, now)
        return
    command.absences += 1
    if command.absences < 2:
        _wait(command, min(30, settings.QUARANTINE_SECONDS))
    elif command.sends >= MOST_SENDS:
        _call_staff(command)
    else:
        command.state = State.PLANNED
        _wait(command, 0)


def _call_staff(command: Command) -> None:
    _end(command, State.NEEDS_STAFF)
    events.record(Event.STAFF_NEEDED, command.order, kind=command.kind)


def _end(command: Command, state: State) -> None:
    command.state = state
    command.settled_at = Now()


def _wait(command: Command, seconds: float) -> None:
    command.due_at = later(seconds)
    transaction.on_commit(lambda: nudge("booking.deliver", str(command.pk), after=seconds))

