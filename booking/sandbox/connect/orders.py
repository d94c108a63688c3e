"""What can be done to a sales order."""

from typing import Any

from . import customers, visits
from .refusals import Refused
from .state import CANCELLED_ORDER, Order
from .system import Connect


def find(connect: Connect, number: str, contract: str | None = None) -> Order | None:
    """The order of that number, under that contract where one is named."""
    order = connect.state.orders.get(number)
    if order and contract is not None and order.values["ContractExternalId"] != contract:
        return None
    return order


def demand(connect: Connect, number: str, contract: str | None = None) -> Order:
    """The order, or a refusal."""
    order = find(connect, number, contract)
    if order is None:
        raise Refused(f"The order '{number}' could not be found.")
    return order


def demand_by_id(connect: Connect, number: int) -> Order:
    """The order of that internal number, or a refusal."""
    found = next((order for order in connect.state.orders.values() if order.id == number), None)
    if found is None:
        raise Refused(f"The order '{number}' could not be found.")
    return found


def demand_open(connect: Connect, number: str) -> Order:
    """The order while work on it can still be planned, or a refusal."""
    order = demand(connect, number)
    if order.cancelled:
        raise Refused(f"The order '{number}' has been cancelled.")
    if order.completed:
        raise Refused(f"The order '{number}' has been completed.")
    return order


def add(connect: Connect, values: dict[str, Any]) -> Order:
    """A new order stands; refused where the number is taken or the landlord is not ours."""
    number = values["PrimaryOrderNumber"]
    if number in connect.state.orders:
        raise Refused(f"An order with the primary order number '{number}' already exists.")
    _check_landlord(connect, values)
    if values.get("InvokeDiagnosis") and values.get("CodeTemplateId") is None:
        raise Refused("A code template is required to create the order from diagnosis.")
    return connect.state.add_order(_complete(connect, values), raised=connect.today)


def amend(connect: Connect, values: dict[str, Any]) -> None:
    """The order is changed, or cancelled with all its visits."""
    order = demand(connect, values["PrimaryOrderNumber"], values["ContractExternalId"])
    if order.cancelled:
        raise Refused(f"The order '{order.number}' has been cancelled and cannot be changed.")
    if values.get("OrderStatus") == CANCELLED_ORDER:
        cancel(connect, order, reason=values["CancelReason"], description=values.get("CancelDescription"))
    for name in ("JobDescription", "PriorityExternalId", "TargetDateUTC"):
        if values.get(name) is not None:
            order.values[name] = values[name]


def cancel(connect: Connect, order: Order, *, reason: str, description: str | None = None) -> None:
    """The order is off and every time that was kept for it is free again."""
    order.values |= {
        "OrderStatus": CANCELLED_ORDER,
        "CancelReason": reason,
        "CancelDescription": description,
    }
    for visit in connect.state.visits_of(order.number):
        if visit.live:
            visits.cancel(connect, visit)


def complete(connect: Connect, order: Order) -> None:
    """Nothing is left to do."""
    order.completed = connect.today
    if connect.habits.completed_status is not None:
        order.values["OrderStatus"] = connect.habits.completed_status


def _check_landlord(connect: Connect, values: dict[str, Any]) -> None:
    if values["ContractExternalId"] != connect.options.contract:
        raise Refused(f"The contract '{values['ContractExternalId']}' could not be found.")
    organisation = values["Customer"]["OrganisationExternalId"]
    if organisation != connect.options.organisation:
        raise Refused(f"The organisation '{organisation}' could not be found.")


def _complete(connect: Connect, values: dict[str, Any]) -> dict[str, Any]:
    """What Connect adds of its own: the customer's record, its warnings, and .NET's defaults."""
    record = customers.find(values["Customer"]["ExternalId"], connect.state.customers)
    defaults: dict[str, Any] = {
        "OrderStatus": 0,
        "LastVisitResultType": 0,
        "PropertyWarningDescription": record.property_warning,
        "ContactWarningDescription": record.contact_warning,
        **dict.fromkeys(_FLAGS, False),
    }
    if values.get("UseExistingCustomerDetails"):
        values = values | {"Customer": record.as_values(connect.options.organisation)}
    return defaults | {key: value for key, value in values.items() if value is not None}


_FLAGS = ("NeverMessage", "TwoToAttend", "IsInspectionJob", "InvokeDiagnosis", "OutOfHours")
