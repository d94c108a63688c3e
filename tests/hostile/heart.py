"""The whole heart before a hostile remote: the sandbox stands behind, so that the truth can be asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.test import Client

from booking.models import Order, Reading
from booking.models.order import OrderState
from booking.models.outbox import Command, State
from portal.models import Message, Repair
from portal.repairs import reports, story
from portal.repairs.story import Stage
from portal.wording import date_words
from tests.booking import flow
from tests.booking.systems.rows import Running
from tests.hostile.odd import LOGIN
from tests.hostile.recording import Golden, Proxy, sound
from tests.hostile.server import Request, Server, Wire
from tests.hostile.spoiling import Spoiling, apply
from tests.portal import review_cast as cast

CALLS = {
    "connect": {
        "raise": "POST .*/SalesOrder",
        "read": "GET .*/SalesOrder",
        "offer": "GET .*/Availability",
        "book": "POST .*/Booking",
        "move": "POST .*/Booking",
        "visits": "GET .*/BookingSummary",
        "cancel": "PATCH .*/SalesOrder",
    },
    "synchroteam": {
        "raise": "POST .*/job/send",
        "read": "GET .*/job/details",
        "offer": "GET .*/(job|activity|user|jobtype)/list",
        "book": "POST .*/job/schedule",
        "move": "POST .*/job/schedule",
        "visits": "GET .*/job/details",
        "cancel": "POST .*/job/cancel",
    },
    "cadulis": {
        "raise": "POST .*/interventions",
        "read": "GET .*/interventions/.+",
        "offer": "POST .*/schedule-wizard",
        "book": "PUT .*/interventions/.+",
        "move": "PUT .*/interventions/.+",
        "visits": "GET .*/interventions/.+",
        "cancel": "PUT .*/interventions/.+",
    },
}
WRITES = ("raise", "book", "move", "cancel")
BOOKED = r"^appointment\.(booked|moved)"
"""The letters that name a time."""
DEFINITE = {307, 308, 401, 403, 404, 405, 406, 410, 415, 429}
"""By these a remote says for certain that it did nothing: one that has done it and says so, lies."""
NOT_NOW = Golden("", 503, (("Content-Type", "text/html"),), LOGIN)


class Middle:
    """Passes calls on to the sandbox, and spoils what comes back from those of one step."""

    def __init__(self, server: Server, sandbox: str) -> None:
        self._proxy = Proxy(server, sandbox)
        self.heal()

    def heal(self) -> None:
        """Nothing is spoilt from now on."""
        self._pattern, self._left = "", 0

    def spoil(self, pattern: str, spoiling: Spoiling, *, done: bool) -> None:
        """The next calls of that pattern: done and answered badly, or not even done."""
        self._pattern, self._spoiling, self._done = pattern, spoiling, done
        self._left = 4 if spoiling.stubborn else 1

    def __call__(self, request: Request) -> Wire:
        if not self._left or not re.fullmatch(self._pattern, request.key):
            return sound(self._proxy.ask(request)).wire
        self._left -= 1
        if self._done:
            answer = apply(self._spoiling, self._proxy.ask(request))
            if request.method == "GET" or answer.status not in DEFINITE:
                return answer.wire
            return apply(replace(self._spoiling, status=500), sound_of(request)).wire
        answer = apply(self._spoiling, NOT_NOW)
        # A remote that says "done" and has not done it could be found out by nobody.
        return answer.wire if answer.status >= 300 else sound(NOT_NOW).wire


def sound_of(request: Request) -> Golden:
    """Something that says neither yes nor no."""
    return Golden(request.key, 500, (("Content-Type", "application/json"),), b'{"Message": "An error"}')


@dataclass
class Heart:
    """One tenant of one landlord, whose repairs that system plans."""

    running: Running
    middle: Middle
    repair: Callable[[], Repair]
    tenant: Client
    repairs: int = 0

    def go(self, step: str, spoiling: Spoiling, *, done: bool) -> None:
        """A repair from the report to its cancellation, with one step spoilt; whatever is shown is true."""
        self.middle.heal()
        cache.clear()
        self.spoilt, self.spoiling, self.done = step, spoiling, done
        repair = self.repair()
        self._play("raise", repair, flow.deliver_due)
        order = self._settle(repair)
        if not order.is_open:
            return
        place = f"/repairs/{repair.pk}/"
        order = self._want("book", repair, place, day=10)
        visit = order.appointments.live().first()
        assert visit or step == "book", "chosen in vain"
        if visit:
            order = self._want("move", repair, f"{place}appointments/{visit.pk}/", day=5)
            assert order.appointments.live().get().date != visit.date or step == "move", "moved in vain"
        for reading in ("visits", "read"):
            self._play(reading, repair, lambda: flow.reread(order), lies=True)
        self._settle(repair)
        cancel = f"{place}cancel/"
        wish = {"reason": "It is fixed", "seen": self._see(cancel).context["form"]["seen"].value()}
        self._play("cancel", repair, lambda: (self.tenant.post(cancel, wish), flow.deliver_due()))
        order = self._settle(repair)
        assert order.state == OrderState.CANCELLED or step == "cancel", "cancelled in vain"

    def _play(self, step: str, repair: Repair, act: Callable[[], object], *, lies: bool = False) -> None:
        """One step, spoilt if it is its turn. A read that may lie is asked for no truth."""
        if step == self.spoilt:
            pattern = CALLS[self.running.row.kind][step]
            self.middle.spoil(pattern, self.spoiling, done=self.done or step not in WRITES)
        act()
        self.middle.heal()
        self._look(repair, true=not (lies and step == self.spoilt))

    def _want(self, step: str, repair: Repair, place: str, *, day: int) -> Order:
        """A time of that day on the grid, which may have been spoilt at the first look."""
        grid, confirm = f"{place}times/grid/", f"{place}times/confirm/"
        Reading.objects.all().delete()
        self._play("offer", repair, lambda: self._see(grid))
        Reading.objects.all().delete()
        cache.clear()
        wish = {"slot": self._see(grid).context["days"][day].choices[0].token}
        self._play(step, repair, lambda: (self.tenant.post(confirm, wish), flow.deliver_due()))
        return self._settle(repair)

    def _see(self, path: str) -> Any:
        """A page, which never fails."""
        page = self.tenant.get(path)
        assert page.status_code in {200, 204, 302}, (path, page.status_code)
        return page

    def _look(self, repair: Repair, *, true: bool) -> None:
        """Every page that the tenant may have open; nothing on them and in the letters is untrue."""
        for path in ("", "progress/", "times/", "times/grid/"):
            self._see(f"/repairs/{repair.pk}/{path}")
        for visit in repair.order.appointments.values_list("pk", flat=True):
            self.tenant.get(f"/repairs/{repair.pk}/appointments/{visit}/calendar.ics")
        for path in ("/repairs/", "/repairs/home-visits/"):
            self._see(path)
        if true:
            self._judge(repair)

    def _judge(self, repair: Repair) -> None:
        repair = Repair.objects.select_related("order").get(pk=repair.pk)
        order, told = repair.order, story.tell(repair)
        assert order is not None
        stands = self.running.visits(order.number)
        if told.stage == Stage.BOOKED:
            assert told.appointment is not None
            assert told.appointment.date is not None
            assert told.appointment.date.isoformat() in stands, "a page says booked, and nobody comes"
        if told.stage in {Stage.CHOOSE_TIME, Stage.BOOKED}:
            assert order.number in self.running.orders(), "a page says reported, and no order stands"
        if told.stage == Stage.CANCELLED:
            assert stands == [], "a page says cancelled, and somebody comes"
        letter = Message.objects.filter(order=order, key__regex=BOOKED).order_by("pk").last()
        if letter and told.stage not in {Stage.MOVING, Stage.CANCELLING, Stage.CANCELLED}:
            days = [date_words(flow.dt.date.fromisoformat(day)) for day in stands]
            assert any(day in letter.body for day in days), "a letter says booked, and nobody comes"

    def _settle(self, repair: Repair) -> Order:
        """In good weather: everything is delivered and read again, and what is held is what stands."""
        self.middle.heal()
        cache.clear()
        flow.drain(rounds=60)
        repair.order.refresh_from_db()
        order = Order.objects.get(pk=repair.order_id)
        for _ in range(3):
            flow.pass_time(minutes=5)
            flow.reread(order)
        order.refresh_from_db()
        self._look(repair, true=True)
        ours = sorted(row.date.isoformat() for row in order.appointments.live())
        assert ours == sorted(self.running.visits(order.number)), "what is held is not what stands"
        unclear = Command.objects.filter(order=order, state=State.NEEDS_STAFF)
        assert not unclear.exists(), list(unclear.values("kind", "reason"))
        if order.state != OrderState.REFUSED:
            assert self.running.orders().count(order.number) == 1
        else:
            assert order.number not in self.running.orders()
        return order


def reporter(leaf: Any) -> tuple[Callable[[], Repair], Client]:
    """A tenant who reports the same fault as often as is asked for."""
    person, home = cast.add_tenant(), cast.add_home("P-1001")
    cast.ContactDetails.objects.create(
        person=person, name="Tess Tenant", mobile="07700 900123", email=person.email
    )

    def report() -> Repair:
        repair = cast.add_repair(home, person, state="draft")
        reports.choose(repair, leaf)
        reports.describe(repair, description="It is broken", access="")
        return reports.report(repair, by=person)

    tenant = Client()
    tenant.force_login(person)
    return report, tenant
