"""Reads an intervention out of a form; what is wrong with it is said all at once."""

import datetime as dt
from typing import Any

from .moments import read_moment
from .refusals import no
from .state import STATUSES

TEXTS = ("reference", "title", "address", "address_additional", "comment")
_MOMENTS = ("scheduled_start_at", "scheduled_end_at")
_CUSTOMER = (
    *("type", "reference", "name", "first_name", "address", "address_additional"),
    *("phone", "mobile", "email", "comment"),
)
_KNOWN = {*TEXTS, *_MOMENTS, "cref", "duration", "status", "customer", "intervention_type", "custom_fields"}


def read_intervention(fields: dict[str, Any], unknown: list[str]) -> dict[str, Any]:
    """What was sent and makes sense, by name; a moment that was emptied is None."""
    errors: dict[str, str] = {}
    unknown += sorted(fields.keys() - _KNOWN)
    found: dict[str, Any] = {name: str(fields[name]) for name in TEXTS if name in fields}
    for name in _MOMENTS:
        if name in fields:
            found[name] = _read_moment(name, fields[name], errors)
    _read_plain(fields, found, errors)
    customer = fields.get("customer")
    if isinstance(customer, dict):
        unknown += sorted(f"customer.{name}" for name in customer.keys() - set(_CUSTOMER))
        if customer.get("type") not in {"company", "individual", "machine"} or not customer.get("reference"):
            errors["customer"] = "type and reference are required"
        found["customer"] = customer
    if errors:
        raise no(400, "Invalid parameters", errors=errors)
    return found


def _read_plain(fields: dict[str, Any], found: dict[str, Any], errors: dict[str, str]) -> None:
    if "status" in fields:
        found["status"] = fields["status"]
        if fields["status"] not in STATUSES:
            errors["status"] = f"has to be one of {', '.join(STATUSES)}"
    if "duration" in fields:
        if not str(fields["duration"]).isdigit():
            errors["duration"] = "has to be a number of seconds"
        else:
            found["duration"] = int(fields["duration"])
    if "intervention_type" in fields:
        found["intervention_type"] = fields["intervention_type"]


def _read_moment(name: str, text: Any, errors: dict[str, str]) -> dt.datetime | None:
    if text == "":
        return None
    try:
        return read_moment(text)
    except ValueError as fault:
        errors[name] = str(fault)
        return None
