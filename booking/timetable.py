"""How long an order may go unread: never more than fifteen minutes, unless its system says what changes.

Each pause is drawn from a span, so that orders which were read together spread over it.
"""

import datetime as dt
import random

from django.conf import settings

from booking import moments, remote
from booking.models import Order
from booking.schedulers.abilities import Watched
from booking.schedulers.base import VisitResult, VisitState

OFTEN = dt.timedelta(minutes=13)
"""Two minutes less than what is promised: a read also waits its turn and takes its time."""
SELDOM = dt.timedelta(days=1)
RETRY = dt.timedelta(minutes=2)
"""After a read that brought nothing."""
OVER = dt.timedelta(days=14)
"""After a visit that finished the work, an order waits for nothing more; a follow-on may still come."""
FINISHED = (VisitState.COMPLETED.value, VisitResult.COMPLETED.value)


def pause(order: Order) -> dt.timedelta:
    """Until the order is read again, counted from now."""
    longest = SELDOM if is_watched(order.scheduler) or is_over(order) else OFTEN
    return longest * random.uniform(0.85, 1)  # noqa: S311 - spreads, and guards nothing


def is_watched(system: str) -> bool:
    """The system itself says which orders have changed."""
    if system not in settings.SCHEDULERS:
        return False
    return remote.ability(system, Watched) is not None


def is_over(order: Order) -> bool:
    """Its newest visit finished the work some time ago, and none is to come."""
    visits = list(order.appointments.standing())
    if not visits or any(visit.live or visit.date is None for visit in visits):
        return False
    newest = max(visits, key=lambda visit: visit.date or dt.date.min)
    long_ago = moments.today() - OVER
    return (newest.state, newest.result) == FINISHED and (newest.date or long_ago) < long_ago
