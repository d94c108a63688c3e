"""The list of interventions: filters, order and pages."""

import datetime as dt
from typing import Any

from .forms import items
from .moments import read_moment
from .refusals import no
from .state import Intervention
from .system import Cadulis
from .writing import write_intervention

_KNOWN = {
    *("cref", "reference", "status", "light_model", "pagination", "sort_by", "sort_order"),
    *("scheduled_start_at_min", "scheduled_start_at_max", "updated_at_min", "updated_at_max"),
}
_MOST = 100


def search(cadulis: Cadulis, fields: dict[str, Any], unknown: list[str]) -> dict[str, Any]:
    """One page of those that match, and how many pages there are."""
    unknown += sorted(fields.keys() - _KNOWN)
    found = [one for one in cadulis.state.interventions.values() if _matches(one, fields)]
    by = fields.get("sort_by", "id")
    if by not in {"id", "updated_at"}:
        raise no(400, "sort_by must be one of: id, updated_at")
    found.sort(key=lambda one: one.updated if by == "updated_at" else one.id)
    if fields.get("sort_order") == "desc":
        found.reverse()
    asked = fields.get("pagination")
    told: dict[str, Any] = asked if isinstance(asked, dict) else {}
    limit, page = min(_count(told, "limit", 10), _MOST), _count(told, "page", 1)
    shown = found[(page - 1) * limit : page * limit]
    light = fields.get("light_model", "1") not in {"0", "false"}
    return {
        "interventions": [write_intervention(one, cadulis.habits, light=light) for one in shown],
        "pagination": {
            "totalcount": len(found),
            "page": page,
            "pages": -(-len(found) // limit),
            "returned": len(shown),
        },
    }


def _matches(one: Intervention, fields: dict[str, Any]) -> bool:
    texts = {"cref": one.cref, "status": one.status, "reference": str(one.values.get("reference", ""))}
    if any(name in fields and text not in items(fields[name]) for name, text in texts.items()):
        return False
    return _within(one.start, fields, "scheduled_start_at") and _within(one.updated, fields, "updated_at")


def _within(moment: dt.datetime | None, fields: dict[str, Any], name: str) -> bool:
    try:
        least, most = (
            read_moment(fields[key]) if fields.get(key) else None for key in (f"{name}_min", f"{name}_max")
        )
    except ValueError as fault:
        raise no(400, f"{name} {fault}") from fault
    if least is None and most is None:
        return True
    if moment is None:
        return False
    whole = moment.replace(microsecond=0)
    return (least is None or whole >= least) and (most is None or whole <= most)


def _count(fields: dict[str, Any], name: str, usual: int) -> int:
    text = str(fields.get(name, usual))
    if not text.isdigit() or int(text) < 1:
        raise no(400, f"pagination.{name} has to be a number")
    return int(text)
