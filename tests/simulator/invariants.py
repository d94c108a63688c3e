"""What must be true when all is settled: I1 to I8, from the ledgers, the database and the letters."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from booking import orders
from booking.models import Command, Order
from booking.models.order import Concern, Fulfilment, OrderState
from booking.models.outbox import Kind, State
from portal.models import Message, Repair
from portal.repairs import story
from portal.repairs.story import Stage
from portal.wording import date_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tests.simulator.world import World

ARRANGED = ("appointment.booked", "appointment.moved")
ABOUT = re.compile(r"appointment\.(booked|moved|cancelled)|order\.cancelled")


def check(world: "World") -> list[str]:
    """Every sentence says what is not as it must be."""
    told = [sentence for judge in JUDGES for sentence in judge(world)]
    return list(dict.fromkeys(world.witness.violations + told))


def shown(world: "World", repair: Repair) -> Iterator[str]:
    """I4: what the page of that repair shows just now is so, as far as anybody can know."""
    told = story.tell(story.load(Repair.objects.filter(pk=repair.pk)).get())
    order, row = repair.order, told.appointment
    if told.stage == Stage.BOOKED and row and order and not world.witness.ever_stood(order, row):
        yield f"I4: a page says booked, and {order.scheduler} never had such a visit"


def _pages(world: "World") -> Iterator[str]:
    yield from world.errors
    for tenant in world.tenants:
        for path in tenant.broken:
            yield f"a page answered 500: {re.sub('[0-9a-f-]{36}', '…', path)}"


def _reports(world: "World") -> Iterator[str]:
    """I1: what was accepted is in the remote, refused and said so, or with a person."""
    for tenant in world.tenants:
        for pk in tenant.repairs:
            repair = Repair.objects.filter(pk=pk).select_related("order").first()
            if repair is None or repair.order is None:
                yield "I1: a report that was accepted has no order"
            elif not _is_somewhere(world, repair.order):
                yield f"I1: the order of an accepted report is nowhere ({repair.order.state})"
    for promised in world.partner.asked.values():
        if len(promised) > 1:
            yield "I2: one request of another system became two orders"
        for pk in promised:
            order = Order.objects.filter(pk=pk).first()
            if order is None or not _is_somewhere(world, order):
                yield "I1: an order that another system was promised is nowhere"


def _is_somewhere(world: "World", order: Order) -> bool:
    stands = order.number in world.house.remotes[order.scheduler].orders()
    staff = order.commands.filter(state=State.NEEDS_STAFF).exists()
    return bool(stands or staff or order.state == OrderState.REFUSED or order.concern)


def _cancelled(world: "World") -> Iterator[str]:
    """F38: nobody cancels an order silently, least of all for want of a time."""
    for order in _ours().filter(state=OrderState.CANCELLED):
        wanted = order.commands.filter(kind=Kind.CANCEL).exclude(state=State.REFUSED).exists()
        if not wanted and order.number not in world.staff_visits:
            yield f"F38: an order of {order.scheduler} was cancelled, and nobody wanted that"


def _remote_orders(world: "World") -> Iterator[str]:
    """I2: every order there is one of ours, and no report became two."""
    for remote in world.house.remotes.values():
        known = set(Order.objects.filter(scheduler=remote.name).values_list("number", flat=True))
        if strangers := remote.orders().keys() - known:
            yield f"I2: {remote.name} has {len(strangers)} orders that we do not know"
    reports = Repair.objects.exclude(state="draft").count()
    if Order.objects.count() > reports:
        yield f"I2: {Order.objects.count()} orders of {reports} reports"


def _visits(world: "World") -> Iterator[str]:
    """I3: at most one live visit an order, but for staff's own; a straggler's second one is told to staff."""
    for order in _ours():
        live = world.house.remotes[order.scheduler].visits().get(order.number, [])
        if len(live) < 2 or order.number in world.staff_visits:
            continue
        if not world.stragglers:
            yield f"I3: {order.scheduler} has {len(live)} live visits of one order"
        elif order.concern != Concern.TWO_VISITS:
            yield f"I3: {order.scheduler} has {len(live)} live visits of one order, and nobody is told"


def _reflected(world: "World") -> Iterator[str]:
    """I4, I5: what we hold is what the remote has."""
    for order in _ours():
        if order.state == OrderState.REFUSED or order.commands.filter(state=State.NEEDS_STAFF).exists():
            continue
        remote = world.house.remotes[order.scheduler]
        theirs = sorted(date.isoformat() for date, _ in remote.visits().get(order.number, []))
        ours = sorted(row.date.isoformat() for row in order.appointments.live() if row.date)
        if theirs != ours and not (order.concern == Concern.TWO_VISITS and set(theirs) == set(ours)):
            yield f"I4/I5: {order.scheduler} has visits {theirs}, we hold {ours} ({order.state})"


def _people(world: "World") -> Iterator[str]:
    """I6: nobody is sent to two homes at once by us."""
    for remote in world.house.remotes.values():
        for pair in remote.double_booked():
            if not any(number in world.staff_visits for number in pair.split(" and ")):
                yield f"I6: {remote.name} has somebody going to two homes at once"


def _ledger(world: "World") -> Iterator[str]:
    """I4, I5: each booking that we call confirmed was done once, and each that was done is confirmed."""
    connect = world.house.remotes["connect"]
    for order in Order.objects.filter(scheduler=connect.name):
        if world.stragglers or order.number in world.staff_visits:
            continue
        booked = order.commands.filter(kind__in=[Kind.BOOK, Kind.MOVE])
        confirmed = booked.filter(state=State.CONFIRMED).count()
        unclear = booked.filter(state=State.NEEDS_STAFF).count()
        done = connect.committed("book", order.number)
        if not confirmed <= done <= confirmed + unclear:
            yield f"I4/I5: connect booked {done} times, and we call {confirmed} confirmed"
        if order.state == OrderState.REFUSED and connect.committed("raise", order.number):
            yield "I5: an order that stands in connect is called refused"


def _alarms(world: "World") -> Iterator[str]:
    """Nobody is called for what is not so: our remotes never lose an order."""
    if Message.objects.filter(body__contains="does not know the order any more").exists():
        yield "staff are told that an order is gone, and it is not"


def _told(world: "World") -> Iterator[str]:
    """I4: a page that says booked shows a visit that stands; F38: of one without a time staff would hear."""
    without_time = set(orders.without_time(waited=dt.timedelta()).values_list("pk", flat=True))
    for repair in story.load(Repair.objects.filter(order__isnull=False)):
        told, order = story.tell(repair), repair.order
        if order is None:
            continue
        listed = order.pk in without_time
        if (told.stage == Stage.CHOOSE_TIME) != listed and not order.concern:
            yield f"F38: a page says {told.stage}, and that staff hear of it is {listed}"
        if told.stage != Stage.BOOKED or told.appointment is None:
            continue
        dates = {date for date, _ in world.house.remotes[order.scheduler].visits().get(order.number, [])}
        if told.appointment.date and told.appointment.date not in dates:
            yield "I4: a page says booked, and the remote has no such visit"


def _letters(world: "World") -> Iterator[str]:
    """I8: the last word about an appointment is true, and nothing is said twice running."""
    for order in _ours():
        letters = Message.objects.filter(order=order).exclude(key__endswith=":team")
        about = [one for one in letters.order_by("created_at", "pk") if ABOUT.match(one.key)]
        for one, other in pairwise(about):
            same = (one.subject, one.body) == (other.subject, other.body)
            if same and order.number not in world.staff_visits:  # theirs may stand at the same time as ours
                yield f"I8: said twice: {re.sub('[0-9].*', '', one.subject)}"
        live = list(order.appointments.live())
        if len(live) > 1 or order.commands.filter(state=State.NEEDS_STAFF).exists():
            continue
        if live and live[0].date is not None:
            words = date_words(live[0].date)
            if not about or words not in about[-1].subject + about[-1].body:
                yield "I8: the last letter does not name the appointment that stands"
        elif about and about[-1].key.startswith(ARRANGED) and not order.appointments.standing().exists():
            yield "I8: the last letter names an appointment that does not stand"


def _settled(world: "World") -> Iterator[str]:
    """Nothing is left hanging in good weather."""
    for command in Command.objects.live():
        yield f"a {command.kind} is still {command.state} after all that good weather: {command.reason}"
    if unsent := Message.objects.filter(sent_at__isnull=True).count():
        yield f"{unsent} letters were never sent"


def _ours() -> "QuerySet[Order]":
    return Order.objects.exclude(fulfilment=Fulfilment.BY_EMAIL)


JUDGES = (
    _pages,
    _reports,
    _cancelled,
    _remote_orders,
    _visits,
    _reflected,
    _people,
    _ledger,
    _alarms,
    _told,
    _letters,
    _settled,
)
