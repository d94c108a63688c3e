"""Finds again, in the scheduling systems, what an old backup lacks, and gives it back to its household."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings

from booking import recovery
from booking.models import Order
from booking.recovery import Lost
from booking.schedulers.base import SchedulerError
from diagnosis.models import Supplier
from portal.models import Home, Person, Repair, Tenancy
from portal.models.repair import Place, RepairState

log = logging.getLogger(__name__)


@dataclass
class Report:
    """What a round has found and done."""

    lost: list[Lost] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    nobodys: list[str] = field(default_factory=list)
    """Adopted, and no household of ours lived there: only staff see them."""
    unread: list[str] = field(default_factory=list)
    """Homes, with the system that could not be asked."""
    doubted: int = 0
    due: int = 0


def rebuild(*, dry: bool) -> Report:
    """Asks each system for each home; unless `dry`, what is found is written down."""
    report = Report()
    if not dry:
        report.doubted = recovery.doubt()
    # All at once: while a system is asked, nobody holds a database connection.
    for home in list(Home.objects.order_by("reference")):
        for system in settings.SCHEDULERS:
            for lost in _ask(home, system, report):
                report.lost.append(lost)
                if not dry:
                    _adopt(lost, home, report)
    if not dry:
        report.due = recovery.read_all()
    return report


def _ask(home: Home, system: str, report: Report) -> Iterator[Lost]:
    try:
        yield from recovery.find_lost(home.reference, system=system)
    except SchedulerError as error:
        log.warning("%s could not be asked for a home: %s", system, type(error).__name__)
        report.unread.append(f"{home.reference} in {system}")


def _adopt(lost: Lost, home: Home, report: Report) -> None:
    tenancy = _household(home, lost)
    teller = _who_tells(tenancy) if tenancy is not None else None

    def keep(order: Order) -> None:
        if tenancy is not None and teller is not None:
            _give_back(order, lost, tenancy, teller)

    contact = _contact(teller)
    if recovery.adopt(lost, contact=contact, supplier=_supplier(lost.system), keep=keep) is None:
        return
    report.adopted.append(lost.number)
    if teller is None:
        report.nobodys.append(lost.number)


def _household(home: Home, lost: Lost) -> Tenancy | None:
    """Who lived there when the order was raised."""
    return home.tenancies.current(lost.raised_on).order_by("-started").first()


def _who_tells(tenancy: Tenancy) -> Person | None:
    return tenancy.people.filter(is_active=True).select_related("contact_details").order_by("pk").first()


def _contact(person: Person | None) -> dict[str, object]:
    details = getattr(person, "contact_details", None)
    return details.snapshot() if details else {"name": person.name if person else ""}


def _supplier(system: str) -> tuple[str, str]:
    firm = Supplier.objects.filter(system=system).exclude(system="").order_by("pk").first()
    return (firm.external_id, firm.name) if firm else ("", "")


def _give_back(order: Order, lost: Lost, tenancy: Tenancy, teller: Person) -> None:
    """The household's repair: the report that it had begun when the backup was taken, or a new one."""
    title, _, description = lost.found.description.partition("\n")
    title = title.strip()[:200] or "A repair"
    begun = Repair.objects.drafts().filter(tenancy=tenancy, title=title).order_by("-started_at").first()
    repair = begun or Repair(tenancy=tenancy, reported_by=teller, title=title, place=Place.HOME)
    repair.state, repair.order = RepairState.ORDERED, order
    repair.reported_at = recovery.begin(lost.raised_on)
    repair.contact = _contact(repair.reported_by)
    repair.description = repair.description or description.strip()[:1000]
    repair.save()
