"""Letters about jobs that a contractor agrees by e-mail: to the contractor, to the tenant and to the team."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from booking import invitations, links
from booking.agreed import load_times
from booking.events import Event
from booking.models import Invitation, Order
from booking.models.invitation import InvitationState
from portal.models import Repair
from portal.notices import letters, team, words
from portal.wording import visit_words

log = logging.getLogger(__name__)

CONTRACTOR: dict[str, str] = {
    Event.CONTRACTOR_ASKED: "contractor_asked",
    Event.APPOINTMENT_BOOKED: "contractor_agreed",
    Event.APPOINTMENT_MOVED: "contractor_agreed",
    Event.ORDER_CANCELLED: "contractor_cancelled",
}
TENANT: dict[str, str] = {Event.CONTRACTOR_PROPOSED: "proposed", Event.CONTRACTOR_FAILED: "to_be_arranged"}
MATTERS = {
    InvitationState.DECLINED: "The contractor declined this job.",
    InvitationState.OVERDUE: "Nobody answered in time: the contractor, or the tenant with times to choose.",
    InvitationState.NOT_AGREED: "None of the contractor's times suited the tenant, twice.",
}


def hear(event: Event, order: Order, facts: Mapping[str, Any], **_: object) -> None:
    """Writes what the event calls for, to whom; whatever is wrong with a letter, the event stands.

    Where the database fails, the event falls too, as in `listener`.
    """
    if not order.by_email:
        return
    try:
        with transaction.atomic():
            invitation = invitations.newest(order)
            if invitation is not None:
                _write(event, order, invitation, facts)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # The overdue invitation reaches a person, also where its letter never reached the contractor.
        log.exception("no letter could be written about %s of order %s", event, order.pk)


def _write(event: Event, order: Order, invitation: Invitation, facts: Mapping[str, Any]) -> None:
    repair = Repair.objects.select_related("tenancy__home", "reported_by").filter(order=order).first()
    if event in CONTRACTOR:
        _tell_contractor(event, order, invitation, facts)
    if event is Event.CONTRACTOR_FAILED:
        _tell_team(order, invitation, repair)
        _close(order, invitation)
    if event in TENANT and repair is not None:
        _tell_tenant(event, order, invitation, repair)


def _tell_contractor(event: Event, order: Order, invitation: Invitation, facts: Mapping[str, Any]) -> None:
    payload = facts.get("payload")
    when = ""
    if payload:
        (time,) = load_times([payload])
        when = visit_words(time.date, time.start, time.end)
    _letter(CONTRACTOR[event], order, invitation, when=when, moved=event is Event.APPOINTMENT_MOVED)


def _close(order: Order, invitation: Invitation) -> None:
    # Whoever declined knows it already.
    if invitation.state != InvitationState.DECLINED:
        _letter("contractor_closed", order, invitation)


def _letter(notice: str, order: Order, invitation: Invitation, **more: object) -> None:
    link = words.link("contractor-job", links.sign(invitation))
    text = words.compose(notice, order=order, invitation=invitation, link=link, **more)
    letters.write(
        key=_key(notice, invitation), to=invitation.to, subject=text.subject, body=text.body, order=order
    )


def _tell_tenant(event: Event, order: Order, invitation: Invitation, repair: Repair) -> None:
    times = [visit_words(time.date, time.start, time.end) for time in load_times(invitation.proposals)]
    text = words.compose(
        TENANT[event],
        repair=repair,
        order=order,
        invitation=invitation,
        times=times,
        called_off=order.appointments.exists(),
        link=words.link("repair", repair.pk),
    )
    letters.write(
        key=_key(f"{TENANT[event]}:tenant", invitation),
        to=team.address(repair),
        subject=text.subject,
        body=text.body,
        order=order,
    )


def _tell_team(order: Order, invitation: Invitation, repair: Repair | None) -> None:
    matter = MATTERS[InvitationState(invitation.state)]
    said = f"They wrote: {invitation.reason}" if invitation.reason else ""
    key = _key("team_contractor", invitation)
    team.tell(key, "team_contractor", repair=repair, order=order, matter=matter, said=said)


def _key(notice: str, invitation: Invitation) -> str:
    # Each change of an invitation is news once.
    return f"invitation:{invitation.pk}:{invitation.version}:{notice}"
