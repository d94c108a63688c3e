"""Synchroteam's verbs, each with what makes a lie of its answer."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from booking.sandbox import synchroteam as sandbox
from booking.schedulers import synchroteam as system
from booking.schedulers.base import BookingRequest, Screen
from tests.booking.schedulers import samples
from tests.hostile import said
from tests.hostile.methods import Method, Said, last
from tests.hostile.recording import Answer, Exchange
from tests.hostile.stage import Stage

SINCE = dt.date(2026, 5, 4)
MISSING_RIGHTS = {401, 403, 404, 405, 406, 415}
DETAILS, JOBS = "job/details", "job/list"


def start() -> Any:
    """A running sandbox that counts no calls."""
    return sandbox.start(options=sandbox.Options(minute_limit=10**6, day_limit=10**7, busy=1))


def set_up(stage: Stage) -> None:
    """Its clock is ours."""
    stage.control("reset", today=stage.now().date().isoformat())
    stage.control("clock", now=stage.now().isoformat())


def build(url: str, **more: Any) -> Any:
    """A scheduler that speaks to the API at that address."""
    options = sandbox.Options()
    account = {"domain": options.domain, "key": options.key, "job_type": "Plumbing"}
    return system.build({"url": url, "read_seconds": 5, "write_seconds": 5, **account}, **more)


# --- what answers may mean ---------------------------------------------------------------------------------
def is_refusal(answer: Answer) -> bool:
    """400 or 404 in the documented form."""
    told = said.thing(answer)
    worded = isinstance(told.get("error"), str) and isinstance(told.get("message"), str)
    return answer.status in {400, 404} and worded


def is_locked(answer: Answer) -> bool:
    """A right or a route is missing, or Synchroteam itself counts too many calls."""
    counted = {name.lower() for name, _ in answer.headers} & {"x-ratelimit-reset", "x-quota-remaining"}
    return answer.status in MISSING_RIGHTS or (answer.status == 429 and bool(counted))


def repeats(name: str, value: str) -> Callable[[Exchange], bool]:
    """2xx with a job, or a list of one, that has that key."""

    def judge(one: Exchange) -> bool:
        told = said.data(one.answer)
        told = told[0] if isinstance(told, list) and len(told) == 1 and name == "id" else told
        return said.is_done(one.answer) and isinstance(told, dict) and str(told.get(name)).strip() == value

    return judge


# --- what was read must have been said ---------------------------------------------------------------------
def order_is_said(number: str) -> Callable[[Any, Said], bool]:
    """The job under our number, cancelled only where it says so; or the documented 404."""

    def judge(order: Any, heard: Said) -> bool:
        answer = last(heard, DETAILS)
        if order is None:
            return answer.status == 404 and is_refusal(answer)
        told = said.thing(answer)
        off = str(told.get("status")).strip().lower() == "cancelled"
        return str(told.get("myId")).strip() == number == order.number and order.cancelled == off

    return judge


def visits_are_said(number: str) -> Callable[[Any, Said], bool]:
    """The job's one visit, or none where the job has no time."""

    def judge(summary: Any, heard: Said) -> bool:
        answer = last(heard, DETAILS)
        told = said.thing(answer)
        if not summary.visits:
            return is_refusal(answer) or (
                str(told.get("myId")).strip() == number and told.get("scheduledStart") in (None, "")
            )
        return all(visit.number == number and said.mentions(answer, visit.id) for visit in summary.visits)

    return judge


def home_is_said(summary: Any, heard: Said) -> bool:
    """Every visit stands in the list."""
    answers = [one.answer for one in heard if one.request.key.endswith(JOBS)]
    return all(any(said.mentions(one, visit.id) for one in answers) for visit in summary.visits)


def diary_is_said(offer: Any, heard: Said) -> bool:
    """Free times are reckoned from whole lists only."""
    lists = (JOBS, "activity/list", "user/list")
    asked = [last(heard, name) for name in lists if any(one.request.key.endswith(name) for one in heard)]
    return not offer.slots or all(isinstance(said.thing(one).get("data"), list) for one in asked)


