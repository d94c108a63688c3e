"""Endpoints as an admin keeps them: a secret replaced without a gap, and the way back after 410."""

import datetime as dt
from typing import Any

from django.db import transaction

from booking import moments
from booking.models import Endpoint
from booking.moments import later
from booking.webhooks.outbound import deliveries, secrets

OVERLAP = dt.timedelta(days=7)
"""How long we sign with the previous secret as well."""


def rotate(endpoint: Endpoint) -> str:
    """A new secret, as its owner keeps it, shown this once; the one before signs too for seven days.

    Within those days another new one takes the place of the newest alone: the receiver may never have had it.
    """
    with transaction.atomic():
        held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        mark = secrets.new()
        fresh: dict[str, Any] = {"secret": mark}
        if not held.previous_signs(moments.now()):
            fresh |= {"previous_secret": held.secret, "previous_until": later(OVERLAP)}
        Endpoint.objects.filter(pk=held.pk).update(**fresh)
    return secrets.show(mark)


def forget_previous(endpoint: Endpoint) -> None:
    """From now on only the present secret signs."""
    Endpoint.objects.filter(pk=endpoint.pk).update(previous_secret="", previous_until=None)


def switch_on(endpoint: Endpoint) -> None:
    """It is told again, what was held for it first; what happened meanwhile needs a replay."""
    with transaction.atomic():
        fresh = {"active": True, "off_reason": "", "failures": 0, "resting_until": None}
        Endpoint.objects.filter(pk=endpoint.pk).update(**fresh)
        deliveries.wake([endpoint.pk])


def switch_off(endpoint: Endpoint, *, reason: str) -> None:
    """It is told nothing; what waits for it is held, and what happens meanwhile is not kept for it."""
    Endpoint.objects.filter(pk=endpoint.pk).update(active=False, off_reason=reason[:200])


def point_elsewhere(endpoint: Endpoint) -> None:
    """Its address is a new one: what the old one failed at counts no more."""
    Endpoint.objects.filter(pk=endpoint.pk).update(failures=0, resting_until=None)
    deliveries.wake([endpoint.pk])
