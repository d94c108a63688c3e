"""One form, sent many times at once; and one order, for which a household chooses several times at once."""

from collections.abc import Callable

from booking.models import Command, Order
from booking.models.outbox import Kind, State
from portal.models import Repair
from portal.wording import date_words
from tests.races import arenas
from tests.races.doors import Answer, Browser, together
from tests.races.house import House
from tests.races.tenants import settle, slots, token

Press = Callable[[Browser], Answer]
SYSTEMS = ("connect", "synchroteam", "cadulis")


class SameForm:
    """Report, book, move, cancel: of each one intent, one write, and the same answer for every click."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.tenant = settle(house)[0]
        self.tabs = [self.tenant.another_tab() for _ in range(house.clients)]
        self.at_once = len(self.tabs)

    def play(self, number: int) -> tuple[int, list[str]]:
        """How many of the four were done once, and what was wrong."""
        system = SYSTEMS[number % len(SYSTEMS)]
        # A visit that moves may get another id: then the page of the old one still answers late clicks.
        arenas.ask(self.house.systems["connect"], "POST", "habits", fresh_visit_ids=bool(number % 2))
        draft = self.tenant.draft(system)
        path = f"/repairs/{draft.pk}/"
        wrong = self._click("raise", lambda tab: tab.send(f"{path}check/"))
        repairs = Repair.objects.filter(pk=draft.pk).select_related("order")
        order = repairs.get().order
        if order is None or Order.objects.filter(customer=order.customer, state="open").count() != 1:
            return 0, [*wrong, "not one open order"]
        first, second = slots(order)[:2]
        chosen = token(order, first)
        wrong += self._click("book", lambda tab: tab.send(f"{path}times/confirm/", slot=chosen), order)
        stands = order.appointments.live().get()
        other = token(order, second, visit=stands.visit)
        at = f"{path}appointments/{stands.pk}/times/confirm/"
        wrong += self._click("move", lambda tab: tab.send(at, slot=other), order)
        fields = self.tenant.browser.look(f"{path}cancel/").hidden
        cancel = {**fields, "reason": "It is fixed"}
        wrong += self._click("cancel", lambda tab: tab.send(f"{path}cancel/", **cancel), order)
        done = order.commands.filter(state=State.CONFIRMED).values_list("kind", flat=True).order_by("kind")
        if list(done) != ["book", "cancel", "move", "raise"]:
            wrong.append(f"{system}: done were {list(done)}")
        if order.number in arenas.standing(self.house.systems[system]):
            wrong.append(f"{system}: cancelled, and a visit stands")
        return len(done), wrong

    def _click(self, kind: str, press: Press, order: Order | None = None) -> list[str]:
        before = self._writes(kind, order) if order else 0
        intents = Command.objects.filter(kind=kind).count()
        answers = together([lambda tab=tab: press(tab) for tab in self.tabs])
        self.house.crew.rest()
        # Whoever presses the button when all is over hears the same.
        answers.append(press(self.tabs[0]))
        self.house.crew.rest()
        wrong = []
        if len({answer.gist for answer in answers}) != 1 or answers[0].status != 302:
            wrong.append(f"{kind}: answers {sorted({answer.gist for answer in answers})}")
        if (more := Command.objects.filter(kind=kind).count() - intents) != 1:
            wrong.append(f"{kind}: {more} intents")
        order = order or Command.objects.filter(kind=kind).latest("created_at").order
        if (writes := self._writes(kind, order) - before) != 1:
            wrong.append(f"{kind}: {writes} writes")
        return wrong

    def _writes(self, kind: str, order: Order) -> int:
        return self.house.systems[order.scheduler].count("book" if kind == "move" else kind, order.number)


class Household:
    """Two joint tenants with two tabs each choose four times for one order: one is booked, and all see it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.tenants = settle(house, joint=2)
        self.tabs = [tab for one in self.tenants for tab in (one.browser, one.another_tab())]
        self.at_once = len(self.tabs)

    def play(self, number: int) -> tuple[int, list[str]]:
        """How many times were booked, and what was wrong."""
        system = SYSTEMS[number % len(SYSTEMS)]
        repair = self.tenants[0].reports(system)
        self.house.crew.rest()
        order = Order.objects.get(pk=repair.order_id)
        wanted = arenas.choose("", slots(order), len(self.tabs))
        tokens = [token(order, slot) for slot in wanted]
        path = f"/repairs/{repair.pk}/"

        def choose(tab: Browser, chosen: str) -> tuple[Answer, str]:
            answer = tab.send(f"{path}times/confirm/", slot=chosen)
            return answer, tab.look(path).page

        pairs = zip(self.tabs, tokens, strict=True)
        met = together([lambda pair=pair: choose(*pair) for pair in pairs])
        self.house.crew.rest()
        commands = list(order.commands.filter(kind=Kind.BOOK))
        wrong = []
        if {answer.gist for answer, _ in met} != {(302, path, False)}:
            wrong.append(f"answers {sorted({answer.gist for answer, _ in met})}")
        if [one.state for one in commands] != [State.CONFIRMED]:
            return len(commands), [*wrong, f"bookings: {[one.state for one in commands]}"]
        date = next(slot.date for slot in wanted if slot.date.isoformat() == commands[0].payload["date"])
        pages = [page for _, page in met] + [tab.look(path).page for tab in self.tabs]
        if not all(date_words(date) in page for page in pages):
            wrong.append("somebody does not see what is booked")
        there = arenas.standing(self.house.systems[system]).get(order.number)
        if there != [date.isoformat()]:
            wrong.append(f"booked {date}, and the system has {there}")
        return 1, wrong
