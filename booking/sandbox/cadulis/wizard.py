"""The schedule wizard: what it proposes for a job at an address, line by line, without holding anything."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from . import interventions
from .moments import later, read_moment, read_span
from .refusals import no
from .system import Cadulis
from .world import REASONS, user_of

_KNOWN = {
    *("address", "latitude", "longitude", "date_min", "date_max", "duration"),
    *("intervention_cref", "intervention_type"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    first: dt.datetime
    last: dt.datetime
    span: dt.timedelta
    but: str
    """The intervention that is asked for: it does not stand in its own way."""


def propose(cadulis: Cadulis, fields: dict[str, Any], unknown: list[str]) -> dict[str, Any]:
    """Every start of every day asked for, free or not, and why not."""
    unknown += sorted(fields.keys() - _KNOWN)
    asked = _read(fields)
    interventions.find_type(fields.get("intervention_type"))
    number = (asked.last.date() - asked.first.date()).days + 1
    days = (asked.first.date() + dt.timedelta(days=each) for each in range(number))
    drawn = ((day, _draw_day(cadulis, day, asked)) for day in days)
    return {"dates": [{"date": day.isoformat(), "slots": slots} for day, slots in drawn if slots]}


def _read(fields: dict[str, Any]) -> _Question:
    if not fields.get("address") and not (fields.get("latitude") and fields.get("longitude")):
        raise no(400, "Invalid parameters", errors={"address": "is required"})
    try:
        return _Question(
            first=read_moment(fields.get("date_min")),
            last=read_moment(fields.get("date_max")),
            span=read_span(fields.get("duration")),
            but=str(fields.get("intervention_cref") or ""),
        )
    except ValueError as fault:
        raise no(400, "Invalid parameters", errors={"date_min, date_max, duration": str(fault)}) from fault


def _draw_day(cadulis: Cadulis, day: dt.date, asked: _Question) -> list[dict[str, Any]]:
    return [
        _draw(cadulis, line, start, later(start, asked.span), but=asked.but)
        for start in cadulis.diary.draw_starts(day)
        if asked.first <= start <= asked.last
        for line in cadulis.diary.lines
    ]


def _draw(cadulis: Cadulis, line: int, start: dt.datetime, end: dt.datetime, *, but: str) -> dict[str, Any]:
    free = start > cadulis.now and cadulis.diary.is_free(line, start, end, but=but)
    dice = sha256(f"{line}/{start:%Y%m%d%H}".encode()).digest()
    relevance = dice[0] % 100
    return {
        "date": start.date().isoformat(),
        "time": f"{start:%H:%M}",
        "magnetTime": None,
        "available": free,
        "unavailableReason": "" if free else REASONS[dice[1] % len(REASONS)],
        "userId": user_of(line),
        "relevance": relevance,
        "relevanceClass": "high" if relevance > 66 else "medium" if relevance > 33 else "low",
    }
