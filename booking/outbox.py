"""What we owe the remote: delivered by the worker, found again by the sweep, judged by a person if unclear.

The rows are the truth; the broker only carries their ids. Intents are planned by `intents`, an attempt is
made by `attempts` outside any transaction, and what it showed is written down by `settling`.
"""

import datetime as dt
import logging
import uuid

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Case, DateTimeField, ExpressionWrapper, F, IntegerField, Value, When
from django.db.models.functions import Now

from booking import attempts, events, moments, remote, settling, standing
from booking.attempts import Outcome
from booking.broker import nudge
from booking.commands import VERBS
from booking.events import Event
from booking.models import Command
from booking.models.outbox import CommandQuerySet, State
from booking.moments import later
from booking.schedulers import fence
from booking.schedulers.base import Refused

__all__ = [
    "NotShown",
    "NotWithStaff",
    "TooEarly",
    "adopt",
    "deal_with",
    "deliver",
    "look_again",
    "nudge",
    "sweep",
    "write_off",
]

log = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=180)
"""Longer than the longest write with its reads; after it, somebody else may take over."""
LOOKING = dt.timedelta(seconds=75)
"""The same for reads alone."""
FENCE = dt.timedelta(seconds=90)
"""No write begins later after its claim: the quarantine of one whose sender died is counted from there."""
COMMITS = 3
"""How often we try to write down what the remote has answered."""
AT_ONCE = 25
"""Writes that one sweep wakes for one system: what an outage has piled up comes back in portions."""


class NotShown(Exception):
    """The remote does not show what a person says that it did."""


class NotWithStaff(Exception):
    """The command is not waiting for a person any more."""


class TooEarly(Exception):
    """What was sent may still arrive: nobody can know yet that it was not done."""


def sweep() -> None:
    """Finds whatever no nudge reached: writes that are due, and those whose sender never came back."""
    Command.objects.abandoned().update(
        state=State.UNKNOWN,
        lease=None,
        lease_until=None,
        unknown_since=ExpressionWrapper(F("lease_until") - (LEASE - FENCE), output_field=DateTimeField()),
        looks=0,
        absences=0,
        due_at=Now(),
        reason="the sender never came back",
    )
    due = Command.objects.due()
    for system in due.order_by().values_list("order__scheduler", flat=True).distinct():
        # One is enough to find out whether a system is back that nobody calls for a moment.
        portion = 1 if remote.breaker_is_open(system) else AT_ONCE
        for pk in due.filter(order__scheduler=system).values_list("pk", flat=True)[:portion]:
            nudge("booking.deliver", str(pk))


def deliver(pk: str) -> None:
    """Sends a planned write, or looks for an unknown one; does nothing where somebody else is at it."""
    remote.refuse_transaction()
    lease, begun = uuid.uuid4(), fence.Start()
    if not _claim(pk, lease):
        return
    command = Command.objects.select_related("order").get(pk=pk)
    with fence.closing(begun, after=FENCE.total_seconds()):
        outcome = attempts.attempt(command)
    for left in reversed(range(COMMITS)):
        try:
            _settle(pk, lease, outcome)
            return
        except (OperationalError, InterfaceError):
            # Deadlock, fail-over, a lost connection. If it lasts, the lease ends and the write is read back.
            connection.close()
            if not left:
                raise


def look_again(command: Command, *, by: str) -> None:
    """A person asks: read it back once more, and go on as with any unknown write. Raises NotWithStaff."""
    with transaction.atomic():
        held = _with_staff(Command.objects.unclear(), command, by)
        settling.become_unknown(held, Command.objects.values_list(Now(), flat=True).get(pk=held.pk))
        held.settled_at, held.due_at = None, Now()
        held.save()
        transaction.on_commit(lambda: nudge("booking.deliver", str(held.pk)))


