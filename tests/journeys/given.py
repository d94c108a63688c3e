"""What stood before a story begins: a repair that is reported, or booked, without the way there."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from booking import appointments, grid
from diagnosis import tree
from portal.models import Person, Repair, Tenancy
from portal.repairs import reports
from tests.booking import flow


@dataclass
class Given:
    """Does what the pages would do, by the verbs behind them."""

    settled: Callable[[], None]

    def draft(self, name: str, *, leaf: str = "dripping-tap") -> Repair:
        """Every question answered, and not reported yet."""
        person = Person.objects.get(email=f"{name}@riverside.example")
        tenancy = Tenancy.objects.of(person).current(timezone.localdate()).get()
        repair = reports.start(tenancy, by=person)
        reports.keep_place(repair, "home")
        reports.choose(repair, tree.leaf(leaf))
        reports.describe(repair, description="It drips day and night.", access="")
        repair.answers = {"danger": "no", "try_first": "still broken", "known": "no"}
        repair.save()
        details = person.contact_details
        details.confirmed_at = timezone.now()
        details.save()
        return Repair.objects.get(pk=repair.pk)

    def reported(self, name: str, *, leaf: str = "dripping-tap") -> Repair:
        """Reported, and in Connect if it can be reached."""
        repair = self.draft(name, leaf=leaf)
        reports.report(repair, by=repair.reported_by)
        self.settled()
        return Repair.objects.get(pk=repair.pk)

    def booked(self, name: str, *, days: int = 7) -> Repair:
        """An appointment stands in Connect, that many days ahead or a little later."""
        repair = self.reported(name)
        self.wants(repair, days=days)
        self.settled()
        return Repair.objects.get(pk=repair.pk)

    def wants(self, repair: Repair, *, days: int = 7) -> None:
        """The tenant has chosen a time, that many days ahead or a little later."""
        times = appointments.known_times(repair.order)
        wanted = timezone.localdate() + dt.timedelta(days=days)
        slot = next(slot for slot in times.slots if slot.date >= wanted)
        token = grid.sign(repair.order, slot, offered_at=times.as_of)
        appointments.book(repair.order, token=token, by=f"person:{repair.reported_by_id}")

    def read_again(self, repair: Repair) -> None:
        """The order has been read again in Connect."""
        flow.reread(repair.order)
