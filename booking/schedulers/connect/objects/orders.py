"""Orders."""

from pydantic import Field

from booking.schedulers.connect.fields import (
    ContractorType,
    Date,
    Flag,
    Many,
    OrderSource,
    OrderStatus,
    Remote,
    Text,
    Text32,
    Text64,
    Text4000,
    VisitResultType,
    Whole,
)
from booking.schedulers.connect.objects.catalogue import JobCode
from booking.schedulers.connect.objects.people import Customer, OrderContact


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
    job_codes: Many[JobCode] = None
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
    job_codes: Many[JobCode] = None
