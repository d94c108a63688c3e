"""What people do in a run: tenants with several tabs, an officer, the remotes' own staff."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from booking.models import Command, Order
from diagnosis.models import RepairCode
from portal.models import Person, Repair
from portal.repairs import reports, story
from portal.repairs.story import Stage

TOKEN = re.compile(r'name="slot"\s+value="([^"]+)"')
LEAVES = [
    "bath-leak",
    "bath-leak",
    "gutter",
    "fence-down",
    "fence-down",
    "roof-tile",
    "roof-tile",
    "window-pane",
]

HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all browsers of all runs: making it reads every static file."""


@dataclass
class Tenant:
    """Somebody with an old telephone and many tabs."""

    person: Person
    rng: random.Random
    client: Client = field(default_factory=Client)
    repairs: list[str] = field(default_factory=list)
    """Those whose report was answered with "we have it"."""
    tabs: list[tuple[str, str]] = field(default_factory=list)
    """Grids that are still open somewhere: where a choice is posted to, and the slot."""
    broken: list[str] = field(default_factory=list)
    """Pages that answered 500."""

    def __post_init__(self) -> None:
        self.client.handler = HANDLER
        self.client.force_login(self.person)
        self.client.raise_request_exception = False

    def act(self) -> None:
        """One thing that comes to mind."""
        deeds = [self.report, self.look, self.open_grid, self.book, self.book, self.move, self.cancel]
        if not self.repairs:
            deeds = [self.report]
        self.rng.choice(deeds)()

    def report(self) -> None:
        """A fault, told once or with a double click."""
        if len(self.repairs) >= 3:
            return self.look()
        draft = Repair.objects.drafts().filter(reported_by=self.person).first()
        if draft is None:
            tenancy = self.person.tenancies.get()
            draft = reports.start(tenancy, by=self.person)
            reports.choose(draft, RepairCode.objects.get(slug=self.rng.choice(LEAVES)))
            reports.answer(draft, "known", "no")
            reports.describe(draft, description="It is broken", access="")
        for _ in range(self.rng.choice([1, 1, 2])):
            answer = self.post("repair-check", draft.pk)
            if answer is not None and answer.status_code in {302, 303} and str(draft.pk) not in self.repairs:
                self.repairs.append(str(draft.pk))
        return None

    def look(self) -> None:
        """The page of a repair, or of all."""
        if self.rng.random() < 0.2 or not self.repairs:
            self.get("repairs")
        else:
            self.get("repair", self.rng.choice(self.repairs))

    def open_grid(self) -> None:
        """The times on offer, in one more tab."""
        repair = self._any()
        if repair is None:
            return
        told = story.tell(repair)
        if told.stage == Stage.BOOKED and told.appointment is not None:
            places = ("repair-move-grid", "repair-move-confirm", repair.pk, told.appointment.pk)
        else:
            places = ("repair-grid", "repair-confirm", repair.pk)
        grid, confirm, *args = places
        page = self.get(grid, *args)
        slots = TOKEN.findall(page.content.decode()) if page is not None and page.status_code == 200 else []
        if slots:
            self.tabs.append((reverse(confirm, args=args), self.rng.choice(slots)))

    def book(self) -> None:
        """The choice of some tab, old or new; with a double click or the Back button, twice."""
        if not self.tabs or self.rng.random() < 0.3:
            self.open_grid()
        if not self.tabs:
            return
        address, slot = self.tabs[-1] if self.rng.random() < 0.6 else self.rng.choice(self.tabs)
        for _ in range(self.rng.choice([1, 1, 1, 2])):
            self._keep(self.client.post(address, {"slot": slot}))
        if self.rng.random() < 0.7:
            self.tabs = [tab for tab in self.tabs if tab != (address, slot)]

    def move(self) -> None:
        """Another time, where one is booked."""
        self.open_grid()
        self.book()

    def cancel(self) -> None:
        """Not needed any more; not the first thing that comes to mind."""
        repair = self._any()
        if repair is not None and self.rng.random() < 0.4:
            self.post("repair-cancel", repair.pk, reason="It is fixed", more="")

    def get(self, name: str, *args: Any) -> Any:
        """A page."""
        return self._keep(self.client.get(reverse(name, args=args)))

    def post(self, name: str, *args: Any, **data: str) -> Any:
        """A form."""
        return self._keep(self.client.post(reverse(name, args=args), data))

    def _any(self) -> Repair | None:
        if not self.repairs:
            return None
        return Repair.objects.select_related("order").get(pk=self.rng.choice(self.repairs))

    def _keep(self, answer: Any) -> Any:
        if answer.status_code == 500:
            self.broken.append(answer.request["PATH_INFO"])
        return answer


@dataclass
class Officer:
    """Settles what only a person can: looks once more, or says that it did not happen if it did not."""

    rng: random.Random
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.handler = HANDLER
        self.client.force_login(Person.objects.get(is_officer=True))

    def act(self) -> None:
        """One of those that wait."""
        waiting = list(Command.objects.filter(state="needs_staff").order_by("created_at"))
        if waiting:
            command = self.rng.choice(waiting)
            self.client.post(reverse("officers-look-again", args=[command.pk]))
        else:
            order = Order.objects.order_by("raised_at").first()
            self.client.get(reverse("officers"), {"number": order.number} if order else {})
