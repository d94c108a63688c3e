"""Grids as nobody should send them, and what a tenant may be offered from one all the same."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.hostile.connect import whole

KNOWN = {"21": ("ALL DAY", 8, 17), "22": ("MORNING", 8, 13), "24": ("AFTERNOON", 12, 17)}
MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
DAYS = st.integers(-10, 60)
STATUS = st.sampled_from(
    [1, 1, 1, 2, 2, 0, 3, 99, -1, None, "1", "Preferred", "NotAvailable", True, [], "x", 1.0]
)
IDS = st.sampled_from([21, 22, 24, 24, 22, "21", 99, None, -1, 0, "x", [], 10**30, 21.5])
ODD_DATES = st.sampled_from([None, "", "0001-01-01T00:00:00", "9999-12-31T00:00:00", "tomorrow", 5, {}])
WINDOW_CHANGES = st.sampled_from(
    [
        {},
        {},
        {},
        {"EndHour": 24},
        {"EndHour": 0},
        {"StartHour": None},
        {"StartMinute": "x"},
        {"Name": MARKUP},
        {"Name": None},
        {"Name": "x" * 5000},
        {"Id": None},
        {"Id": "22"},
    ]
)


@dataclass(frozen=True)
class Grid:
    """The answer, counted in days from today."""

    rows: Any
    windows: Any

    def body(self, number: str, today: dt.date) -> dict[str, Any]:
        """As Connect would write it."""
        rows = self.rows
        if isinstance(rows, list):
            rows = [
                {**row, "AvailabilityDays": [_cell(cell, today) for cell in row["AvailabilityDays"]]}
                for row in rows
            ]
        return {
            "Availability": {"PrimaryOrderNumber": number},
            "PlanningWindows": self.windows,
            "AvailabilityPlanningWindows": rows,
        }

    def offered(self, *, lead: int, weeks: int = 5) -> set[tuple[int, str]]:
        """The days from today and the windows that may be shown: each mention of them says free."""
        told: dict[tuple[int, str], set[bool]] = {}
        sound = self._sound()
        for row in self.rows if isinstance(self.rows, list) else ():
            for day, status in row["AvailabilityDays"]:
                window = whole(row["PlanningWindowId"])
                if isinstance(day, int) and window in sound and status is not None:
                    told.setdefault((day, window), set()).add(_is_free(status))
        return {
            (day, window)
            for (day, window), free in told.items()
            if free == {True} and lead <= day < 7 * weeks
        }

    def _sound(self) -> set[str]:
        """Windows whose hours are a part of a day, the first of each id; where none are told, the known."""
        if not self.windows:
            return set(ALL)
        found: set[str] = set()
        for window in self.windows:
            start, end = window["StartHour"], window["EndHour"]
            hours = isinstance(start, int) and isinstance(end, int) and start < end < 24
            if whole(window["Id"]) and hours and isinstance(window["StartMinute"], int):
                found.add(whole(window["Id"]))
        return found


ALL = ("21", "22", "24", "27", "31")
"""Those that the sandbox has."""


def _is_free(status: Any) -> bool:
    return not isinstance(status, bool | float) and str(status).upper() in {
        "1",
        "2",
        "AVAILABLE",
        "PREFERRED",
    }


def _cell(cell: tuple[Any, Any], today: dt.date) -> dict[str, Any]:
    day, status = cell
    date = (today + dt.timedelta(days=day)).isoformat() if isinstance(day, int) else day
    return {"Date": date, "AvailabilityStatus": status, "TravelTime": 29}


def _window(id: str, change: dict[str, Any]) -> dict[str, Any]:
    name, start, end = KNOWN[id]
    hours = {"StartHour": start, "StartMinute": 0, "EndHour": end, "EndMinute": 0}
    return {"Id": int(id), "Name": name, **hours, **change}


CELL = st.tuples(st.one_of(DAYS, DAYS, DAYS, ODD_DATES), STATUS)
ROW = st.fixed_dictionaries({"PlanningWindowId": IDS, "AvailabilityDays": st.lists(CELL, max_size=40)})
WINDOW = st.builds(_window, st.sampled_from(sorted(KNOWN)), WINDOW_CHANGES)
GRIDS = st.builds(
    Grid,
    st.one_of(st.lists(ROW, max_size=6), st.lists(ROW, max_size=6), st.sampled_from([None, [], "x", 0])),
    st.one_of(st.lists(WINDOW, max_size=5), st.lists(WINDOW, min_size=1, max_size=5), st.none()),
)
