"""The codes of an order: added, changed and taken away again."""

from typing import Any

from .binding import INVALID
from .refusals import Refused
from .state import Order
from .system import Connect

Values = dict[str, Any]


def read(order: Order) -> list[Values]:
    """Every code with its place and quantity."""
    return [_describe(code) for code in order.codes]


def demand(order: Order, code: str, location: str | None = None) -> Values:
    """That code, at that location where one is named, or a refusal."""
    return _describe(_demand(order, code, location))


def add(connect: Connect, order: Order, asked: Values) -> None:
    """The order has that code too; refused where Connect does not know it, or the order has it already."""
    _check(order, asked)
    name, location = asked["CodeExternalId"], asked["LocationExternalId"]
    known = connect.state.job_codes.get(name)
    if known is None:
        raise Refused(f"The job code '{name}' could not be found.")
    if any(_is(code, name, location, exactly=True) for code in order.codes):
        raise Refused(f"The code '{name}' already exists on the order '{order.number}'.")
    order.codes.append({**known, "Quantity": asked["Quantity"], "Location": location, "Added": True})


def change(order: Order, asked: Values) -> None:
    """The code has that quantity now."""
    _check(order, asked)
    _demand(order, asked["CodeExternalId"], asked["LocationExternalId"])["Quantity"] = asked["Quantity"]


def remove(order: Order, code: str, location: str | None = None) -> None:
    """The order has that code no longer."""
    order.codes.remove(_demand(order, code, location))


def _check(order: Order, asked: Values) -> None:
    wrong = {}
    if asked["Quantity"] is None:
        wrong["code.Quantity"] = ["The Quantity field is required."]
    elif asked["Quantity"] <= 0:
        wrong["code.Quantity"] = ["The field Quantity must be greater than 0."]
    if not asked["LocationExternalId"] and any(code.get("Location") for code in order.codes):
        why = "The LocationExternalId field is required: the order is split by job code locations."
        wrong["code.LocationExternalId"] = [why]
    if wrong:
        raise Refused(INVALID, model_state=wrong)


def _demand(order: Order, name: str, location: str | None) -> Values:
    found = next((code for code in order.codes if _is(code, name, location)), None)
    if found is None:
        place = f" at the location '{location}'" if location else ""
        raise Refused(f"The code '{name}'{place} could not be found on the order '{order.number}'.")
    return found


def _is(code: Values, name: str, location: str | None, *, exactly: bool = False) -> bool:
    here = not exactly and location is None
    return bool(
        code["CodeExternalId"] == name and (here or (code.get("Location") or None) == (location or None))
    )


def _describe(code: Values) -> Values:
    return {
        "CodeExternalId": code["CodeExternalId"],
        "LocationExternalId": code.get("Location"),
        "Quantity": code.get("Quantity") or 1,
    }
