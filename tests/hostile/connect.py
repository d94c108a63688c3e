"""Connect's verbs and the operations of its document, each with what makes a lie of its answer."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from booking.sandbox import connect as sandbox
from booking.schedulers import connect as system
from booking.schedulers.abilities import CodeLine, Details, Invoice, InvoiceLine, Trait
from booking.schedulers.base import BookingRequest, Screen
from tests.booking.schedulers import samples
from tests.hostile import said
from tests.hostile.methods import Method, Said, last, names_no_other
from tests.hostile.recording import Answer, Exchange
from tests.hostile.stage import Stage

SINCE = samples.DAY
PATIENCE = {"read_seconds": 5, "write_seconds": 5}
JUMP = "https://jump.example/book/{token}"
MISSING_RIGHTS = {401, 403, 404, 405, 415}
FREE = {"1", "2", "AVAILABLE", "PREFERRED"}


def start() -> Any:
    """A running sandbox."""
    return sandbox.start()


def build(url: str, **more: Any) -> Any:
    """A scheduler that speaks to the API at that address."""
    options = sandbox.Options()
    account = {"username": options.username, "password": options.password, "jump_url": JUMP}
    place = {"contract": options.contract, "organisation": options.organisation, **PATIENCE}
    return system.build({"url": url, **account, **place}, **more)


# --- what answers may mean ---------------------------------------------------------------------------------
def is_refusal(answer: Answer) -> bool:
    """400 in Connect's own form, or its way of saying that there is none."""
    if answer.status == 400:
        return isinstance(said.thing(answer).get("Message"), str)
    return answer.status == 404 and said.is_blank(answer)


def is_new_refusal(answer: Answer) -> bool:
    """Where something is created, only 400 in Connect's own form."""
    return answer.status == 400 and is_refusal(answer)


def is_locked(answer: Answer) -> bool:
    """A right or a route is missing."""
    return answer.status in MISSING_RIGHTS


def accepts(**named: Any) -> Callable[[Exchange], bool]:
    """200 with an object that names no other thing."""
    return lambda one: (
        one.answer.status == 200
        and isinstance(said.data(one.answer), dict)
        and names_no_other(one.answer, **named)
    )


def accepts_wordlessly(**named: Any) -> Callable[[Exchange], bool]:
    """The same, or without a word."""
    plain = accepts(**named)
    return lambda one: plain(one) or (one.answer.status == 200 and said.is_blank(one.answer))


def creates(**named: Any) -> Callable[[Exchange], bool]:
    """201 whatever it says, unless it names another thing; or 200 as above."""
    plain = accepts(**named)
    return lambda one: (
        plain(one) or (one.answer.status == 201 and one.answer.whole and names_no_other(one.answer, **named))
    )


def echoes(**named: Any) -> Callable[[Exchange], bool]:
    """2xx with an object that repeats all of these."""
    return lambda one: (
        said.is_done(one.answer)
        and all(said.thing(one.answer).get(name) == value for name, value in named.items())
    )


def books(number: str, day: dt.date, window: str) -> Callable[[Exchange], bool]:
    """The echo of a booking: number, date, window and a visit."""

    def judge(one: Exchange) -> bool:
        told = said.thing(one.answer)
        where = told.get("PlanningWindow")
        return (
            said.is_done(one.answer)
            and told.get("PrimaryOrderNumber") == number
            and said.same_day(told.get("Date"), day)
            and isinstance(where, dict)
            and whole(where.get("Id")) == window
            and bool(str(told.get("VisitExternalId") or "").strip())
        )

    return judge


