"""Bookings and visits."""

from booking.schedulers.connect.fields import (
    Date,
    Flag,
    Many,
    MessagingPreference,
    Moment,
    Remote,
    Text,
    VisitResultType,
    VisitStatus,
    Whole,
)
from booking.schedulers.connect.objects.people import Customer
from booking.schedulers.connect.objects.slots import PlanningWindow


class Appointment(Remote):
    """A visit."""

    primary_order_number: Text = None
    order_raised_date: Date = None
    visit_external_id: Text = None
    visit_result_type: VisitResultType = None
    visit_result_type_name: Text = None
    visit_status: VisitStatus = None
    visit_status_name: Text = None
    resource: Text = None
    visit_instructions: Text = None
    operative_comments: Text = None
    planning_window_start: Moment = None
    planning_window_end: Moment = None


class Booking(Remote):
    """A slot asked for; with VisitExternalId, a visit to be moved."""

    primary_order_number: Text = None
    date: Date = None
    planning_window_id: Whole = None
    ignore_weekends: Flag = None
    duration: Whole = None
    two_to_attend: Flag = None
    visit_external_id: Text = None
    visit_instructions: Text = None
    messaging_preference: MessagingPreference = None
    shelve_appointment: Flag = None
    limit_by_preferred_skills: Flag = None
    limit_by_preferred_zones: Flag = None
    limit_by_valid_zone_days: Flag = None
    override_target_date: Flag = None
    override_target_date_reason: Text = None
    resource_external_id: Text = None


class BookingResponse(Remote):
    """A booking confirmed."""

    primary_order_number: Text = None
    date: Date = None
    planning_window: PlanningWindow | None = None
    duration: Whole = None
    ignore_weekends: Flag = None
    two_to_attend: Flag = None
    visit_external_id: Text = None
    visit_instructions: Text = None
    messaging_preference: MessagingPreference = None
    limit_by_preferred_skills: Flag = None
    limit_by_preferred_zones: Flag = None
    limit_by_valid_zone_days: Flag = None
    override_target_date: Flag = None
    override_target_date_reason: Text = None


class BookingSummary(Remote):
    """A question for visits, by property or by order."""

    property_id: Text = None
    primary_order_number: Text = None
    window_start: Moment = None
    window_end: Moment = None


class BookingSummaryResponse(Remote):
    """The visits of a property or an order."""

    customer: Customer | None = None
    appointments: Many[Appointment] = None
