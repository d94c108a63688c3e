"""A second system behind the scheduler interface: it does what a test told it to, and remembers it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from booking.schedulers.base import (
    Booked,
    BookingRequest,
    Clock,
    Handover,
    Jump,
    Offer,
    OrderRequest,
    RemoteOrder,
    RemoteUser,
    Screen,
    Slot,
    Store,
    Summary,
    Visit,
    VisitState,
    Window,
)

MORNING = Window(id="2", name="MORNING", start=dt.time(8), end=dt.time(12, 59))
AFTERNOON = Window(id="3", name="AFTERNOON", start=dt.time(12), end=dt.time(16, 59))
ALL_DAY = Window(id="1", name="ALL DAY", start=dt.time(8), end=dt.time(16, 59))
WINDOWS = {window.id: window for window in (MORNING, AFTERNOON, ALL_DAY)}

Step = Exception | Callable[[], None]


class Script:
    """What the system holds, and what shall happen at its next calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.orders: dict[str, RemoteOrder] = {}
        self.visits: list[Visit] = []
        self.slots: tuple[Slot, ...] = ()
        self.steps: dict[str, list[Step]] = {}
        self.echo: dict[str, Any] = {}
        self.new_ids = False
        self.answer_everything = False

    def then(self, call: str, *steps: Step) -> None:
        """At the next calls of that name: an error to raise, or something to do."""
        self.steps.setdefault(call, []).extend(steps)

    def count(self, call: str) -> int:
        return self.calls.count(call)

    def play(self, call: str) -> None:
        self.calls.append(call)
        steps = self.steps.get(call, [])
        step = steps.pop(0) if steps else None
        if isinstance(step, Exception):
            raise step
        if step is not None:
            step()

    def put(self, number: str, date: dt.date, window: Window = MORNING, **more: Any) -> Visit:
        """A visit as the system's own staff would make it."""
        facts: dict[str, Any] = {"id": f"V{len(self.visits) + 1}", "state": VisitState.BOOKED} | more
        visit = Visit(number=number, date=date, start=window.start, end=window.end, **facts)
        self.visits.append(visit)
        return visit

    def change(self, visit_id: str, **facts: Any) -> None:
        self.visits = [replace(visit, **facts) if visit.id == visit_id else visit for visit in self.visits]


SCRIPT = Script()


class Scripted:
    """The protocol's verbs over the script."""

    def check(self) -> None:
        SCRIPT.play("check")

    def raise_order(self, request: OrderRequest) -> None:
        SCRIPT.play("raise_order")
        SCRIPT.orders[request.number] = RemoteOrder(
            number=request.number, cancelled=False, crm_id=request.crm_id, status=0
        )

    def read_order(self, number: str) -> RemoteOrder | None:
        SCRIPT.play("read_order")
        return SCRIPT.orders.get(number)

    def cancel_order(self, number: str, *, reason: str, description: str = "") -> None:
        SCRIPT.play("cancel_order")
        SCRIPT.orders[number] = replace(SCRIPT.orders[number], cancelled=True, status=11)

    def windows(self) -> tuple[Window, ...]:
        return tuple(WINDOWS.values())

    def offer(self, number: str, *, since: dt.date, weeks: int = 5, visit: str = "") -> Offer:
        SCRIPT.play("offer")
        return Offer(windows=self.windows(), slots=SCRIPT.slots)

    def book(self, request: BookingRequest) -> Booked:
        SCRIPT.play("book")
        window = WINDOWS[request.window]
        if request.visit and not SCRIPT.new_ids:
            SCRIPT.change(request.visit, date=request.date, start=window.start, end=window.end)
            visit = request.visit
        else:
            SCRIPT.visits = [visit for visit in SCRIPT.visits if visit.id != request.visit]
            visit = SCRIPT.put(request.number, request.date, window, id=f"N{len(SCRIPT.calls)}").id
        facts = {"visit": visit, "number": request.number, "date": request.date, "window": window}
        return Booked(**facts | SCRIPT.echo)

    def visits(self, *, number: str = "", customer: str = "", **_: object) -> Summary:
        SCRIPT.play("visits")
        mine = [visit for visit in SCRIPT.visits if number in {"", visit.number} or SCRIPT.answer_everything]
        return Summary(visits=tuple(mine))

    def hand_over(self, number: str, *, supplier: str) -> Handover:
        SCRIPT.play("hand_over")
        return Handover(supplier=supplier, supplier_name="Fencing & Co")

    def jump(self, user: RemoteUser, *, screen: Screen, number: str = "", customer: str = "") -> Jump:
        SCRIPT.play("jump")
        return Jump(url=f"https://s-url.example/{screen.value}/{number}", origin="https://s-url.example")


def build(options: dict[str, Any], *, clock: Clock, store: Store) -> Scripted:
    """The factory that the registry names."""
    return Scripted()
