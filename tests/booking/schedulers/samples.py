"""Requests and answers that several tests share: the document's shapes, filled in."""

import datetime as dt
from typing import Any

from booking.schedulers.base import BookingRequest, Contact, OrderRequest, RemoteUser

NUMBER = "TP-0001"
DAY = dt.date(2026, 5, 7)
CONTACT = Contact(
    name="Ada Byron", mobile="07700900123", home_phone="01632960001", email="ada@example.org", texts=True
)
ORDER = OrderRequest(
    number=NUMBER,
    customer="PROP-1",
    description="The bath leaks.",
    priority="ROUTINE",
    target_date=dt.date(2026, 6, 1),
    contact=CONTACT,
    codes=("BATH001", "BATH002", "BATH001"),
    two_to_attend=True,
    crm_id="4711",
)
DIAGNOSED = OrderRequest(
    number=NUMBER,
    customer="PROP-1",
    description="The bath leaks.",
    priority="ROUTINE",
    target_date=dt.date(2026, 6, 1),
    contact=CONTACT,
    template=42,
    external=True,
    out_of_hours=True,
)
BOOKING = BookingRequest(number=NUMBER, date=DAY, window="3", texts=True, instructions="Ring twice")
USER = RemoteUser(user_name="tenant-1", first_name="Ada", last_name="Byron", email="ada@example.org")

WINDOW = {"Id": 3, "Name": "MORNING", "StartHour": 8, "StartMinute": 0, "EndHour": 12, "EndMinute": 59}
BOOKED = {
    "PrimaryOrderNumber": NUMBER,
    "Date": "2026-05-07T00:00:00",
    "PlanningWindow": WINDOW,
    "VisitExternalId": "V-9",
}
SALES_ORDER = {
    "PrimaryOrderNumber": NUMBER,
    "OrderCloudId": "C-77",
    "OrderStatus": 0,
    "JobDescription": "The bath leaks.",
    "CrmId": "4711",
    "PropertyWarningDescription": "Savage dog",
    "ContactWarningDescription": "Shouts",
}
VISIT = {
    "PrimaryOrderNumber": NUMBER,
    "OrderRaisedDate": "2026-05-01T00:00:00",
    "VisitExternalId": "V-9",
    "VisitResultType": 0,
    "VisitStatus": 5,
    "Resource": "Bob",
    "VisitInstructions": "Ring twice",
    "OperativeComments": "",
    "PlanningWindowStart": "2026-05-07T08:00:00",
    "PlanningWindowEnd": "2026-05-07T12:59:00",
}


def grid(*cells: tuple[Any, Any, Any], windows: Any = (WINDOW,), number: str = NUMBER) -> dict[str, Any]:
    """A grid of (window id, date, status)."""
    return {
        "Availability": {"PrimaryOrderNumber": number},
        "PlanningWindows": list(windows) if isinstance(windows, tuple) else windows,
        "AvailabilityPlanningWindows": [
            {
                "PlanningWindowId": window,
                "AvailabilityDays": [{"Date": date, "AvailabilityStatus": status, "TravelTime": 29}],
            }
            for window, date, status in cells
        ],
    }
