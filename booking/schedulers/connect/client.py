"""Connect's calls, one method for each operation: Connect's objects in and out, or one of the four errors."""

import json
import time
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from booking.schedulers.base import Refused, SlotTaken, Unavailable, Unknown
from booking.schedulers.connect import answers, objects
from booking.schedulers.connect.answers import Unreadable
from booking.schedulers.connect.fields import Remote
from booking.schedulers.connect.token import ACCEPT, Tokens
from booking.schedulers.http import Door, Reply

Shape = TypeVar("Shape", bound=Remote)


class Client:
    """One Connect, spoken to as one account."""

    def __init__(
        self, *, url: str, door: Door, tokens: Tokens, read_seconds: float, write_seconds: float
    ) -> None:
        self._url = url
        self._door = door
        self._tokens = tokens
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds

    def get_planning_windows(self) -> tuple[objects.PlanningWindow, ...]:
        """Every planning window of this environment."""
        call, reply = self._get("PlanningWindow")
        items = self._parse(call, reply)
        if not isinstance(items, list):
            answers.fail_read(call, reply, why=f"{call} answered no list.")
        return tuple(answers.read(objects.PlanningWindow, item) for item in items if _is_window(item))

    def get_availability(self, question: objects.Availability) -> objects.AvailabilityResponse:
        """The grid of an order."""
        return self._ask("Availability", question, objects.AvailabilityResponse)

    def get_booking_summary(self, question: objects.BookingSummary) -> objects.BookingSummaryResponse:
        """The visits of an order or of a property."""
        return self._ask("BookingSummary", question, objects.BookingSummaryResponse)

    def get_sales_order(self, *, number: str, contract: str) -> objects.SalesOrder | None:
        """The order, or None where the answer is the documented 404 without words."""
        call, reply = self._get("SalesOrder", {"PrimaryOrderNumber": number, "ContractExternalId": contract})
        if answers.is_absent(reply):
            return None
        order = self._read(call, reply, objects.SalesOrder)
        if order.primary_order_number != number:
            answers.fail_read(call, reply, why=f"{call} answered another order than {number}.")
        return order

    def post_sales_order(self, order: objects.SalesOrder) -> None:
        """Create an order. 201 is a yes whatever the body holds, unless it names another order."""
        call, reply = self._send("POST", "SalesOrder", order)
        if reply.status not in {200, 201}:
            answers.fail_write(call, reply, creates=True)
        if not _names_no_other(reply, order.primary_order_number):
            answers.fail_write(call, reply, why=f"{call} answered another order.", creates=True)
        if reply.status == 200:  # not documented: then only Connect's own objects count
            self._confirm(call, reply, objects.SalesOrder)

    def patch_sales_order(self, change: objects.SalesOrderUpdate) -> None:
        """Change or cancel an order."""
        call, reply = self._send("PATCH", "SalesOrder", change)
        if reply.status != 200:
            answers.fail_write(call, reply)
        if not _names_no_other(reply, change.primary_order_number):
            answers.fail_write(call, reply, why=f"{call} answered another order.")
        self._confirm(call, reply, objects.SalesOrder)

    def post_booking(self, booking: objects.Booking) -> objects.BookingResponse:
        """Book or move; a yes repeats our number, date and window and names the visit."""
        call, reply = self._send("POST", "Booking", booking)
        if not 200 <= reply.status < 300:
            answers.fail_write(call, reply, refusal=SlotTaken)
        booked = self._confirm(call, reply, objects.BookingResponse)
        window = booked.planning_window.id if booked.planning_window else None
        asked = (booking.primary_order_number, booking.date, booking.planning_window_id)
        if (booked.primary_order_number, booked.date, window) != asked or not (
            booked.visit_external_id or ""
        ).strip():
            answers.fail_write(call, reply, why=f"{call} did not repeat what was asked.")
        return booked

    def post_subcontractor_order(
        self, order: objects.BookSubContractorOrder
    ) -> objects.BookSubContractorOrderResponse:
        """Hand an order to a contractor; a yes repeats our number, and no other supplier."""
        call, reply = self._send("POST", "BookSubContractorOrder", order)
        if not 200 <= reply.status < 300:
            answers.fail_write(call, reply)
        done = self._confirm(call, reply, objects.BookSubContractorOrderResponse)
        if done.primary_order_number != order.primary_order_number or done.supplier_external_id not in {
            None,
            order.supplier_external_id,
        }:
            answers.fail_write(call, reply, why=f"{call} did not repeat what was asked.")
        return done

    def post_user_account(self, account: objects.UserAccount) -> objects.UserAccount:
        """A user with a token to sign in once; Refused where Connect wants no such user, never Unknown."""
        try:
            call, reply = self._send("POST", "UserAccount", account)
        except Unknown as lost:
            # Nothing hangs on a token that nobody has seen.
            raise Unavailable(lost.reason, evidence=lost.evidence) from lost
        if reply.status == 400 and (error := answers.error_of(reply)):
            raise Refused(answers.explain(error), evidence=answers.evidence(call, reply, secret=True))
        return self._read(call, reply, objects.UserAccount, secret=True)

    def _ask(self, path: str, question: Remote, shape: type[Shape]) -> Shape:
        call, reply = self._get(path, question.query())
        return self._read(call, reply, shape)

    def _read(self, call: str, reply: Reply, shape: type[Shape], *, secret: bool = False) -> Shape:
        data = self._parse(call, reply, secret=secret)
        try:
            return answers.read(shape, data)
        except Unreadable as odd:
            answers.fail_read(call, reply, why=f"{call} answered {odd}.", secret=secret)

    def _parse(self, call: str, reply: Reply, *, secret: bool = False) -> Any:
        if reply.status != 200:
            answers.fail_read(call, reply, secret=secret)
        try:
            return answers.parse(reply)
        except Unreadable as odd:
            answers.fail_read(call, reply, why=f"{call} answered {odd}.", secret=secret)

    def _confirm(self, call: str, reply: Reply, shape: type[Shape]) -> Shape:
        try:
            return answers.read(shape, answers.parse(reply))
        except Unreadable as odd:
            answers.fail_write(call, reply, why=f"{call} answered {odd}.")

    def _get(self, path: str, query: dict[str, str] | None = None) -> tuple[str, Reply]:
        call = _Call(method="GET", path=path, query=query or {})
        return call.name, self._authorised(call, self._read_seconds)

    def _send(self, method: str, path: str, thing: Remote) -> tuple[str, Reply]:
        call = _Call(method=method, path=path, body=json.dumps(thing.body()).encode())
        return call.name, self._authorised(call, self._write_seconds)

    def _authorised(self, call: "_Call", seconds: float) -> Reply:
        if not self._url:
            raise Unavailable("The remote's address is not set.", misconfigured=True)
        until = time.monotonic() + seconds
        token = self._tokens.current(until=until)
        reply = self._once(call, token, until)
        if reply.status == 401:
            # The filter that answers 401 stands before every action, so even a write was not begun.
            token = self._tokens.renewed(stale=token, until=until)
            reply = self._once(call, token, until)
        if reply.status == 401:
            # No hold on sign-ins here: this account may lack the right to this one call only.
            kept = answers.evidence(call.name, reply, secret=True)
            raise Unavailable(f"{call.name} is not allowed to us.", misconfigured=True, evidence=kept)
        return reply

    def _once(self, call: "_Call", token: str, until: float) -> Reply:
        # %20 and not +: the document's dates hold a space.
        url = f"{self._url}/api/{call.path}" + (
            "?" + urlencode(call.query, quote_via=quote) if call.query else ""
        )
        headers = {"Accept": ACCEPT, "Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        seconds = until - time.monotonic()
        if call.body is None:
            return self._door.read(url, headers=headers, seconds=seconds)
        return self._door.write(call.method, url, headers=headers, body=call.body, seconds=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def name(self) -> str:
        return f"{self.method} /api/{self.path}"


def _names_no_other(reply: Reply, number: str | None) -> bool:
    """False where the answer names another order; it may name none, or be no object at all."""
    try:
        data = answers.parse(reply)
    except Unreadable:
        return True
    named = data.get("PrimaryOrderNumber") if isinstance(data, dict) else None
    return bool(named is None or named == number)


def _is_window(item: Any) -> bool:
    return isinstance(item, dict) and "Id" in item
