"""Many tenants, each with a repair of their own, want one time that can be had once."""

import re

from booking.models import Command
from booking.models.outbox import Kind, State
from booking.schedulers.base import Slot
from portal.models import Message, Repair
from tests.races import arenas
from tests.races.doors import Answer, together
from tests.races.house import House
from tests.races.tenants import Tenant, settle, slots, token

DAYS = 10
FEW = 5
"""Losers who open the times again; in each tenth round all of them do."""
GONE = "That time has gone"


class LastSlot:
    """One is confirmed; the others are told, their report is kept, and other times are offered to them."""

    def __init__(self, house: House, system: str) -> None:
        self.house, self.running, self.system = house, house.systems[system], system
        self.tenants = [settle(house)[0] for _ in range(house.clients)]
        self.at_once = len(self.tenants)
        self.repairs = [tenant.reports(system) for tenant in self.tenants]
        house.crew.rest()
        self.arena = arenas.choose(system, slots(self._fresh(0).order), DAYS)
        for slot in self.arena:
            arenas.make_room(self.running, slot)

    def play(self, number: int) -> tuple[int, list[str]]:
        """How many were confirmed, and what was wrong."""
        slot = self.arena[number % len(self.arena)]
        self.repairs = [self._fresh(nth) for nth in range(len(self.repairs))]
        since = Command.objects.order_by("-created_at").values_list("created_at", flat=True).first()
        answers = self._press(slot)
        self.house.crew.rest()
        commands = list(Command.objects.filter(kind=Kind.BOOK, created_at__gt=since).select_related("order"))
        won = [one.order.number for one in commands if one.state == State.CONFIRMED]
        wrong = [
            *self._judge(slot, answers, commands, won),
            *self._judge_pages(commands, grids=FEW if number % 10 else len(commands)),
        ]
        self._begin_anew(won)
        return len(won), wrong

    def _press(self, slot: Slot) -> list[Answer]:
        def press(nth: int) -> Answer:
            repair = self.repairs[nth]
            path = f"/repairs/{repair.pk}/times/confirm/"
            return self.tenants[nth].browser.send(path, slot=token(repair.order, slot))

        return together([lambda nth=nth: press(nth) for nth in range(len(self.tenants))])

    def _judge(self, slot: Slot, answers: list[Answer], commands: list[Command], won: list[str]) -> list[str]:
        wrong = []
        expected = [(302, f"/repairs/{repair.pk}/", False) for repair in self.repairs]
        if [answer.gist for answer in answers] != expected:
            wrong.append(f"odd answers: {sorted({(answer.status, answer.said) for answer in answers})}")
        states = [Command(state=state).get_state_display() for state in sorted({c.state for c in commands})]
        if len(commands) != len(self.tenants) or not {c.state for c in commands} <= {"confirmed", "refused"}:
            wrong.append(f"{len(commands)} bookings: {states}")
        if len(won) != 1:
            wrong.append(f"{len(won)} confirmed")
        ours = {repair.order.number for repair in self.repairs}
        there = {number: at for number, at in arenas.standing(self.running).items() if number in ours}
        if there != {number: [slot.date.isoformat()] for number in won}:
            wrong.append(f"confirmed {won}, and the system has {there}")
        elif len(there) != 1:
            wrong.append(f"{len(there)} live visits in a slot for one")
        return wrong

    def _judge_pages(self, commands: list[Command], *, grids: int) -> list[str]:
        """What each sees now, and what each was written; so many of them go on to the times."""
        lost = [command.order_id for command in commands if command.state == State.REFUSED]

        def look(tenant: Tenant, repair: Repair) -> str:
            page = tenant.browser.look(f"/repairs/{repair.pk}/").page
            if repair.order_id not in lost:
                return "" if "Your appointment is booked" in page else "the winner does not see it"
            if GONE not in page or repair.description not in page:
                return "a loser is not told, or the report is not kept"
            if repair.order_id not in lost[:grids]:
                return ""
            others = tenant.browser.look(f"/repairs/{repair.pk}/times/grid/").page
            said = " ".join(re.sub("<[^>]*>", " ", others).split())[:100]
            return "" if 'name="slot"' in others else f"a loser is offered no other times: {said}"

        pairs = zip(self.tenants, self.repairs, strict=True)
        found = together([lambda pair=pair: look(*pair) for pair in pairs])
        wrong = sorted({one for one in found if one})
        letters = Message.objects.filter(order__in=lost, subject__startswith=GONE).count()
        if letters < len(lost):
            wrong.append(f"{letters} letters to {len(lost)} losers")
        return wrong

    def _begin_anew(self, won: list[str]) -> None:
        """Whoever got it cancels, and reports something else."""
        for nth, repair in enumerate(self.repairs):
            if repair.order.number in won:
                tab, path = self.tenants[nth].browser, f"/repairs/{repair.pk}/cancel/"
                tab.send(path, reason="It is fixed", **tab.look(path).hidden)
                self.house.crew.rest()
                self.repairs[nth] = self.tenants[nth].reports(self.system)
        self.house.crew.rest()

    def _fresh(self, nth: int) -> Repair:
        return Repair.objects.select_related("order").get(pk=self.repairs[nth].pk)
