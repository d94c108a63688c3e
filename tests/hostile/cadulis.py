"""Cadulis's verbs, each with what makes a lie of its answer."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from booking.sandbox import cadulis as sandbox
from booking.schedulers import cadulis as system
from booking.schedulers.base import BookingRequest, Screen
from tests.booking.schedulers import samples
from tests.booking.schedulers.cadulis import contractor
from tests.hostile import said
from tests.hostile.methods import Method, Said, last
from tests.hostile.recording import Answer, Exchange
from tests.hostile.stage import Stage

SINCE = contractor.NOW.date()
MISSING_RIGHTS = {401, 403, 404, 405, 410, 415}
SAYINGS = ("message", "error", "details", "errors")
CANCELLED = {"canceled", "cancelled"}


def start() -> Any:
    """A running sandbox."""
    return sandbox.start(options=sandbox.Options(lines=2, busy=0.2))


def set_up(stage: Stage) -> None:
    """Its clock is ours."""
    stage.now.moment = contractor.NOW
    stage.control("reset")
    stage.control("clock", now=contractor.NOW.isoformat())


def build(url: str, **more: Any) -> Any:
    """A scheduler that speaks to the API at that address."""
    planning = {"intervention_type": "REPAIR", "planning_lines": 2}
    return system.build({"url": url, "read_seconds": 5, "write_seconds": 5, **planning}, **more)


# --- what answers may mean ---------------------------------------------------------------------------------
def is_refusal(answer: Answer) -> bool:
    """A no in Cadulis's own words."""
    told = said.thing(answer)
    return answer.status in {400, 409, 422} and any(told.get(name) for name in SAYINGS)


def is_locked(answer: Answer) -> bool:
    """A right or a route is missing, or it says "not here, send the same there"."""
    elsewhere = answer.status in {307, 308} and any(name == "Location" for name, _ in answer.headers)
    return answer.status in MISSING_RIGHTS or elsewhere


def told_of(answer: Answer) -> dict[str, Any]:
    """The intervention in it."""
    found = said.thing(answer).get("intervention")
    return found if isinstance(found, dict) else {}


def is_off(told: dict[str, Any]) -> bool:
    """It says that it is cancelled."""
    return str(told.get("status")).strip().lower() in CANCELLED


def repeats(number: str, *, off: bool) -> Callable[[Exchange], bool]:
    """2xx with the intervention under our number, cancelled or not."""

    def judge(one: Exchange) -> bool:
        told = told_of(one.answer)
        same = str(told.get("cref")).strip() == number
        return said.is_done(one.answer) and same and is_off(told) == off

    return judge


# --- what was read must have been said ---------------------------------------------------------------------
def _interventions(heard: Said) -> list[dict[str, Any]]:
    """All that was told, one by one or in a list."""
    found = [told_of(one.answer) for one in heard]
    for one in heard:
        result = said.thing(one.answer).get("result")
        listed = result.get("interventions") if isinstance(result, dict) else None
        listed = list(listed.values()) if isinstance(listed, dict) else listed
        found += [each for each in listed or () if isinstance(each, dict)]
    return [each for each in found if each]


def says_none(heard: Said, number: str) -> bool:
    """A list of those with that number is empty."""
    result = said.thing(last(heard, "/interventions")).get("result")
    return isinstance(result, dict) and result.get("interventions") in ([], {})


def order_is_said(number: str) -> Callable[[Any, Said], bool]:
    """The intervention under our number, cancelled only where it says so; or an empty list."""

    def judge(order: Any, heard: Said) -> bool:
        if order is None:
            return says_none(heard, number)
        ours = [each for each in _interventions(heard) if str(each.get("cref")).strip() == number]
        return order.number == number and any(is_off(each) == order.cancelled for each in ours)

    return judge


def visits_are_said(number: str) -> Callable[[Any, Said], bool]:
    """The one visit, or none while it has no time."""

    def judge(summary: Any, heard: Said) -> bool:
        if not summary.visits:
            ours = [each for each in _interventions(heard) if str(each.get("cref")).strip() == number]
            return says_none(heard, number) or any(not each.get("scheduled_start_at") for each in ours)
        return all(visit.number == number for visit in summary.visits)

    return judge


