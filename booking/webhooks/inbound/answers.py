"""Telling a system how we got on with its message, where it waits to hear: never lost, in nobody's way."""

import datetime as dt
import logging
import time

from booking import remote, turns
from booking.models import Hook
from booking.models.hook import AnswerState, Outcome
from booking.moments import later
from booking.schedulers.abilities import Acknowledging
from booking.schedulers.base import Refused, SchedulerError, Unavailable, Unknown
from booking.schedulers.urgency import background

log = logging.getLogger(__name__)

LONGEST = dt.timedelta(minutes=3)
"""Longer than a round with the longest write at its end."""
ROUND_SECONDS = 10
FIRST_WAIT = 15
LONGEST_WAIT = 3600


def give(system: str) -> None:
    """Tells the system of each message that is due, one after the other, until it fails or time is up."""
    with turns.take(f"answers:{system}", longest=LONGEST) as ours, background():
        end = time.monotonic() + ROUND_SECONDS
        while ours and time.monotonic() < end:
            hook = Hook.objects.to_answer().filter(system=system).order_by("answer_due_at").first()
            if hook is None or not _give(hook):
                return


def _give(hook: Hook) -> bool:
    """False where the system cannot be told anything just now."""
    done = hook.outcome == Outcome.READ
    try:
        teller = remote.ability(hook.system, Acknowledging)
        if teller is None:
            _close(hook, AnswerState.NONE)
            return True
        with remote.away():
            teller.acknowledge(
                hook.reply_to, done=done, message="" if done else "No order of that number is known here."
            )
    except Refused as refusal:
        _close(hook, AnswerState.REFUSED, reason=refusal.reason)
    except SchedulerError as error:
        # To hear it twice does a system no harm; not to hear it may.
        _put_off(hook, error)
        return isinstance(error, Unknown)
    except Exception:
        log.exception("an answer to %s failed in our own code", hook.system)
        _put_off(hook, Unavailable("our own code failed; see the log"))
    else:
        _close(hook, AnswerState.GIVEN)
    return True


def _close(hook: Hook, state: AnswerState, *, reason: str = "") -> None:
    Hook.objects.filter(pk=hook.pk).update(answer=state, answer_due_at=None, answer_reason=reason)


def _put_off(hook: Hook, error: SchedulerError) -> None:
    pause = min(FIRST_WAIT * 2 ** min(hook.answer_tries, 10), LONGEST_WAIT)
    asked = error.retry_after or 0 if isinstance(error, Unavailable) else 0
    Hook.objects.filter(pk=hook.pk).update(
        answer_due_at=later(max(pause, asked)),
        answer_tries=min(hook.answer_tries + 1, 32_000),
        answer_reason=error.reason,
    )
