"""Planning windows and grids."""

from booking.schedulers.connect.fields import (
    AvailabilityStatus,
    Date,
    Flag,
    Many,
    Remote,
    Text,
    Whole,
)
from booking.schedulers.connect.objects.catalogue import AttributeItem


class PlanningWindow(Remote):
    """A planning window; `Id` differs from one environment to the next."""

    id: Whole = None
    name: Text = None
    start_hour: Whole = None
    start_minute: Whole = None
    end_hour: Whole = None
    end_minute: Whole = None


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
    availability_days: Many[AvailabilityDays] = None


class AvailabilityResponse(Remote):
    """The grid."""

    availability: Availability | None = None
    planning_windows: Many[PlanningWindow] = None
    availability_planning_windows: Many[AvailabilityPlanningWindow] = None


class AvailabilityByTrade(Remote):
    """A question for free slots where there is no order yet."""

    date: Date = None
    number_of_weeks: Whole = None
    skills: tuple[str, ...] | None = None
    postcode: Text = None
    scheduling_attributes: Many[AttributeItem] = None
    target_date: Date = None
    two_to_attend: Flag = None
    duration: Whole = None


class AvailabilityByTradeResponse(Remote):
    """The grid where there is no order yet."""

    availability: AvailabilityByTrade | None = None
    planning_windows: Many[PlanningWindow] = None
    availability_planning_windows: Many[AvailabilityPlanningWindow] = None
