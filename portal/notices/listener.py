"""Listens to the booking heart and writes the letters that its events call for."""

import hashlib
import json
import logging
from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from booking import orders
from booking.events import Event
from booking.models import Order
from booking.models.outbox import Kind
from portal.accounts import details
from portal.models import Repair
from portal.notices import letters, team, words
from portal.wording import slot_words

log = logging.getLogger(__name__)

TENANT: dict[str, str] = {
    Event.ORDER_RAISED: "raised",
    Event.ORDER_REFUSED: "not_taken",
    Event.ORDER_CANCELLED: "cancelled",
    Event.ORDER_HANDED_OVER: "handed_over",
    Event.APPOINTMENT_BOOKED: "booked",
    Event.APPOINTMENT_MOVED: "moved",
    Event.APPOINTMENT_CANCELLED: "called_off",
    Event.APPOINTMENT_NOT_BOOKED: "not_booked",
    Event.CANCEL_REFUSED: "not_cancelled",
}
TEAM: dict[str, str] = {Event.ORDER_REFUSED: "team_refused", Event.STAFF_NEEDED: "team_needed"}
ONCE_AN_ORDER = {Event.ORDER_RAISED, Event.ORDER_REFUSED, Event.ORDER_CANCELLED, Event.ORDER_HANDED_OVER}
MATTERS = {
    Kind.RAISE: "We do not know whether the scheduling system has the order.",
    Kind.BOOK: "We do not know whether the appointment is booked.",
    Kind.MOVE: "We do not know whether the appointment has been moved.",
    Kind.CANCEL: "We do not know whether the order is cancelled.",
    Kind.HAND_OVER: "The contractor may not have the order.",
    Kind.DETAIL: "The order has not got all its codes and attributes: set them before the visit.",
    Kind.CONTACT: "The tenant's contact details here and in the scheduling system differ: compare them.",
    Kind.AMEND: "We do not know whether the contractor's order has the comments and codes.",
    Kind.INVOICE: "We do not know whether the contractor's invoice has been drafted.",
    "two_live_visits": "The order has more than one live visit.",
    "order_gone": "The scheduling system does not know the order any more.",
    "order_stands": "The scheduling system has the order after all.",
}


def hear(event: Event, order: Order, facts: Mapping[str, Any], **_: object) -> None:
    """Writes what the event calls for; whatever is wrong with a letter, the event stands.

    Where the database fails, the event falls too: whoever told of it tries again, and the letter is not lost.
    """
    try:
        with transaction.atomic():
            repair = Repair.objects.select_related("tenancy__home", "reported_by").filter(order=order).first()
            if "contact" in facts and repair is not None:
                details.settle(repair.reported_by, contact=facts["contact"])
            if event in TEAM:
                _tell_team(event, order, repair, facts)
            if event in TENANT and repair is not None and not _told_otherwise(event, order):
                _tell_tenant(event, order, repair, facts)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # No letter is worth a booking: what the scheduling system has confirmed must be kept.
        log.exception("no letter could be written about %s of order %s", event, order.pk)


def _told_otherwise(event: Event, order: Order) -> bool:
    # Agreed by e-mail, a time is only called off together with other news (portal.notices.contractors).
    return order.by_email and event is Event.APPOINTMENT_CANCELLED


def _tell_tenant(event: Event, order: Order, repair: Repair, facts: Mapping[str, Any]) -> None:
    payload = facts.get("payload") or {}
    text = words.compose(
        TENANT[event],
        repair=repair,
        order=order,
        when=slot_words(payload),
        moving=bool(payload.get("visit")),
        link=words.link("repair", repair.pk),
        times=words.link("repair-times", repair.pk),
    )
    letters.write(
        key=_key(event, order, facts),
        to=team.address(repair),
        subject=text.subject,
        body=text.body,
        order=order,
    )


def _tell_team(event: Event, order: Order, repair: Repair | None, facts: Mapping[str, Any]) -> None:
    matter = MATTERS.get(facts.get("kind", ""), "A person must look at this order.")
    team.tell(f"{_key(event, order, facts)}:team", TEAM[event], repair=repair, order=order, matter=matter)


def _key(event: Event, order: Order, facts: Mapping[str, Any]) -> str:
    # The same news must have the same key, and news of a later write or a later read another.
    if event in ONCE_AN_ORDER:
        return f"{event}:{order.pk}"
    newest = orders.newest(order)
    cause = [newest and str(newest.pk), order.read_applied]
    told = json.dumps([dict(facts), cause], sort_keys=True, default=str)
    return f"{event}:{order.pk}:{hashlib.sha256(told.encode()).hexdigest()[:16]}"
