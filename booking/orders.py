"""Orders: raise one, cancel one, read one again."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from booking import here, intents, remote
from booking.lines import dump_line
from booking.models import Appointment, Command, Order
from booking.models.order import Fulfilment, OrderState
from booking.models.outbox import ASIDE, Kind
from booking.moments import later
from booking.schedulers.abilities import Customers, Details
from booking.schedulers.base import Contact

# No I, L, O, U, 0 or 1: a number is read out over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

CALLED_AGAIN = dt.timedelta(days=7)
"""Where a tenant who was called has no time after so long, somebody calls once more."""

NOTHING_MORE = Details()


class Busy(Exception):
    """Something else about this order is still being settled; `command` says what."""

    def __init__(self, command: Command) -> None:
        super().__init__(str(command))
        self.command = command


class NotPossible(Exception):
    """The order is in no state for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What shall be done, for whom and by when, copied from wherever the caller has it."""

    customer: str
    description: str
    priority: str
    target_date: dt.date
    contact: Contact
    address: str = ""
    """On one line, for whoever plans journeys."""
    codes: tuple[str, ...] = ()
    template: int | None = None
    supplier: str = ""
    supplier_name: str = ""
    out_of_hours: bool = False
    two_to_attend: bool = False
    details: Details = NOTHING_MORE
    """Codes and traits that are set once the order is raised."""
    contact_before: Contact | None = None
    """What the remote was last known to hold, where the tenant has changed it since."""
    scheduler: str = "connect"
    """Where the order is raised; empty where its contractor is asked by e-mail."""
    fulfilment: Fulfilment = Fulfilment.OWN_TEAM


def raise_order(work: Work, *, key: str, by: str) -> Order:
    """The order and the intent to raise it, in one transaction; the same key answers the same order."""
    known = _raised(key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            order = Order.objects.create(number=new_number(), **_facts(work))
            if order.by_email:
                here.note(order, Kind.RAISE, key=key, by=by)
            else:
                intents.plan(order, Kind.RAISE, key=key, by=by)
            return order
    except IntegrityError:
        # Another click with this key was faster: its order is the order.
        known = _raised(key)
        if known is None:
            raise
        return known


def cancel(order: Order, *, reason: str, description: str = "", key: str, by: str) -> Command:
    """The intent to cancel the whole order. Raises Busy or NotPossible."""
    return intend(order, Kind.CANCEL, key=key, by=by, payload={"reason": reason, "description": description})


def send_contact(order: Order, *, contact: Contact, before: Contact, key: str, by: str) -> Command:
    """The intent to carry changed contact details back, where the remote's are no newer."""
    if remote.ability(order.scheduler, Customers) is None:
        raise NotPossible("the system keeps no record of the property")
    payload: dict[str, object] = {"contact": asdict(contact), "before": asdict(before)}
    return intend(order, Kind.CONTACT, key=key, by=by, payload=payload)


def intend(  # noqa: PLR0913 - who, what, why and by which key are one intent
    order: Order,
    kind: Kind,
    *,
    key: str,
    by: str,
    payload: dict[str, object],
    check: Callable[[Order], None] | None = None,
) -> Command:
    """Plans one write for an open order, under the order's lock; the same key answers the same command.

    `check` judges the order as it stands under the lock and raises NotPossible.
    """
    with transaction.atomic():
        held = Order.objects.select_for_update().get(pk=order.pk)
        known = Command.objects.filter(key=key).first()
        if known is not None:
            return _same(known, held)
        rivals = held.commands.filter(kind=kind) if kind in ASIDE else held.commands.shaping()
        busy = rivals.unsettled().first()
        if busy is not None:
            raise Busy(busy)
        if not held.is_open:
            raise NotPossible(f"the order is {held.get_state_display()}")
        if check is not None:
            check(held)
        if held.by_email:
            return here.cancel(held, kind, key=key, by=by, payload=payload)
        return intents.plan(held, kind, key=key, by=by, payload=payload)


def without_time(*, waited: dt.timedelta) -> QuerySet[Order]:
    """Open orders that nobody comes for, although times can be chosen, so long after they were raised.

    Those that a person has seen to stay away for a week.
    """
    mine = {"order": OuterRef("pk")}
    coming, unsettled = Appointment.objects.standing(), Command.objects.shaping().unsettled()
    return Order.objects.open().filter(
        Q(dealt_with_at__isnull=True) | Q(dealt_with_at__lte=later(-CALLED_AGAIN)),
        ~Exists(coming.filter(**mine)),
        ~Exists(unsettled.filter(**mine)),
        concern="",
        fulfilment__in=[Fulfilment.OWN_TEAM, Fulfilment.CONTRACTOR_SYSTEM],
        raised_at__lte=later(-waited),
    )


def deal_with(order: Order) -> bool:
    """A person has seen to an order that was refused or has no time: it leaves the list.

    False where somebody has already.
    """
    refused = Q(state=OrderState.REFUSED, dealt_with_at__isnull=True)
    alone = Q(pk__in=without_time(waited=dt.timedelta()))
    return bool(Order.objects.filter(refused | alone, pk=order.pk).update(dealt_with_at=Now()))


def see_to(order: Order, *, by: str) -> bool:
    """A person sees to what a read has shown: the others know. False where somebody does already."""
    mine = Order.objects.filter(pk=order.pk, concern_with="").exclude(concern="")
    return bool(mine.update(concern_with=by))


def new_number() -> str:
    """A fresh order number: the installation's prefix and 49 random bits, so that none is ever used twice."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{settings.ORDER_NUMBER_PREFIX}-{letters[:5]}-{letters[5:]}"


def pending(order: Order) -> Command | None:
    """The write that is not settled yet, if there is one."""
    return order.commands.shaping().live().first()


def newest(order: Order) -> Command | None:
    """The write that was wanted last."""
    return order.commands.shaping().order_by("-created_at").first()


def _facts(work: Work) -> dict[str, Any]:
    facts = {**asdict(work), "codes": list(work.codes), "details": {}}
    if work.details != NOTHING_MORE:
        facts["details"] = {
            "codes": [dump_line(line) for line in work.details.codes],
            "traits": [asdict(trait) for trait in work.details.traits],
        }
    return facts


def _raised(key: str) -> Order | None:
    known = Command.objects.filter(key=key, kind=Kind.RAISE).select_related("order").first()
    return known.order if known is not None else None


def _same(known: Command, order: Order) -> Command:
    if known.order_id != order.pk:
        raise NotPossible("the key belongs to another order")
    return known
