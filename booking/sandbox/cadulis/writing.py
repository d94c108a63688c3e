"""An intervention as Cadulis writes it."""

from typing import Any

from .moments import write
from .state import CANCELED, Intervention
from .system import Habits
from .world import TYPES

_LIGHT = ("id", "cref", "reference", "status", "scheduled_start_at", "scheduled_end_at", "updated_at")


def write_intervention(one: Intervention, habits: Habits, *, light: bool = False) -> dict[str, Any]:
    """Every field that we hold; the light model has a few of them."""
    reference, name = TYPES[one.type]
    whole = {
        "id": one.id,
        "cref": one.cref,
        **one.values,
        "duration": one.duration,
        "status": "cancelled" if habits.two_ls and one.status == CANCELED else one.status,
        "scheduled_start_at": one.start and write(one.start, utc=habits.utc),
        "scheduled_end_at": one.end and write(one.end, utc=habits.utc),
        "customer": one.customer,
        "intervention_type": {"id": one.type, "reference": reference, "name": name},
        "custom_fields": [],
        "report": one.report,
        "self_service": False,
        "created_at": write(one.created, utc=True),
        "updated_at": write(one.updated, utc=True),
    }
    return {name: whole.get(name) for name in _LIGHT} if light else whole
