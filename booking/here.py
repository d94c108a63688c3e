"""Orders that no scheduling system knows of: what is wanted of them is done here, at once."""

from typing import Any

from django.db.models.functions import Now

from booking.commands import VERBS
from booking.models import Command, Invitation, Order
from booking.models.invitation import InvitationState
from booking.models.order import OrderState
from booking.models.outbox import Kind, State


class NotHere(RuntimeError):
    """A bug: only a scheduling system could do that."""


def note(order: Order, kind: Kind, *, key: str, by: str, payload: dict[str, Any] | None = None) -> Command:
    """Who wanted it, as a write that is done; in the caller's transaction."""
    return Command.objects.create(
        order=order,
        kind=kind,
        key=key,
        by=by,
        payload=payload or {},
        state=State.CONFIRMED,
        settled_at=Now(),
    )


def open(order: Order) -> None:
    """The order stands, and everybody is told; does nothing where it stood before."""
    if order.state == OrderState.RAISING:
        raised = Command(order=order, kind=Kind.RAISE)
        VERBS[Kind.RAISE].confirm(raised, {})


def cancel(order: Order, kind: Kind, *, key: str, by: str, payload: dict[str, Any]) -> Command:
    """Nobody comes and no link opens it any more. Raises NotHere for any other kind of write."""
    if kind != Kind.CANCEL:
        raise NotHere(kind)
    invitations = Invitation.objects.live().filter(order=order)
    invitations.update(state=InvitationState.WITHDRAWN, settled_at=Now())
    command = note(order, kind, key=key, by=by, payload=payload)
    VERBS[kind].confirm(command, {})
    return command
