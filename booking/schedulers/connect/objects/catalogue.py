"""Repair codes, what they cost, and what an order has of codes and attributes."""

from booking.schedulers.connect.fields import (
    Flag,
    Many,
    Number,
    Remote,
    Text,
    Whole,
)


class JobCode(Remote):
    """A repair (SOR) code."""

    code_external_id: Text = None
    description: Text = None
    short_description: Text = None
    contract_external_id: Text = None
    work_type_external_id: Text = None
    work_category_external_id: Text = None
    sort_code: Text = None
    unit_of_measure: Text = None
    standard_minute_value: Whole = None
    resource_category_external_id: Text = None
    resource_sub_category_external_id: Text = None
    skill_external_id: Text = None
    quantity: Number = None
    standard_price: Number = None
    standard_cost: Number = None
    location: Text = None
    planned: Flag = None
    cost_centre: Text = None
    account_code: Text = None
    sor_sequence_number: Text = None
    trade_code: Text = None
    is_pricing_only: Flag = None
    capital: Flag = None
    diagnostic_code: Flag = None


class Code(Remote):
    """A code of one order; `LocationExternalId` only where the order is split by locations."""

    code_external_id: Text = None
    location_external_id: Text = None
    quantity: Number = None


class RateBook(Remote):
    """What a code costs under one contract."""

    code_external_id: Text = None
    contract_external_id: Text = None
    contract_name: Text = None
    price: Number = None


class AttributeItem(Remote):
    """Something that planning respects, by name."""

    attribute_name: Text = None
    value: Text = None


class Attribute(Remote):
    """The attributes of an order; sent and, it may be, answered as the bare list."""

    order_id: Whole = None
    attribute: Many[AttributeItem] = None
