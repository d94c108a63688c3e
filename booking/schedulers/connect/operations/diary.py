"""Planning windows, grids, bookings and visits."""

from typing import Any

from booking.schedulers.base import SlotTaken
from booking.schedulers.connect import objects
from booking.schedulers.connect.calls import Calls
from booking.schedulers.connect.reading import read


class Diary:
    """PlanningWindow, Availability, AvailabilityByTrade, Booking and BookingSummary."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def get_planning_windows(self) -> tuple[objects.PlanningWindow, ...]:
        """Every planning window of this environment."""
        answer = self._calls.get("PlanningWindow")
        items = answer.data()
        if not isinstance(items, list):
            answer.fail_read(why=f"{answer.call} answered no list.")
        return tuple(read(objects.PlanningWindow, item) for item in items if _is_window(item))

    def get_availability(self, question: objects.Availability) -> objects.AvailabilityResponse:
        """The grid of an order; Refused where Connect says that it has none, as for a cancelled order."""
        answer = self._calls.get("Availability", question.query())
        answer.refuse_told()
        return answer.read(objects.AvailabilityResponse)

    def post_availability_by_trade(
        self, question: objects.AvailabilityByTrade
    ) -> objects.AvailabilityByTradeResponse:
        """The grid of some trades at a place; it reserves nothing, so it is never Unknown."""
        answer = self._calls.question("AvailabilityByTrade", question)
        return answer.read(objects.AvailabilityByTradeResponse)

    def post_booking(self, booking: objects.Booking) -> objects.BookingResponse:
        """Book or move; a yes repeats our number, date and window and names the visit."""
        answer = self._calls.send("POST", "Booking", booking)
        if not 200 <= answer.reply.status < 300:
            answer.fail_write(refusal=SlotTaken)
        booked = answer.confirm(objects.BookingResponse)
        window = booked.planning_window.id if booked.planning_window else None
        asked = (booking.primary_order_number, booking.date, booking.planning_window_id)
        if (booked.primary_order_number, booked.date, window) != asked or not (
            booked.visit_external_id or ""
        ).strip():
            answer.fail_write(why=f"{answer.call} did not repeat what was asked.")
        return booked

    def get_booking_summary(self, question: objects.BookingSummary) -> objects.BookingSummaryResponse:
        """The visits of an order or of a property; Unavailable where even one is no object.

        What is left out of it counts as absent, and what is absent is booked once more.
        """
        answer = self._calls.get("BookingSummary", question.query())
        if not _is_summary(answer.data()):
            answer.fail_read(why=f"{answer.call} answered no list of visits.")
        return answer.read(objects.BookingSummaryResponse)


def _is_summary(data: Any) -> bool:
    """It lists visits, or says by null that there are none; with a customer it need not even say that."""
    if not isinstance(data, dict) or not {"Appointments", "Customer"} & data.keys():
        return False
    visits = data.get("Appointments")
    return visits is None or (isinstance(visits, list) and all(isinstance(one, dict) for one in visits))


def _is_window(item: Any) -> bool:
    return isinstance(item, dict) and "Id" in item
