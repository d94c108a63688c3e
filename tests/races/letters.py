"""A firm that is asked by e-mail, and the household: where the portal itself keeps the time."""

import datetime as dt
from collections.abc import Callable

from booking import invitations, links
from booking.agreed import AgreedTime
from booking.models import Appointment, Invitation, Order
from booking.models.invitation import InvitationState
from portal.models import Repair
from portal.wording import date_words
from tests.races.doors import Answer, Browser, together
from tests.races.house import House, in_days
from tests.races.tenants import settle

Press = Callable[[], Answer]
TIMES = [AgreedTime(in_days(10 + nth), dt.time(9), dt.time(12)) for nth in range(3)]


class Letters:
    """The link answered often, two times chosen, cancelled meanwhile: one thing stands, and all see it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.tenants = settle(house, joint=2)
        self.tabs = [tab for one in self.tenants for tab in (one.browser, one.another_tab())]
        self.office = [Browser(house.port) for _ in range(house.clients)]
        self.at_once = len(self.office)

    def play(self, number: int) -> tuple[int, list[str]]:
        """How many times were agreed by the first of the four races, and what was wrong."""
        agreed, wrong = self._accept_twice()
        return agreed, [*wrong, *self._choose_two(), *self._cancel_and_choose(), *self._cancel_and_accept()]

    def _accept_twice(self) -> tuple[int, list[str]]:
        repair, invitation = self._ask()
        order = repair.order
        answers = together([self._accept(tab, nth, invitation) for nth, tab in enumerate(self.office)])
        wrong = [*_statuses("accept", answers), *_once("accept", order)]
        if sum(not answer.said for answer in answers) != 1:
            wrong.append("accept: not all but one are told that it was answered already")
        return order.appointments.live().count(), wrong

    def _choose_two(self) -> list[str]:
        repair, _ = self._propose()
        answers = together([self._choose(tab, nth % 3, repair) for nth, tab in enumerate(self.tabs)])
        wrong = [*_statuses("choose", answers), *_once("choose", repair.order)]
        agreed = repair.order.appointments.live().first()
        pages = [tab.look(f"/repairs/{repair.pk}/").page for tab in self.tabs]
        if agreed and not all(date_words(agreed.date) in page for page in pages):
            wrong.append("choose: somebody does not see what is agreed")
        return wrong

    def _cancel_and_choose(self) -> list[str]:
        repair, invitation = self._propose()
        presses = [self._choose(self.tabs[0], 0, repair), self._cancel(self.tabs[2], repair)]
        return [*_statuses("cancel, choose", together(presses)), *_consistent(repair, invitation)]

    def _cancel_and_accept(self) -> list[str]:
        repair, invitation = self._ask()
        presses = [self._accept(self.office[0], 0, invitation), self._cancel(self.tabs[2], repair)]
        return [*_statuses("cancel, accept", together(presses)), *_consistent(repair, invitation)]

    def _ask(self) -> tuple[Repair, Invitation]:
        repair = self.tenants[0].reports("email")
        return repair, Invitation.objects.get(order=repair.order_id)

    def _propose(self) -> tuple[Repair, Invitation]:
        repair, invitation = self._ask()
        until = dt.datetime.combine(in_days(5), dt.time(), tzinfo=dt.UTC)
        return repair, invitations.propose(invitation, times=TIMES, version=0, answer_by=until)

    def _accept(self, tab: Browser, nth: int, invitation: Invitation) -> Press:
        path = f"/contractors/{links.sign(invitation)}/accept/"
        fields = {"date_1": in_days(5 + nth % 20), "start_1": "09:00", "end_1": "12:00"}
        return lambda: tab.send(path, version=invitation.version, **fields)

    def _choose(self, tab: Browser, nth: int, repair: Repair) -> Press:
        path = f"/repairs/{repair.pk}/contractor/"
        return lambda: tab.send(path, time=nth, version=1)

    def _cancel(self, tab: Browser, repair: Repair) -> Press:
        path = f"/repairs/{repair.pk}/cancel/"
        fields = tab.look(path).hidden
        return lambda: tab.send(path, reason="It is fixed", **fields)


def _statuses(race: str, answers: list[Answer]) -> list[str]:
    # A link of an order that was cancelled a moment ago opens nothing any more: 410.
    odd = {answer.status for answer in answers} - {302, 410}
    return [f"{race}: answers {sorted(odd)}"] if odd else []


def _once(race: str, order: Order) -> list[str]:
    live, written = order.appointments.live().count(), order.appointments.count()
    return [] if live == written == 1 else [f"{race}: {live} agreed, {written} written down"]


def _consistent(repair: Repair, invitation: Invitation) -> list[str]:
    """Cancelled means that nobody comes; otherwise exactly one comes, as agreed."""
    order = Order.objects.get(pk=repair.order_id)
    invitation.refresh_from_db()
    live = Appointment.objects.live().filter(order=order).count()
    stands = (order.state, invitation.state, live)
    well = {("cancelled", InvitationState.WITHDRAWN, 0), ("open", InvitationState.AGREED, 1)}
    return [] if stands in well else [f"in the end {stands}"]