def days_are_said(offer: Any, heard: Said) -> bool:
    """Each time comes out of a proposal that was told whole, and lies ahead."""
    result = said.thing(last(heard, "schedule-wizard")).get("result")
    whole = isinstance(result, dict) and isinstance(result.get("dates"), list | dict)
    return not offer.slots or (whole and all(slot.date >= SINCE for slot in offer.slots))


def changes_are_said(found: Any, heard: Said) -> bool:
    """Every number that comes back was told."""
    return all(any(said.mentions(one.answer, number) for one in heard) for number in found.numbers)


def stands(number: str, slot: Any) -> Callable[[Said], bool]:
    """Something that was read shows our intervention on that day."""

    def judge(heard: Said) -> bool:
        ours = [each for each in _interventions(heard) if str(each.get("cref")).strip() == number]
        return any(said.same_day(each.get("scheduled_start_at"), slot.date) for each in ours)

    return judge


def is_taken_back(number: str) -> Callable[[Said], bool]:
    """Written once more, and then read as it was before."""

    def judge(heard: Said) -> bool:
        back = [one for one in heard if one.request.key.startswith("PUT ")]
        return len(back) > 1 and repeats(number, off=False)(back[-1])

    return judge


# --- the methods ------------------------------------------------------------------------------------------
def methods(stage: Stage) -> list[Method]:
    """Those of the scheduler; two of them never ask anybody."""
    here = stage.direct
    new, mine, gone, free, moved = (stage.number() for _ in range(5))
    for number in (mine, gone, free, moved):
        here.raise_order(contractor.order(number))
    slots = here.offer(mine, since=SINCE).slots
    here.book(wish(mine, slots[3]))
    visit = here.book(wish(moved, slots[19])).visit
    no = {"refuses": is_refusal, "puts_off": is_locked}

    def books(name: str, number: str, slot: Any, **more: Any) -> Method:
        return Method(
            name=name,
            call=lambda s: s.book(wish(number, slot, **more)),
            writes="PUT .*/interventions/[^/]+",
            yes=repeats(number, off=False),
            backed=lambda booked, heard: booked.visit == number and stands(number, slot)(heard),
            undone=is_taken_back(number),
            idle=stands(number, slot),
            **no,
        )

    return [
        Method(name="check", call=lambda s: s.check()),
        Method(name="windows", call=lambda s: s.windows()),
        Method(
            name="raise_order",
            call=lambda s: s.raise_order(contractor.order(new)),
            writes="POST .*/interventions",
            yes=repeats(new, off=False),
            **no,
        ),
        Method(name="read_order", call=lambda s: s.read_order(mine), backed=order_is_said(mine)),
        Method(
            name="cancel_order",
            call=lambda s: s.cancel_order(gone, reason="It is fixed"),
            writes="PUT .*/interventions/[^/]+",
            yes=repeats(gone, off=True),
            idle=lambda heard: any(map(is_off, _interventions(heard))),
            **no,
        ),
        Method(
            name="offer",
            call=lambda s: s.offer(free, since=SINCE),
            backed=days_are_said,
            refuses=lambda answer: (
                "interventions" in answer.body.decode("utf-8", "replace") or bool(told_of(answer))
            ),
        ),
        books("book", free, slots[40]),
        books("book (move)", moved, slots[60], visit=visit),
        Method(name="visits", call=lambda s: s.visits(number=mine), backed=visits_are_said(mine)),
        Method(name="visits (home)", call=lambda s: s.visits(customer="P-1001")),
        Method(
            name="hand_over", call=lambda s: s.hand_over(mine, supplier="FENCE01"), refuses=lambda _: True
        ),
        Method(name="jump", call=lambda s: s.jump(samples.USER, screen=Screen.BOOK, number=mine)),
        Method(
            name="changes",
            call=lambda s: s.changes(since=stage.now() - dt.timedelta(days=1)),
            backed=changes_are_said,
        ),
    ]


def wish(number: str, slot: Any, *, visit: str = "") -> BookingRequest:
    """That slot for that order."""
    return BookingRequest(number=number, date=slot.date, window=slot.window.id, visit=visit)
