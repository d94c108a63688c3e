"""What people want of an order, one write after the other, each as the form that they send."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from booking.models import Command, Order
from booking.models.outbox import Kind
from booking.sandbox.connect import suppliers
from diagnosis.models import RepairCode
from portal.models import ContactDetails, Person, Repair
from portal.repairs import reports
from tests.simulator.house import House
from tests.simulator.people import TOKEN, Tenant, browser

FOLLOWING = (Kind.DETAIL, Kind.HAND_OVER)
"""Nobody asks for them: they follow from the order that has been raised."""


@dataclass(frozen=True)
class Story:
    """One order, from the report on, and the writes of it that are tried."""

    system: str
    leaf: str
    kinds: tuple[Kind, ...]


STORIES = (
    Story("connect", "gutter", (Kind.RAISE, Kind.DETAIL, Kind.BOOK, Kind.MOVE, Kind.CONTACT, Kind.CANCEL)),
    Story("connect", "window-pane", (Kind.HAND_OVER, Kind.AMEND, Kind.INVOICE)),
    Story("hartley", "fence-down", (Kind.RAISE, Kind.BOOK, Kind.MOVE, Kind.CANCEL)),
    Story("skyline", "roof-tile", (Kind.RAISE, Kind.BOOK, Kind.MOVE, Kind.CANCEL)),
)


@dataclass
class Form:
    """A page's button, ready to be pressed."""

    address: str
    fields: dict[str, str]
    client: Client
    again: str
    """The page that the person opens again when no answer came."""

    def press(self) -> Any:
        """What comes back."""
        return self.client.post(self.address, self.fields)


@dataclass
class People:
    """The tenant of one order, and the officer who adds to it."""

    rng: random.Random
    leaf: str
    house: House
    tenant: Tenant = field(init=False)
    officer: Client = field(init=False)

    def __post_init__(self) -> None:
        person = self.rng.choice(list(Person.objects.filter(is_officer=False).order_by("pk")))
        self.tenant = Tenant(person, browser(self.house.sessions[person.pk]), self.rng)
        self.officer = browser(self.house.sessions[Person.objects.get(is_officer=True).pk])
        self.draft = reports.start(person.tenancies.get(), by=person)
        reports.choose(self.draft, RepairCode.objects.get(slug=self.leaf))
        reports.answer(self.draft, "known", "no")
        reports.describe(self.draft, description="It is broken", access="")

    @property
    def order(self) -> Order | None:
        """The order, as soon as there is one."""
        return Repair.objects.select_related("order").get(pk=self.draft.pk).order

    @property
    def reference(self) -> str:
        """What the tenant quotes."""
        return Repair.objects.select_related("order").get(pk=self.draft.pk).reference

    def newest(self, kind: Kind) -> Command | None:
        """The write of that kind that was wanted last."""
        order = self.order
        return order.commands.filter(kind=kind).order_by("-created_at").first() if order else None

    def unclear(self) -> list[Command]:
        """What only a person can judge."""
        order = self.order
        return list(order.commands.unclear()) if order else []

    def settle_unclear(self) -> None:
        """The officer has telephoned about it."""
        for command in self.unclear():
            self.officer.post(reverse("officers-write-off", args=[command.pk]))

    def form(self, kind: Kind) -> Form:
        """Filled in."""
        forms: dict[str, Callable[[], Form]] = {
            Kind.RAISE: self._report,
            Kind.BOOK: self._book,
            Kind.MOVE: self._move,
            Kind.CANCEL: self._cancel,
            Kind.CONTACT: self._contact,
            Kind.AMEND: self._amend,
            Kind.INVOICE: self._invoice,
        }
        return forms[kind]()

    def _report(self) -> Form:
        return self._tenants("repair-check", self.draft.pk)

    def _book(self) -> Form:
        pk = self.draft.pk
        return self._tenants("repair-confirm", pk, slot=self._slot(2, "repair-grid", pk))

    def _move(self) -> Form:
        order = self.order
        assert order is not None
        places = (self.draft.pk, order.appointments.live().get().pk)
        return self._tenants("repair-move-confirm", *places, slot=self._slot(3, "repair-move-grid", *places))

    def _cancel(self) -> Form:
        assert self.order is not None
        seen = str(self.order.commands.count())
        return self._tenants("repair-cancel", self.draft.pk, reason="It is fixed", more="", seen=seen)

    def _contact(self) -> Form:
        details = ContactDetails.objects.get(person=self.tenant.person)
        mobile = f"07700900{(int(details.mobile[-3:]) + self.rng.randrange(1, 999)) % 1000:03}"
        return self._tenants(
            "contact",
            name=details.name,
            mobile=mobile,
            home_phone="",
            email=self.tenant.person.email,
            texts="no",
        )

    def _amend(self) -> Form:
        rows = {"amend-TOTAL_FORMS": "0", "amend-INITIAL_FORMS": "0"}
        asked = {"amend-subcontract_order": str(self._subcontract()), "amend-comments": "Ring twice"}
        return self._officers("officers-contractor-amend", "amend", rows | asked)

    def _invoice(self) -> Form:
        self._subcontract()
        rows = {"invoice-TOTAL_FORMS": "0", "invoice-INITIAL_FORMS": "0"}
        asked = {"invoice-reference": "INV-1", "invoice-date": "2026-11-23", "invoice-goods": "120.50"}
        return self._officers("officers-contractor-invoice", "invoice", rows | asked)

    def _subcontract(self) -> int:
        """The contractor's order in Connect; staff have made it there where ours was never done."""
        assert self.order is not None
        connect = self.house.remotes["connect"].system
        with connect.lock:
            order = connect.state.orders[self.order.number]
            if order.subcontract is None:
                suppliers.hand_over(connect, order, supplier=self.order.supplier)
            return int(order.subcontract.id)

    def _tenants(self, page: str, *places: Any, **fields: str) -> Form:
        here = reverse("repair", args=[self.draft.pk])
        return Form(reverse(page, args=places), fields, self.tenant.client, here)

    def _officers(self, page: str, prefix: str, fields: dict[str, str]) -> Form:
        order = self.order
        assert order is not None
        key = {f"{prefix}-key": str(self.draft.pk)[:-4] + f"{self.rng.randrange(16**4):04x}"}
        here = reverse("officers-contractor", args=[order.pk])
        return Form(reverse(page, args=[order.pk]), fields | key, self.officer, here)

    def _slot(self, quarter: int, grid: str, *places: Any) -> str:
        """One of that quarter of the times on offer, from 0; what is near cannot be changed any more."""
        page = self.tenant.get(grid, *places)
        slots = TOKEN.findall(page.content.decode())
        assert slots, (grid, page.status_code)
        share = -(-len(slots) // 4)
        return str(self.rng.choice(slots[quarter * share : (quarter + 1) * share]))
