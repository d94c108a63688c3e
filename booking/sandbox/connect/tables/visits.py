"""Times on offer, bookings and what becomes of them."""

from ..fields import Field, Shape, date, flag, many, moment, one, text, whole
from .choices import MESSAGING_PREFERENCE, VISIT_RESULT, VISIT_STATUS

_RESERVED: dict[str, Field] = {
    "LimitByPreferredSkills": flag(),
    "LimitByPreferredZones": flag(),
    "LimitByValidZoneDays": flag(),
    "OverrideTargetDate": flag(),
}
AVAILABILITY = Shape(
    "Availability",
    {
        "PrimaryOrderNumber": text(required=True),
        "Date": date(),
        "IgnoreWeekends": flag(),
        "Duration": whole(),
        "VisitExternalId": text(),
        "TwoToAttend": flag(),
        **_RESERVED,
        "OverrideTargetDateReason": text(),
        "NumberOfWeeks": whole(),
        "ResourceExternalId": text(since=3),
    },
)
ATTRIBUTE_ITEM = Shape("AttributeItem", {"AttributeName": text(since=3), "Value": text(since=3)})
AVAILABILITY_BY_TRADE = Shape(
    "AvailabilityByTrade",
    {
        "Date": date(since=3),
        "NumberOfWeeks": whole(since=3),
        "Skills": many("string", since=3),
        "Postcode": text(since=3),
        "SchedulingAttributes": many(ATTRIBUTE_ITEM, since=3),
        "TargetDate": date(since=3),
        "TwoToAttend": flag(since=3),
        "Duration": whole(since=3),
    },
)
PLANNING_WINDOW = Shape(
    "PlanningWindow",
    {
        "Id": whole(),
        "Name": text(),
        "StartHour": whole(),
        "StartMinute": whole(),
        "EndHour": whole(),
        "EndMinute": whole(),
    },
)
BOOKING = Shape(
    "Booking",
    {
        "PrimaryOrderNumber": text(required=True),
        "Date": date(required=True),
        "PlanningWindowId": whole(required=True),
        "IgnoreWeekends": flag(),
        "Duration": whole(),
        "TwoToAttend": flag(),
        "VisitExternalId": text(),
        "VisitInstructions": text(),
        "MessagingPreference": one(MESSAGING_PREFERENCE),
        "ShelveAppointment": flag(),
        **_RESERVED,
        "OverrideTargetDateReason": text(),
        "ResourceExternalId": text(since=3),
    },
)
BOOKING_RESPONSE = Shape(
    "BookingResponse",
    {
        "PrimaryOrderNumber": text(),
        "Date": date(),
        "PlanningWindow": one(PLANNING_WINDOW),
        "Duration": whole(),
        "IgnoreWeekends": flag(),
        "TwoToAttend": flag(),
        "VisitExternalId": text(),
        "VisitInstructions": text(),
        "MessagingPreference": one(MESSAGING_PREFERENCE),
        **_RESERVED,
        "OverrideTargetDateReason": text(),
    },
)
BOOKING_SUMMARY = Shape(
    "BookingSummary",
    {"PropertyId": text(), "PrimaryOrderNumber": text(), "WindowStart": moment(), "WindowEnd": moment()},
)
APPOINTMENT = Shape(
    "Appointment",
    {
        "PrimaryOrderNumber": text(),
        "OrderRaisedDate": date(),
        "VisitExternalId": text(),
        "VisitResultType": one(VISIT_RESULT),
        "VisitResultTypeName": text(),
        "VisitStatus": one(VISIT_STATUS),
        "VisitStatusName": text(),
        "Resource": text(),
        "VisitInstructions": text(),
        "OperativeComments": text(),
        "PlanningWindowStart": moment(),
        "PlanningWindowEnd": moment(),
    },
)
