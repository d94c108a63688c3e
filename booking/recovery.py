"""After the return to an old backup: what the systems have, and what we do not know any more.

An order is found by its property and its number, so only where the system shows a visit of it. What our rows
say of writes under way is older than what happened to them: all of them are read back before any is sent.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from booking import here, moments, remote, standing
from booking.lines import dump_line
from booking.models import Command, Order
from booking.models.order import Fulfilment, OrderState
from booking.models.outbox import Kind, State
from booking.orders import ALPHABET
from booking.schedulers.abilities import Detailed, Details
from booking.schedulers.base import RemoteOrder, Visit
from booking.schedulers.urgency import background

NOT_TOLD = "UNKNOWN"
"""In place of a repair code, where the system does not tell the codes of an order."""
BY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An order of ours that a system has and we do not know."""

    system: str
    customer: str
    found: RemoteOrder
    visits: tuple[Visit, ...]
    details: Details

    @property
    def number(self) -> str:
        """Its order number."""
        return self.found.number

    @property
    def raised_on(self) -> dt.date:
        """The day on which it was raised, as far as the system tells; else today."""
        return min((visit.raised_on for visit in self.visits if visit.raised_on), default=moments.today())


def find_lost(customer: str, *, system: str) -> tuple[Lost, ...]:
    """The orders of ours at that property which only the system knows; raises the scheduler's errors."""
    scheduler = remote.scheduler(system)
    with remote.away(), background():
        summary = scheduler.visits(customer=customer)
    numbers = {visit.number for visit in summary.visits if is_ours(visit.number)}
    known = Order.objects.filter(number__in=numbers).values_list("number", flat=True)
    found = (_read(number, customer=customer, system=system) for number in sorted(numbers - set(known)))
    return tuple(lost for lost in found if lost is not None)


def is_ours(number: str) -> bool:
    """It could have been made by `orders.new_number`, with this installation's prefix."""
    return (
        re.fullmatch(rf"{settings.ORDER_NUMBER_PREFIX}-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", number)
        is not None
    )


def adopt(
    lost: Lost,
    *,
    contact: dict[str, object],
    supplier: tuple[str, str] = ("", ""),
    keep: Callable[[Order], None] = lambda order: None,
) -> Order | None:
    """The order as the system has it, with its visits; None where we know its number by now.

    `supplier` is reference and name of the firm whose system it is; `keep` writes down whose order it is,
    before anybody is told of its visits.
    """
    with transaction.atomic():
        if Order.objects.filter(number=lost.number).exists():
            return None
        order = Order.objects.create(
            id=_old_id(lost.found),
            number=lost.number,
            scheduler=lost.system,
            customer=lost.customer,
            description=lost.found.description,
            target_date=max((visit.date for visit in lost.visits if visit.date), default=lost.raised_on),
            codes=[line.code for line in lost.details.codes] or [NOT_TOLD],
            details={"codes": [dump_line(line) for line in lost.details.codes], "traits": []},
            contact=contact,
            supplier=supplier[0],
            supplier_name=supplier[1],
            fulfilment=Fulfilment.CONTRACTOR_SYSTEM if supplier[0] else Fulfilment.OWN_TEAM,
            state=OrderState.OPEN,
            raised_at=begin(lost.raised_on),
            reads_begun=1,
        )
        here.note(order, Kind.RAISE, key=f"recovered:{lost.number}", by=BY)
        keep(order)
        standing.apply(order, lost.found, lost.visits, version=1)
        order.refresh_from_db()
        return order


def doubt() -> int:
    """Every write under way is read back before anything is sent; how many. Nobody may be at work."""
    return Command.objects.live().update(
        state=State.UNKNOWN,
        unknown_since=Now(),
        lease=None,
        lease_until=None,
        looks=0,
        absences=0,
        due_at=Now(),
        reason="the database went back to a backup",
    )


def read_all() -> int:
    """Every open order is due to be read, at the pace that the systems bear; how many."""
    return Order.objects.open().remote().update(read_due_at=Now())


def begin(day: dt.date) -> dt.datetime:
    """The first moment of the day, where the landlord is."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_default_timezone())


def _read(number: str, *, customer: str, system: str) -> Lost | None:
    scheduler = remote.scheduler(system)
    with remote.away(), background():
        found = remote.read_order(scheduler, number)
        if found is None:
            return None
        return Lost(
            system=system,
            customer=customer,
            found=found,
            visits=remote.read_visits(scheduler, number),
            details=scheduler.read_details(number) if isinstance(scheduler, Detailed) else Details(),
        )


def _old_id(found: RemoteOrder) -> uuid.UUID:
    """The id that it had here, where the system repeats it: others may know the order by it."""
    try:
        old = uuid.UUID(found.crm_id)
    except ValueError:
        return uuid.uuid4()
    return uuid.uuid4() if Order.objects.filter(pk=old).exists() else old
