"""Interventions: create, change, plan, find."""

import datetime as dt
from typing import Any

from .moments import later
from .refusals import CLASH, no
from .state import CLOSED, Intervention
from .system import Cadulis
from .world import TYPES, find_address


def create(cadulis: Cadulis, cref: str, values: dict[str, Any]) -> Intervention:
    """A new one; where the cref is known, that one is changed."""
    known = cadulis.state.interventions.get(cref)
    if known is not None:
        return change(cadulis, known, values)
    if "customer" not in values:
        raise no(400, "Invalid parameters", errors={"customer": "is required"})
    now = cadulis.now
    one = Intervention(id=cadulis.state.next_id, cref=cref, created=now, updated=now)
    one.type = find_type(values.get("intervention_type"))
    _apply(cadulis, one, values)
    cadulis.state.next_id += 1
    cadulis.state.interventions[cref] = one
    return one


def change(cadulis: Cadulis, one: Intervention, values: dict[str, Any]) -> Intervention:
    """What is named becomes so, the rest stays."""
    if one.status in CLOSED and values.get("status", one.status) != one.status:
        raise no(409, "The intervention is closed")
    _apply(cadulis, one, values)
    one.updated = cadulis.now
    return one


def demand(cadulis: Cadulis, cref: str) -> Intervention:
    """The one of that cref, or 404."""
    found = cadulis.state.interventions.get(cref)
    if found is None:
        raise no(404, "Intervention not found")
    return found


def find_type(named: Any) -> int:
    """The kind of job that was named by id or reference; the first where none was."""
    if not isinstance(named, dict):
        return next(iter(TYPES))
    for number, (reference, _) in TYPES.items():
        if named.get("id") == str(number) or named.get("reference") == reference:
            return number
    raise no(400, "Invalid parameters", errors={"intervention_type": "is not known"})


def plan(cadulis: Cadulis, one: Intervention, start: dt.datetime | None, end: dt.datetime | None) -> None:
    """Puts it there, on the first line that is free, or on none."""
    if start is None:
        one.start = one.end = one.line = None
        return
    end = end or later(start, dt.timedelta(seconds=one.duration))
    line = cadulis.diary.find_line(start, end, but=one.cref)
    if line is None and cadulis.habits.refuses:
        raise no(409, CLASH)
    one.start, one.end, one.line = start, end, line


def _apply(cadulis: Cadulis, one: Intervention, values: dict[str, Any]) -> None:
    one.duration = values.get("duration", one.duration)
    if "scheduled_start_at" in values:
        plan(cadulis, one, values["scheduled_start_at"], values.get("scheduled_end_at"))
    one.status = values.get("status", one.status)
    if "customer" in values:
        one.customer = one.customer | values["customer"]
    known = find_address(str(one.customer.get("reference", "")))
    texts = {name: text for name, text in values.items() if isinstance(text, str) and name != "status"}
    one.values = {"address": known} | one.values | texts
