"""One tenant's way from the report to a moved appointment, and every place that names its time."""

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from booking.models import Appointment, Delivery, Order
from booking.webhooks.outbound import deliveries
from diagnosis.models import RepairCode
from portal.celery import app
from portal.models import Message, Person, Repair
from portal.repairs import reports
from tests.booking import flow
from tests.clocks import london
from tests.clocks.remotes import Cell, Witness
from tests.portal.api.cast import Caller
from tests.simulator.house import House
from tests.simulator.people import browser

if TYPE_CHECKING:
    from tests.clocks.sweep import Stop

CELL = re.compile(
    r'name="slot"\s+value="([^"]+)"\s+id="slot-([\d-]{10})-[^"]*".*?<label[^>]*>(.*?)</label>', re.DOTALL
)
TAGS = re.compile(r"<[^>]+>")
DAY_BEAT = ("booking.sweep", "portal.send_due")
NOTICE_DAYS, LEAD_DAYS, TARGET_DAYS = 2, 1, 28
ICS = "DTSTART;TZID=Europe/London:{start}", "DTEND;TZID=Europe/London:{end}"


@dataclass(frozen=True)
class Offered:
    """A time on the page."""

    token: str
    cell: Cell


@dataclass
class Journey:
    """What one tenant sees, and what is said of it elsewhere."""

    house: House
    witness: Witness
    stop: "Stop"
    caller: Caller
    officer: Client
    client: Client = field(init=False)
    wrong: list[str] = field(default_factory=list)
    begun: dt.date = dt.date.min
    known: dict[dt.date, list[Cell]] = field(default_factory=dict)

    def go(self) -> list[str]:
        """Every way in which something is not as it was chosen; none is how it must be."""
        person = Person.objects.filter(is_officer=False).order_by("pk").first()
        assert person is not None
        self.client = browser(self.house.sessions[person.pk])
        self.begun = self._today
        order = self._report(person)
        self.house.clock.pass_by(minutes=1)
        chosen = self._book(order, moving=False)
        if chosen is not None:
            self._compare(order, chosen)
            if self.stop.turn % 2 == 0 and (chosen.cell[0] - self._today).days > NOTICE_DAYS:
                moved = self._book(order, moving=True)
                if moved is not None:
                    self._compare(order, moved)
        return self.wrong

    # --- what people do -----------------------------------------------------------------------------------
    def _report(self, person: Person) -> Order:
        draft = reports.start(person.tenancies.get(), by=person)
        reports.choose(draft, RepairCode.objects.get(slug=self.witness.leaf))
        reports.answer(draft, "known", "no")
        reports.describe(draft, description="It is broken", access="")
        due = self._today + dt.timedelta(days=TARGET_DAYS)
        page = self._see(reverse("repair-check", args=[draft.pk]))
        self._expect("the page before reporting", london.say_date(due), page)
        self.client.post(reverse("repair-check", args=[draft.pk]))
        self._work()
        order = Repair.objects.get(pk=draft.pk).order
        assert order is not None
        self._same("the target date as it is kept", due, order.target_date)
        self._same(
            "the target date as it was sent", due.isoformat(), self.witness.due(self._remote, order.number)
        )
        return order

    def _book(self, order: Order, *, moving: bool) -> Offered | None:
        repair = Repair.objects.get(order=order)
        visit = order.appointments.live().get().pk if moving else None
        names = ("repair-move-grid", "repair-move-confirm") if moving else ("repair-grid", "repair-confirm")
        args = [repair.pk, visit] if moving else [repair.pk]
        offered = list(self._read_grid(self._see(reverse(names[0], args=args))))
        if not moving:
            self._judge_offer({each.cell for each in offered})
        before = order.appointments.live().get() if moving else None
        others = [each for each in offered if before is None or each.cell[0] != before.date]
        if not others:
            self.wrong.append("nothing is on offer")
            return None
        chosen = self._choose(others)
        confirm = reverse(names[1], args=args)
        # Then the grid is read again before it is booked from; at night, the clock changes meanwhile.
        self.house.clock.pass_by(minutes=31)
        if self._too_late(chosen, before):
            answer = self.client.post(confirm, {"slot": chosen.token})
            self._same("whether it is refused as too late", 302, answer.status_code)
            self._same("writes of what is too late", 0, order.commands.live().count())
            return None
        page = self._see(confirm, slot=chosen.token)
        self._expect("the page to confirm", self._words(chosen.cell), page)
        self.client.post(confirm, {"slot": chosen.token})
        self._work()
        return chosen

    def _too_late(self, chosen: Offered, before: Appointment | None) -> bool:
        """Midnight in London has come meanwhile."""
        near = (chosen.cell[0] - self._today).days < LEAD_DAYS
        return near or (before is not None and (before.date - self._today).days <= NOTICE_DAYS)

    def _choose(self, offered: list[Offered]) -> Offered:
        nearest = min(abs((each.cell[0] - self.stop.occasion.day).days) for each in offered)
        there = [each for each in offered if abs((each.cell[0] - self.stop.occasion.day).days) == nearest]
        return there[self.stop.turn % len(there)]

    def _work(self) -> None:
        """Workers do all that was asked for, and a sweep after five seconds finds what else is due."""
        for _ in range(2):
            while self.house.asked:
                name, args = self.house.asked.pop(0)
                app.tasks[name](*args)
            self.house.clock.pass_by(seconds=5)
            self.house.asked.extend((name, ()) for name in DAY_BEAT)
        self.house.asked.clear()

    # --- what must be so ----------------------------------------------------------------------------------
    def _judge_offer(self, cells: set[Cell]) -> None:
        # The grid may have been fetched just before midnight: then it ends a day earlier.
        first, end = self._today + dt.timedelta(days=LEAD_DAYS), self.begun + dt.timedelta(days=35)
        there = {cell for cell in self.witness.offered(self._remote, self._today) if first <= cell[0] < end}
        for cell in sorted(there ^ {cell for cell in cells if cell[0] < end})[:3]:
            self.wrong.append(f"the grid {'lacks' if cell in there else 'has of its own'} {cell}")

    def _compare(self, order: Order, chosen: Offered) -> None:
        date = chosen.cell[0]
        for cell in self.witness.booked(self._remote, order.number):
            self._same("what was sent and stands in the remote", chosen.cell, cell)
        self._judge_row(order, chosen.cell, "the appointment as it is kept")
        repair, row = Repair.objects.get(order=order), order.appointments.live().get()
        words = self._words(chosen.cell)
        page = self._see(reverse("repair", args=[repair.pk]))
        self._expect("the page of the repair", words, page)
        changeable = (date - self._today).days > NOTICE_DAYS
        self._same(
            "whether it can be changed here",
            changeable,
            reverse("repair-move", args=[repair.pk, row.pk]) in page,
        )
        self._expect("the list of repairs", (london.say_date(date),), self._see(reverse("repairs")))
        self._judge_letter(order, words)
        self._judge_file(repair, row.pk, chosen.cell)
        self._judge_api(order, chosen.cell)
        self._judge_webhook(order)
        self._judge_officers(order, date, words)
        letters = Message.objects.count()
        self._same("whether it was read again", True, flow.reread(order))
        self._judge_row(order, chosen.cell, "the appointment after a read")
        self._same("letters after a read", letters, Message.objects.count())
        due = Order.objects.get(pk=order.pk).read_due_at
        if self.stop.system == "connect" and due is not None:
            minutes = (due - self.house.clock.now).total_seconds() / 60
            self._same("that the next read is within the quarter of an hour", True, 0 < minutes <= 15)

    def _judge_row(self, order: Order, cell: Cell, where: str) -> None:
        rows = [
            (row.date, *(row_time.isoformat("minutes") for row_time in (row.start, row.end)))
            for row in order.appointments.live()
        ]
        self._same(where, [cell], rows)

    def _judge_letter(self, order: Order, words: tuple[str, ...]) -> None:
        letters = [one for one in mail.outbox if order.number in one.body or order.number in one.subject]
        said = f"{letters[-1].subject}\n{letters[-1].body}" if letters else ""
        self._expect("the letter", words, said)

    def _judge_file(self, repair: Repair, row: int, cell: Cell) -> None:
        text = self._see(reverse("repair-calendar", args=[repair.pk, row]))
        date, start, end = cell
        over = dt.datetime.fromisoformat(f"{date} {end}") + dt.timedelta(minutes=int(end[3:]) % 15 == 14)
        stamps = {"start": f"{date:%Y%m%d}T{start.replace(':', '')}00", "end": f"{over:%Y%m%dT%H%M%S}"}
        wanted = [line.format(**stamps) for line in ICS]
        self._expect("the calendar file", (*wanted, "BEGIN:VTIMEZONE\r\nTZID:Europe/London"), text)

    def _judge_api(self, order: Order, cell: Cell) -> None:
        told = self.caller.get(f"/orders/{order.pk}").json()
        kept = [
            (one["date"], one["start"], one["end"])
            for one in told["appointments"]
            if one["state"] == "booked"
        ]
        self._same(
            "the API's appointment",
            [(cell[0].isoformat(), *cell[1:])],
            [(d, s[:5], e[:5]) for d, s, e in kept],
        )
        self._same("the API's target date", order.target_date.isoformat(), told["target_date"])

    def _judge_webhook(self, order: Order) -> None:
        row = Delivery.objects.filter(event__order=order).select_related("event__order").order_by("pk").last()
        told = json.loads(deliveries.compose(row))["timestamp"] if row else ""
        age = (self.house.clock.now - dt.datetime.fromisoformat(told)).total_seconds() if told else -1
        named = 0 <= age < 60 and told.endswith("Z")
        self._same("that the webhook names its moment in UTC", True, named)

    def _judge_officers(self, order: Order, date: dt.date, words: tuple[str, ...]) -> None:
        for name in ("officers", "officers-connect"):
            page = self._text(
                self.officer.get(
                    reverse(name), {"number": order.number, "since": str(date), "until": str(date)}
                )
            )
            self._expect(f"the officers' page {name}", words[:1], page)

    # --- small words --------------------------------------------------------------------------------------
    @property
    def _remote(self) -> Any:
        return self.house.remotes[self.stop.system]

    @property
    def _today(self) -> dt.date:
        return london.on_the_wall(self.house.clock.now).date()

    def _words(self, cell: Cell) -> tuple[str, ...]:
        return london.say_date(cell[0]), london.say_window(*cell[1:])

    def _read_grid(self, page: str) -> Iterator[Offered]:
        for token, day, label in CELL.findall(page):
            date = dt.date.fromisoformat(day)
            said = " ".join(html.unescape(TAGS.sub(" ", label)).split())
            cell = next((c for c in self._cells(date) if said.startswith(self._label(c))), None)
            if cell is None:
                self.wrong.append(f"the grid says {said!r} on {day}")
            else:
                yield Offered(token, cell)

    def _cells(self, date: dt.date) -> list[Cell]:
        if date not in self.known:
            self.known.setdefault(date, [])
            for cell in self.witness.offered(self._remote, self._today):
                self.known.setdefault(cell[0], []).append(cell)
        return self.known[date]

    def _label(self, cell: Cell) -> str:
        window = london.say_window(*cell[1:])
        return f"{london.say_date(cell[0])}, {window[0].upper()}{window[1:]} "

    def _see(self, address: str, **query: str) -> str:
        return self._text(self.client.get(address, query))

    def _text(self, answer: Any) -> str:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != 200:
            self.wrong.append(f"a page answered {answer.status_code}")
        return html.unescape(body.decode())

    def _expect(self, where: str, words: str | tuple[str, ...], page: str) -> None:
        for word in (words,) if isinstance(words, str) else words:
            if word not in page and f"{word[0].upper()}{word[1:]}" not in page:
                self.wrong.append(f"{where} does not say {word}")

    def _same(self, what: str, wanted: Any, found: Any) -> None:
        if wanted != found:
            self.wrong.append(f"{what}: {found}, and should be {wanted}")