def adopt(command: Command, *, by: str) -> None:
    """A person has found that the remote did it: confirmed as a read shows it, or else by their word.

    Raises NotWithStaff, NotShown, or one of the scheduler's errors.
    """
    remote.refuse_transaction()
    judged = Command.objects.select_related("order").disputed().filter(pk=command.pk).first()
    if judged is None:
        raise NotWithStaff(str(command))
    answer = attempts.witness(judged)
    if answer is None:
        raise NotShown(str(command))
    with transaction.atomic():
        held = _with_staff(Command.objects.disputed(), command, by)
        settling.confirm(held, answer)
        standing.read_soon(held.order)


def write_off(command: Command, *, by: str, reason: str) -> None:
    """A person has found that the remote did not do it: refused, and told so.

    Raises NotWithStaff, or TooEarly where it was left to staff within the quarantine.
    """
    with transaction.atomic():
        held = _with_staff(Command.objects.unclear(), command, by)
        quarantine = dt.timedelta(seconds=settings.QUARANTINE_SECONDS)
        if held.settled_at is not None and moments.now() < held.settled_at + quarantine:
            raise TooEarly(str(command))
        held.reason = reason
        settling.end(held, State.REFUSED)
        VERBS[held.kind].refuse(held, Refused(reason))
        held.save()


def deal_with(command: Command, *, by: str) -> None:
    """A person has seen to what was refused: it leaves the list. Raises NotWithStaff."""
    with transaction.atomic():
        held = Command.objects.select_for_update().unheard().filter(pk=command.pk).first()
        if held is None:
            raise NotWithStaff(str(command))
        held.dealt_with_at = Now()
        held.evidence = {**held.evidence, "judged_by": by}
        held.save(update_fields=["dealt_with_at", "evidence"])


def _claim(pk: str, lease: uuid.UUID) -> bool:
    # A kind that we do not know is newer code's: it is at work beside us, or will be.
    taken = Command.objects.due().filter(pk=pk, kind__in=list(VERBS))
    claim = {
        "lease": lease,
        "lease_until": Case(When(state=State.PLANNED, then=later(LEASE)), default=later(LOOKING)),
        "sends": _one_more("sends", when=State.PLANNED),
        "looks": _one_more("looks", when=State.UNKNOWN),
        "state": Case(When(state=State.PLANNED, then=Value(State.SENDING)), default=F("state")),
    }
    return bool(taken.update(**claim))


def _one_more(count: str, *, when: State) -> Case:
    return Case(When(state=when, then=F(count) + 1), default=F(count), output_field=IntegerField())


def _settle(pk: str, lease: uuid.UUID, outcome: Outcome) -> None:
    try:
        with transaction.atomic():
            held = _held(pk, lease)
            if held is None:
                log.warning("the lease of %s ran out before it could be settled", pk)
                return
            settling.settle(held, outcome)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the command %s could not be settled", pk)
        _leave_to_staff(pk, lease, outcome)


def _leave_to_staff(pk: str, lease: uuid.UUID, outcome: Outcome) -> None:
    with transaction.atomic():
        held = _held(pk, lease)
        if held is None:
            return
        held.reason = "our own code failed while settling it; see the log"
        held.evidence = {**held.evidence, "answer": outcome.answer}
        settling.end(held, State.NEEDS_STAFF)
        held.save()
        try:
            with transaction.atomic():
                events.record(Event.STAFF_NEEDED, held.order, kind=held.kind)
        except Exception:
            # A listener may be the very thing that failed: the row still stands on the officers' list.
            log.exception("nobody could be told about %s", pk)


def _held(pk: str, lease: uuid.UUID) -> Command | None:
    rows = Command.objects.select_for_update(of=("self",)).select_related("order")
    return rows.filter(pk=pk, lease=lease).first()


def _with_staff(rows: CommandQuerySet, command: Command, by: str) -> Command:
    held = rows.select_for_update(of=("self",)).select_related("order").filter(pk=command.pk).first()
    if held is None:
        raise NotWithStaff(str(command))
    held.evidence = {**held.evidence, "judged_by": by}
    return held
