"""What people do in a run: tenants with several tabs, an officer, the remotes' own staff."""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from booking.commands.visit import FRESH
from booking.models import Command, Order
from diagnosis.models import RepairCode
from portal.models import Person, Repair
from portal.repairs import reports, story
from portal.repairs.story import Stage

TOKEN = re.compile(r'name="slot"\s+value="([^"]+)"')
SEEN = re.compile(r'name="seen"\s+value="([^"]*)"')
LEAVES = ["bath-leak"] * 4 + ["gutter"] + ["fence-down", "roof-tile"] * 2 + ["window-pane"]
"""What breaks: mostly what Connect's own people mend."""

HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all browsers of all runs: making it reads every static file."""


def browser(session: str = "") -> Client:
    """Shows an error page where one comes; with a session's key, somebody has signed in."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


@dataclass
class Tenant:
    """Somebody with an old telephone and many tabs."""

    person: Person
    client: Client
    rng: random.Random
    repairs: list[str] = field(default_factory=list)
    """Those whose report was answered with "we have it"."""
    tabs: list[tuple[str, str, float]] = field(default_factory=list)
    """Grids that are still open somewhere: where a choice is posted to, the slot, and since when."""
    broken: list[str] = field(default_factory=list)
    """Pages that answered 500."""
    doing: list[Callable[[], object]] = field(default_factory=list)
    """What anybody is doing just now, innermost last: it may be done a second time meanwhile."""
    shows: Callable[[Repair], None] = lambda repair: None
    """Somebody looks at the page of a repair."""
    seen: Counter[str] = field(default_factory=Counter)
    """What of the matrix has happened."""
    rings: Callable[[str], None] = lambda number: None
    """Somebody arranges a time for that order by telephone, or in the remote's own screen."""

    def act(self) -> None:
        """One thing that comes to mind."""
        deeds = [
            self.report,
            self.look,
            self.open_grid,
            *[self.book] * 5,
            self.move,
            self.move,
            self.cancel,
            self.cancel,
            *[self.ring] * 3,
        ]
        if not self.repairs:
            deeds = [self.report]
        self.rng.choice(deeds)()

    def report(self) -> None:
        """A fault, told once or with a double click."""
        if len(self.repairs) >= 2:
            return self.look()
        draft = reports.start(self.person.tenancies.get(), by=self.person)
        if not draft.description:
            reports.choose(draft, RepairCode.objects.get(slug=self.rng.choice(LEAVES)))
            reports.answer(draft, "known", "no")
            reports.describe(draft, description="It is broken", access="")
        reported = [reverse(name, args=[draft.pk]) for name in ("repair-times", "repair")]
        for _ in range(self.rng.choice([1, 1, 2])):
            answer = self.post(reverse("repair-check", args=[draft.pk]))
            if answer.headers.get("Location") in reported and str(draft.pk) not in self.repairs:
                self.repairs.append(str(draft.pk))
        return None

    def look(self) -> None:
        """The page of a repair, or of all."""
        if self.rng.random() < 0.2 or not self.repairs:
            self.get("repairs")
        else:
            repair = self.rng.choice(self.repairs)
            if self.get("repair", repair).status_code == 200:
                self.shows(Repair.objects.get(pk=repair))

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
        slots = TOKEN.findall(page.content.decode()) if page.status_code == 200 else []
        if slots:
            self.tabs.append((reverse(confirm, args=args), self.rng.choice(slots), time.time()))

    def book(self) -> None:
        """The choice of some tab, old or new; with a double click or the Back button, twice."""
        if not self.tabs or self.rng.random() < 0.3:
            self.open_grid()
        if not self.tabs:
            return
        tab = self.tabs[-1] if self.rng.random() < 0.6 else self.rng.choice(self.tabs)
        address, slot, since = tab
        if time.time() - since > FRESH.total_seconds():
            self.seen["F42 a grid that has grown old"] += 1
        for _ in range(self.rng.choice([1, 1, 1, 2])):
            self.post(address, slot=slot)
        if self.rng.random() < 0.7:
            self.tabs = [one for one in self.tabs if one[:2] != (address, slot)]

    def ring(self) -> None:
        """A time is arranged without us; a choice that lay open meanwhile may follow all the same."""
        if not self.tabs:
            return self.open_grid()
        address, slot, _ = self.rng.choice(self.tabs)
        order = next(Repair.objects.get(pk=one).order for one in self.repairs if one in address)
        if order is not None:
            self.rings(order.number)
            if self.rng.random() < 0.7:
                self.post(address, slot=slot)
        return None

    def move(self) -> None:
        """Another time, where one is booked."""
        self.open_grid()
        self.book()

    def cancel(self) -> None:
        """Not needed any more; not the first thing that comes to mind."""
        repair = self._any()
        if repair is not None and self.rng.random() < 0.7:
            page = self.get("repair-cancel", repair.pk)
            seen = SEEN.search(page.content.decode()) if page.status_code == 200 else None
            if seen:
                address = reverse("repair-cancel", args=[repair.pk])
                self.post(address, reason="It is fixed", more="", seen=seen[1])

    def get(self, name: str, *args: Any) -> Any:
        """A page."""
        return self._keep(self.client.get(reverse(name, args=args)))

    def post(self, address: str, **data: str) -> Any:
        """A form; while it is on its way it may be sent once more."""

        def send() -> Any:
            return self._keep(self.client.post(address, data))

        self.doing.append(send)
        try:
            return send()
        finally:
            self.doing.pop()

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

    client: Client
    rng: random.Random
    happened: Callable[[Command], bool]
    """The truth about a write, as the remote's own screen would show it."""

    def act(self) -> None:
        """One of those that wait."""
        waiting = list(Command.objects.filter(state="needs_staff").order_by("created_at", "key"))
        if waiting:
            command = self.rng.choice(waiting)
            off = self.rng.random() < 0.5 and not self.happened(command)
            name = "officers-write-off" if off else "officers-look-again"
            self.client.post(reverse(name, args=[command.pk]))
        else:
            order = Order.objects.order_by("raised_at").first()
            self.client.get(reverse("officers"), {"number": order.number} if order else {})


@dataclass
class Partner:
    """Another system, which raises orders by the API and asks again where it got no answer."""

    rng: random.Random
    key: str
    homes: list[str]
    doing: list[Callable[[], object]] = field(default_factory=list)
    client: Client = field(default_factory=browser)
    asked: dict[str, set[str]] = field(default_factory=dict)
    """By its own key: the orders that it was given."""

    def act(self) -> None:
        """An order, new or asked for already."""
        once = self.rng.choice([*self.asked, f"key-{len(self.asked)}"])
        self.asked.setdefault(once, set())
        chance = random.Random(once)  # the same key asks for the same
        body = {
            "home": chance.choice(self.homes),
            "problem": chance.choice(["bath-leak", "fence-down", "roof-tile"]),
            "description": "It is broken",
        }

        def send() -> None:
            answer = self.client.post(
                "/api/v1/orders",
                json.dumps(body),
                "application/json",
                headers={"Authorization": f"Bearer {self.key}", "Idempotency-Key": once},
            )
            if answer.status_code == 202:
                self.asked[once].add(answer.json()["order"])

        self.doing.append(send)
        try:
            send()
        finally:
            self.doing.pop()
