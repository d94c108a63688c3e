"""The remote's own screens: a way in for one person, and what we do when that person comes back."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from booking import outbox, remote
from booking.models import Order
from booking.moments import later
from booking.schedulers.base import Jump, RemoteUser, Screen


def offered(scheduler: str = "connect") -> bool:
    """The landlord has told us where the system's screens are; not every system has any."""
    line: Mapping[str, Any] = settings.SCHEDULERS.get(scheduler, {})
    return bool(line.get("options", {}).get("jump_url"))


def way_in(
    scheduler: str = "connect", *, user: RemoteUser, screen: Screen, number: str = "", customer: str = ""
) -> Jump | None:
    """A fresh way in for that person, or None where the system has none; raises the scheduler's errors."""
    system = remote.scheduler(scheduler)
    with remote.away():
        return system.jump(user, screen=screen, number=number, customer=customer)


def come_back(order: Order) -> None:
    """Lets the worker read the order again: whatever was done in there shall be seen here."""
    # Due at once as well, so that a broker that is down only delays it.
    Order.objects.filter(pk=order.pk).update(read_due_at=later(0))
    outbox.nudge("booking.reread", str(order.pk))