def whole(value: Any) -> str:
    """A whole number as text, however it is written."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return ""
    return str(int(number)) if number.is_integer() and not isinstance(value, bool) else ""


# --- what was read must have been said ---------------------------------------------------------------------
def order_is_said(number: str) -> Callable[[Any, Said], bool]:
    """The order under our number, cancelled only where it says so; or "there is none" without words."""

    def judge(order: Any, heard: Said) -> bool:
        answer = last(heard, "api/SalesOrder")
        if order is None:
            return answer.status == 404 and said.is_blank(answer)
        told = said.thing(answer)
        off = str(told.get("OrderStatus")).strip().upper() in {"11", "CANCEL"}
        same = getattr(order, "primary_order_number", getattr(order, "number", None))
        return told.get("PrimaryOrderNumber") == number == same and getattr(order, "cancelled", off) == off

    return judge


def grid_is_said(ending: str, number: str = "") -> Callable[[Any, Said], bool]:
    """Each slot is called free by a row of the grid, and none lies before the days asked for."""

    def judge(offer: Any, heard: Said) -> bool:
        told = said.thing(last(heard, ending))
        asked = told.get("Availability")
        other = asked.get("PrimaryOrderNumber") if isinstance(asked, dict) else None
        if offer.slots and number and isinstance(other, str) and other not in {"", number}:
            return False
        cells = list(_free_cells(told))
        return all(
            slot.date >= SINCE
            and any(window == slot.window.id and said.same_day(day, slot.date) for window, day in cells)
            for slot in offer.slots
        )

    return judge


def _free_cells(told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for row in _objects(told.get("AvailabilityPlanningWindows")):
        for cell in _objects(row.get("AvailabilityDays")):
            status = cell.get("AvailabilityStatus")
            if str(status).strip().upper() in FREE and not isinstance(status, bool):
                yield whole(row.get("PlanningWindowId")), cell.get("Date")


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def visits_are_said(number: str = "") -> Callable[[Any, Said], bool]:
    """Every visit of ours that was told and no other: what is left out would be booked once more."""

    def judge(summary: Any, heard: Said) -> bool:
        told = said.data(last(heard, "BookingSummary"))
        if not isinstance(told, dict) or not told:
            return False
        entries = told.get("Appointments")
        entries = [] if entries is None else entries
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            return False
        ours = [one for one in entries if not _is_another(one.get("PrimaryOrderNumber"), number)]
        visits = getattr(summary, "visits", None)
        if visits is None:
            return True
        return len(visits) == len(ours) and all(not number or visit.number == number for visit in visits)

    return judge


def _is_another(told: Any, number: str) -> bool:
    plain = isinstance(told, str | int | float | Decimal) and not isinstance(told, bool)
    return bool(number) and plain and str(told) not in {"", number}


def code_is_said(code: str, ending: str) -> Callable[[Any, Said], bool]:
    """The code that was asked for, or "there is none"."""

    def judge(found: Any, heard: Said) -> bool:
        answer = last(heard, ending)
        if found is None:
            return is_refusal(answer)
        return said.thing(answer).get("CodeExternalId") == code

    return judge


def price_is_said(price: Any, heard: Said) -> bool:
    """A price is named, or there is none."""
    answer = last(heard, "RateBook")
    return price is None or '"Price"' in answer.body.decode("utf-8", "replace")


def list_is_said(ending: str) -> Callable[[Any, Said], bool]:
    """The list is one, and was told whole."""

    def judge(found: Any, heard: Said) -> bool:
        return isinstance(said.data(last(heard, ending)), list | dict)

    return judge


def details_are_said(found: Any, heard: Said) -> bool:
    """As many codes as were told: a hole would be filled once more."""
    codes = said.data(last(heard, "/Code"))
    return isinstance(codes, list) and len(found.codes) == len(codes)


def customer_is_said(record: Any, heard: Said) -> bool:
    """The record names whose it is."""
    answer = last(heard, "api/SalesOrder")
    return record is None or said.mentions(answer, record.customer)


def door_is_said(jump: Any, heard: Said) -> bool:
    """The way in leads where the settings say, whatever the answer does."""
    return jump.url.startswith("https://jump.example/book/") and jump.origin == "https://jump.example"


# --- the methods ------------------------------------------------------------------------------------------
def methods(stage: Stage) -> list[Method]:
    """Those of the scheduler."""
    here = stage.direct
    new, other, gone, mine, moved, empty = (stage.number() for _ in range(6))
    for number in (other, gone, mine, moved, empty):
        here.raise_order(order(number))
    slots = here.offer(mine, since=SINCE).slots
    first, second, third = slots[3], slots[9], slots[15]
    here.book(wish(mine, first))
    old = here.book(wish(moved, second)).visit
    record = here.read_customer(mine)
    passed = stage.number()
    here.raise_order(order(passed))
    here.hand_over(passed, supplier="FENCE01")
    [work] = [one["subcontract"] for one in stage.state()["orders"] if one["number"] == passed]
    stage.control("staff", action="complete_order", order=other)
    called = list(stage.running.connect.state.told)[-1]
    handed = stage.number()
    here.raise_order(order(handed))
    invoice = Invoice(
        supplier="FENCE01",
        reference="INV-7",
        date=samples.DAY,
        number=passed,
        goods=Decimal("120.10"),
        lines=(InvoiceLine(code="ACCE001", purchase_order="PO-1", unit_cost=Decimal("120.10")),),
    )
    wanted = Details(
        codes=(CodeLine(code="TAPS001"), CodeLine(code="ACCE001", quantity=Decimal("2.5"))),
        traits=(Trait(name="ASBESTOS", value="Yes"),),
    )
    no = {"refuses": is_refusal, "puts_off": is_locked}
    none = {"refuses": is_new_refusal, "puts_off": is_locked}
    return [
        Method(name="check", call=lambda s: s.check(), backed=list_is_said("PlanningWindow")),
        Method(name="windows", call=lambda s: s.windows(), backed=list_is_said("PlanningWindow")),
        Method(
            name="raise_order",
            call=lambda s: s.raise_order(order(new)),
            writes="POST .*/SalesOrder",
            yes=creates(PrimaryOrderNumber=new),
            **none,
        ),
        Method(name="read_order", call=lambda s: s.read_order(mine), backed=order_is_said(mine)),
        Method(
            name="cancel_order",
            call=lambda s: s.cancel_order(gone, reason="It is fixed"),
            writes="PATCH .*/SalesOrder",
            yes=accepts(PrimaryOrderNumber=gone),
            **no,
        ),
        Method(
            name="offer",
            call=lambda s: s.offer(mine, since=SINCE),
            backed=grid_is_said("api/Availability", mine),
            refuses=is_new_refusal,
        ),
        Method(
            name="book",
            call=lambda s: s.book(wish(empty, third)),
            writes="POST .*/Booking",
            yes=books(empty, third.date, third.window.id),
            **no,
        ),
        Method(
            name="book (move)",
            call=lambda s: s.book(wish(moved, first, visit=old)),
            writes="POST .*/Booking",
            yes=books(moved, first.date, first.window.id),
            **no,
        ),
        Method(name="visits", call=lambda s: s.visits(number=mine), backed=visits_are_said(mine)),
        Method(name="visits (home)", call=lambda s: s.visits(customer="P-1001"), backed=visits_are_said()),
        Method(
            name="hand_over",
            call=lambda s: s.hand_over(handed, supplier="FENCE01"),
            writes="POST .*/BookSubContractorOrder",
            yes=echoes(PrimaryOrderNumber=handed),
            **no,
        ),
        Method(
            name="jump",
            call=lambda s: s.jump(samples.USER, screen=Screen.BOOK, number=mine),
            backed=lambda jump, heard: jump is None or door_is_said(jump, heard),
            refuses=is_new_refusal,
        ),
        Method(
            name="first_dates",
            call=lambda s: s.first_dates(skills=("Plumber",), postcode="RV2 4AB", since=SINCE, weeks=2),
            backed=grid_is_said("AvailabilityByTrade"),
            refuses=is_new_refusal,
        ),
        Method(name="read_details", call=lambda s: s.read_details(mine), backed=details_are_said),
        Method(
            name="set_details",
            call=lambda s: s.set_details(handed, wanted),
            writes="(POST|PUT) .*/(Attribute|Code)",
            yes=accepts(),
            **no,
        ),
        Method(
            name="job_code",
            call=lambda s: s.job_code("TAPS001"),
            backed=code_is_said("TAPS001", "JobCode/TAPS001"),
        ),
        Method(name="price", call=lambda s: s.price("TAPS001"), backed=price_is_said),
        Method(name="read_customer", call=lambda s: s.read_customer(mine), backed=customer_is_said),
        Method(
            name="send_contact",
            call=lambda s: s.send_contact(record, replace(record.contact, mobile="07700900999")),
            writes="POST .*/Customer",
            yes=creates(ExternalId=record.customer),
            **none,
        ),
        Method(
            name="amend",
            call=lambda s: s.amend(passed, subcontract_order=work["id"], comments="Gate too"),
            writes="PATCH .*/BookSubContractorOrder",
            yes=echoes(PrimaryOrderNumber=passed),
            **no,
        ),
        Method(
            name="draft_invoice",
            call=lambda s: s.draft_invoice(invoice),
            writes="POST .*/PurchaseInvoice",
            yes=creates(SupplierExternalId="FENCE01", SupplierInvoiceReference="INV-7"),
            **none,
        ),
        Method(
            name="acknowledge",
            call=lambda s: s.acknowledge(called, done=True),
            writes="POST .*/ResponseCallback",
            yes=accepts_wordlessly(CloudExternalId=called),
            **no,
        ),
    ]


def order(number: str) -> Any:
    """An order of the landlord's own."""
    return replace(samples.ORDER, number=number, customer="P-1001", codes=("TAPS001",), priority="ROUTINE")


def wish(number: str, slot: Any, *, visit: str = "") -> BookingRequest:
    """That slot for that order."""
    return BookingRequest(number=number, date=slot.date, window=slot.window.id, visit=visit)
