"""What we send to Connect and what it answers, frozen, with each documented field of the calls we make.

No field is required here: the document demands some of a request, and an answer may lack any.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from booking.schedulers.connect.fields import (
    AvailabilityStatus,
    ContractorType,
    Date,
    Flag,
    MessagingPreference,
    Moment,
    OrderSource,
    OrderStatus,
    Remote,
    Text,
    Text32,
    Text64,
    Text4000,
    VisitResultType,
    VisitStatus,
    Whole,
    keep_objects,
)
from booking.schedulers.connect.parts import Customer, JobCode, OrderContact, PlanningWindow


class SalesOrder(Remote):
    """An order. The two warnings are for staff alone."""

    order_cloud_id: Text = None
    primary_order_number: Text32 = None
    secondary_order_number: Text32 = None
    use_existing_customer_details: Flag = None
    customer: Customer | None = None
    order_contact: OrderContact | None = None
    contract_external_id: Text64 = None
    target_date_utc: Date = Field(None, alias="TargetDateUTC")
    priority_external_id: Text = None
    order_status: OrderStatus = None
    last_visit_result_type: VisitResultType = None
    job_description: Text = None
    job_codes: Annotated[tuple[JobCode, ...] | None, BeforeValidator(keep_objects)] = None
    cancel_reason: Text = None
    cancel_description: Text = None
    never_message: Flag = None
    two_to_attend: Flag = None
    is_inspection_job: Flag = None
    invoke_diagnosis: Flag = None
    property_warning_description: Text4000 = None
    contact_warning_description: Text4000 = None
    order_source: OrderSource = None
    crm_id: Text = None
    code_template_id: Whole = None
    contractor_type: ContractorType = None
    out_of_hours: Flag = None
    work_stream: Text = None


class SalesOrderUpdate(Remote):
    """A change to an order, or its cancellation."""

    primary_order_number: Text64 = None
    contract_external_id: Text64 = None
    order_status: OrderStatus = None
    job_description: Text = None
    priority_external_id: Text = None
    target_date_utc: Date = Field(None, alias="TargetDateUTC")
    cancel_reason: Text = None
    cancel_description: Text = None
    job_codes: Annotated[tuple[JobCode, ...] | None, BeforeValidator(keep_objects)] = None


class Availability(Remote):
    """A question for free slots."""

    primary_order_number: Text = None
    date: Date = None
    ignore_weekends: Flag = None
    duration: Whole = None
    visit_external_id: Text = None
    two_to_attend: Flag = None
    limit_by_preferred_skills: Flag = None
    limit_by_preferred_zones: Flag = None
    limit_by_valid_zone_days: Flag = None
    override_target_date: Flag = None
    override_target_date_reason: Text = None
    number_of_weeks: Whole = None
    resource_external_id: Text = None


class AvailabilityDays(Remote):
    """One cell of the grid."""

    date: Date = None
    availability_status: AvailabilityStatus = None
    travel_time: Whole = None


class AvailabilityPlanningWindow(Remote):
    """One row of the grid."""

    planning_window_id: Whole = None
    availability_days: Annotated[tuple[AvailabilityDays, ...] | None, BeforeValidator(keep_objects)] = None


class AvailabilityResponse(Remote):
    """The grid."""

    availability: Availability | None = None
    planning_windows: Annotated[tuple[PlanningWindow, ...] | None, BeforeValidator(keep_objects)] = None
    availability_planning_windows: Annotated[
        tuple[AvailabilityPlanningWindow, ...] | None, BeforeValidator(keep_objects)
    ] = None


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


class BookingSummary(Remote):
    """A question for visits, by property or by order."""

    property_id: Text = None
    primary_order_number: Text = None
    window_start: Moment = None
    window_end: Moment = None


class BookingSummaryResponse(Remote):
    """The visits of a property or an order."""

    customer: Customer | None = None
    appointments: Annotated[tuple[Appointment, ...] | None, BeforeValidator(keep_objects)] = None


class BookSubContractorOrder(Remote):
    """An order handed to a contractor."""

    primary_order_number: Text = None
    supplier_external_id: Text = None


class BookSubContractorOrderResponse(Remote):
    """The contractor that has it."""

    primary_order_number: Text = None
    supplier_external_id: Text = None
    supplier_name: Text = None


class UserAccount(Remote):
    """A user of Connect's own screens; `Token` signs in once and is never shown or kept."""

    user_name: Text = None
    first_name: Text = None
    last_name: Text = None
    email: Text = None
    profile_name: Text = None
    token: Text = Field(None, repr=False)
    url: Text = None


class Error(Remote):
    """Why not."""

    message: Text = None
    model_state: dict[str, Any] | None = None


class Token(Remote):
    """The answer to a sign-in."""

    access_token: Text = Field(None, alias="access_token", repr=False)
    token_type: Text = Field(None, alias="token_type")
    expires_in: Whole = Field(None, alias="expires_in")
    user_name: Text = Field(None, alias="user_name")
    issued: Text = Field(None, alias=".issued")
    expires: Text = Field(None, alias=".expires")