def stands_again(id: str) -> Callable[[Any, Said], bool]:
    """After it was scheduled, the diary shows it."""

    def judge(booked: Any, heard: Said) -> bool:
        keys = [one.request.key.rpartition(" ")[2] for one in heard]
        at = max(number for number, key in enumerate(keys) if key.endswith("job/schedule"))
        after = [one.answer for one in heard[at:] if one.request.key.endswith(JOBS)]
        return booked.visit == id and any(said.mentions(answer, id) for answer in after)

    return judge


def is_taken_back(id: str) -> Callable[[Said], bool]:
    """Unscheduled, or put back to where it was, and both were said to be done."""
    done = repeats("id", id)

    def judge(heard: Said) -> bool:
        back = [one for one in heard if one.request.key.endswith(("job/unschedule", "job/schedule"))]
        return len(back) > 1 and done(back[-1])

    return judge


# --- the methods ------------------------------------------------------------------------------------------
def methods(stage: Stage) -> list[Method]:
    """Those of the scheduler; two of them never ask anybody."""
    here = stage.direct
    new, mine, gone, free, moved = (stage.number() for _ in range(5))
    for number in (mine, gone, free, moved):
        here.raise_order(order(number))
    slots = here.offer(mine, since=SINCE).slots
    here.book(wish(mine, slots[3]))
    visit = here.book(wish(moved, slots[9])).visit
    ids = {number: here.client.get_job(myId=number).id for number in (gone, free, moved)}
    no = {"refuses": is_refusal, "puts_off": is_locked}

    def books(name: str, number: str, slot: Any, **more: Any) -> Method:
        return Method(
            name=name,
            call=lambda s: s.book(wish(number, slot, **more)),
            writes="POST .*/job/schedule",
            yes=repeats("id", ids[number]),
            backed=stands_again(ids[number]),
            undone=is_taken_back(ids[number]),
            **no,
        )

    return [
        Method(name="check", call=lambda s: s.check()),
        Method(name="windows", call=lambda s: s.windows()),
        Method(
            name="raise_order",
            call=lambda s: s.raise_order(order(new)),
            writes="POST .*/job/send",
            yes=repeats("myId", new),
            **no,
        ),
        Method(name="read_order", call=lambda s: s.read_order(mine), backed=order_is_said(mine)),
        Method(
            name="cancel_order",
            call=lambda s: s.cancel_order(gone, reason="It is fixed"),
            writes="POST .*/job/cancel",
            yes=repeats("id", ids[gone]),
            **no,
        ),
        Method(
            name="offer",
            call=lambda s: s.offer(free, since=SINCE),
            backed=diary_is_said,
            refuses=lambda answer: (
                is_refusal(answer) or "cancelled" in answer.body.decode("utf-8", "replace")
            ),
        ),
        books("book", free, slots[15]),
        books("book (move)", moved, slots[20], visit=visit),
        Method(name="visits", call=lambda s: s.visits(number=mine), backed=visits_are_said(mine)),
        Method(name="visits (home)", call=lambda s: s.visits(customer="P-1001"), backed=home_is_said),
        Method(
            name="hand_over", call=lambda s: s.hand_over(mine, supplier="FENCE01"), refuses=lambda _: True
        ),
        Method(name="jump", call=lambda s: s.jump(samples.USER, screen=Screen.BOOK, number=mine)),
        Method(
            name="changes",
            call=lambda s: s.changes(since=stage.now() - dt.timedelta(days=1)),
            backed=lambda found, heard: all(
                any(said.mentions(one.answer, number) for one in heard) for number in found.numbers
            ),
        ),
    ]


def order(number: str) -> Any:
    """An order that one technician can do."""
    return replace(samples.ORDER, number=number, two_to_attend=False)


def wish(number: str, slot: Any, *, visit: str = "") -> BookingRequest:
    """That slot for that order."""
    return BookingRequest(number=number, date=slot.date, window=slot.window.id, visit=visit)
