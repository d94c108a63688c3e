"""Invitations: a contractor without a system is asked by e-mail, and a time is agreed by a signed link.

Each verb holds the order's row, so that of two clicks, two tabs or two people one comes first and the other
one sees what came of it. `version` is what the form showed: Changed where that is not what stands any more.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from booking import events, here, moments
from booking.agreed import AgreedTime, agree, call_off, load_times
from booking.events import Event
from booking.models import Invitation, Order
from booking.models.invitation import WAITING, InvitationState, new_nonce

log = logging.getLogger(__name__)

MOST_TIMES = 3
"""A contractor proposes no more times at once."""
LONGEST_REASON = 500
MOST_SENT_BACK = 1
"""How often none of the times may suit before a person arranges the repair."""


class Changed(Exception):
    """Nothing was done: the invitation is over, or not what the form showed."""


def invite(order: Order, *, to: str, answer_days: int, answer_by: dt.datetime, by: str) -> Invitation:
    """Opens the order and asks the contractor; whoever is being asked already stays asked."""
    with transaction.atomic():
        held = Order.objects.select_for_update().get(pk=order.pk)
        known = Invitation.objects.live().filter(order=held).first()
        if known is not None:
            return known
        if held.by_email:
            here.open(held)
        if not (held.by_email and held.is_open):
            raise Changed(f"the order is {held.get_state_display()}")
        Invitation.objects.filter(order=held, handled_by="").update(handled_by=by)
        invitation = Invitation.objects.create(
            order=held, to=to, answer_days=answer_days, answer_by=answer_by
        )
        _tell(Event.CONTRACTOR_ASKED, invitation)
        return invitation


def accept(invitation: Invitation, *, time: AgreedTime, version: int) -> Invitation:
    """The contractor comes at that time; where one was agreed before, the visit has moved."""
    with _held(invitation, version) as held:
        _keep(held, InvitationState.AGREED)
        agree(held.order, time, visit=_visit(held), elsewhere=True)
        return held


def propose(
    invitation: Invitation, *, times: list[AgreedTime], version: int, answer_by: dt.datetime
) -> Invitation:
    """The tenant shall choose one of these times, at most three; a time agreed before is off."""
    with _held(invitation, version) as held:
        call_off(held.order)
        held.proposals = [time.dump() for time in times[:MOST_TIMES]]
        # A time that has begun cannot be chosen any more.
        held.answer_by = min(answer_by, max(time.begins for time in times[:MOST_TIMES]))
        _keep(held, InvitationState.PROPOSED)
        _tell(Event.CONTRACTOR_PROPOSED, held)
        return held


def decline(invitation: Invitation, *, reason: str, version: int) -> Invitation:
    """The contractor does not do it: a person arranges the repair."""
    with _held(invitation, version) as held:
        call_off(held.order)
        held.reason = reason[:LONGEST_REASON]
        _fail(held, InvitationState.DECLINED)
        return held


def choose(invitation: Invitation, *, nth: int, version: int) -> Invitation:
    """The tenant takes one of the proposed times, counted from 0. Changed where it has begun already."""
    with _held(invitation, version, state=InvitationState.PROPOSED) as held:
        times = load_times(held.proposals)
        if not 0 <= nth < len(times) or times[nth].begins <= moments.now():
            raise Changed("no such time, or too late for it")
        _keep(held, InvitationState.AGREED)
        agree(held.order, times[nth], visit=_visit(held), elsewhere=False)
        return held


def none_suits(invitation: Invitation, *, version: int, answer_by: dt.datetime) -> Invitation:
    """None of the times suits the tenant: the contractor is asked once more, then a person takes over."""
    with _held(invitation, version, state=InvitationState.PROPOSED) as held:
        if held.sent_back >= MOST_SENT_BACK:
            _fail(held, InvitationState.NOT_AGREED)
            return held
        held.answer_by = answer_by
        held.sent_back += 1
        _keep(held, InvitationState.ASKED)
        _tell(Event.CONTRACTOR_ASKED, held)
        return held


def close_overdue() -> None:
    """Whoever has not answered in time is asked no longer: a person arranges the repair."""
    for pk in Invitation.objects.overdue().values_list("pk", flat=True):
        try:
            _close(pk)
        except Exception:
            # One that cannot be closed must not keep the others from it.
            log.exception("the invitation %s is overdue and could not be closed", pk)


def renew(invitation: Invitation) -> Invitation:
    """A new link goes out, and every earlier one is dead: a letter was lost, or went to the wrong person."""
    with transaction.atomic():
        held = _lock(invitation.pk)
        if over(held):
            raise Changed(held.get_state_display())
        held.nonce, held.version = new_nonce(), held.version + 1
        held.save()
        _tell(Event.CONTRACTOR_ASKED, held)
        return held


def take_over(invitation: Invitation, *, by: str) -> bool:
    """A person has arranged what the letters could not; False where somebody has already."""
    rows = Invitation.objects.for_staff().filter(pk=invitation.pk)
    # An update cannot filter by another table.
    return bool(Invitation.objects.filter(pk__in=rows, handled_by="").update(handled_by=by))


def over(invitation: Invitation) -> bool:
    """Nothing can be done by the link any more, and what it showed is nobody's business now."""
    if not (invitation.live and invitation.order.is_open):
        return True
    if invitation.state != InvitationState.AGREED:
        return False
    today = moments.today()
    return not invitation.order.appointments.live().filter(date__gte=today).exists()


def newest(order: Order) -> Invitation | None:
    """The order's last invitation."""
    return order.invitations.order_by("-asked_at").first()


def _close(pk: uuid.UUID) -> None:
    with transaction.atomic():
        held = _lock(pk)
        if held.late(moments.now()) and held.order.is_open:
            held.version += 1
            _fail(held, InvitationState.OVERDUE)


@contextmanager
def _held(
    invitation: Invitation, version: int, *, state: InvitationState | None = None
) -> Iterator[Invitation]:
    with transaction.atomic():
        held = _lock(invitation.pk)
        if held.version != version or over(held) or state not in {None, held.state}:
            raise Changed(held.get_state_display())
        held.version += 1
        yield held


def _lock(pk: uuid.UUID) -> Invitation:
    order = Order.objects.select_for_update(of=("self",)).get(invitations=pk)
    held = Invitation.objects.select_for_update().get(pk=pk)
    held.order = order
    return held


def _fail(held: Invitation, state: InvitationState) -> None:
    _keep(held, state)
    _tell(Event.CONTRACTOR_FAILED, held)


def _keep(held: Invitation, state: InvitationState) -> None:
    held.state = state
    held.settled_at = None if state in WAITING else moments.now()
    held.save()


def _tell(event: Event, invitation: Invitation) -> None:
    events.record(event, invitation.order, invitation=str(invitation.pk), kind=str(invitation.state))


def _visit(held: Invitation) -> str:
    # No remote names it; each agreement of an order is another visit.
    return f"{held.pk.hex[:12]}-{held.version}"
