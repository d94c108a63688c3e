"""The pretend systems work day and night, and what each holds is read without any code of its client."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import requests
from django.conf import settings

from booking.sandbox.cadulis import diary as cadulis_diary
from booking.sandbox.cadulis import wizard
from booking.sandbox.cadulis.moments import at
from booking.sandbox.connect import diary as connect_diary
from booking.sandbox.connect import world as connect_world
from booking.sandbox.synchroteam import world as synchroteam_world
from tests.clocks import london
from tests.simulator.remotes import Remote

WEEKS = 5
Cell = tuple[dt.date, str, str]
"""A day, and from when to when: "08:00", "12:59"."""
FIELD = "intervention"
NIGHTS = {41: ("NIGHT", 0, 4 * 60), 42: ("SMALL HOURS", 60, 2 * 60), 43: ("LATE", 23 * 60, 24 * 60)}


@contextmanager
def day_and_night() -> Iterator[None]:
    """Somebody works at any hour of any day, so that an appointment may stand over a change of the clock."""
    windows = {n: connect_world.Window(n, name, start, end) for n, (name, start, end) in NIGHTS.items()}
    trades = frozenset(connect_world.TRADES)
    whoever = connect_world.Operative(
        id="OP-90", name="Nora Night", trades=trades, start=0, end=24 * 60, days=frozenset(range(7))
    )
    night = synchroteam_world.Window(14, "Night", dt.time(0), dt.time(4))
    kept = cadulis_diary.Diary.draw_starts, cadulis_diary._works
    connect_world.WINDOWS.update(windows)
    connect_world.OPERATIVES[whoever.id] = whoever
    connect_diary._find_able.cache_clear()
    synchroteam_world.WINDOWS[night.id] = night
    setattr(cadulis_diary.Diary, "draw_starts", lambda self, day: [at(day, 60 * n) for n in range(23)])  # noqa: B010
    cadulis_diary._works = lambda start, end: start.date() == end.date()
    settings.SCHEDULERS["hartley"]["options"] |= HOURS
    try:
        yield
    finally:
        setattr(cadulis_diary.Diary, "draw_starts", kept[0])  # noqa: B010
        cadulis_diary._works = kept[1]
        del synchroteam_world.WINDOWS[night.id], connect_world.OPERATIVES[whoever.id]
        for number in windows:
            del connect_world.WINDOWS[number]
        connect_diary._find_able.cache_clear()


HOURS = {"work_starts": "00:00", "work_ends": "23:59", "work_days": "mon,tue,wed,thu,fri,sat,sun"}


@dataclass(frozen=True)
class Witness:
    """One system, and what it can say of an order."""

    leaf: str
    offered: Callable[[Remote, dt.date], set[Cell]]
    """What it had on offer when it was last asked, from that local day on."""
    booked: Callable[[Remote, str], list[Cell]]
    """The order's appointment as it was sent, and as it stands: both must be what was chosen."""
    due: Callable[[Remote, str], str]
    """The order's target date as it was sent."""


def witnesses() -> dict[str, Witness]:
    """By the system's name."""
    return {
        "connect": Witness("bath-leak", _connect_offer, _connect_booking, _connect_due),
        "hartley": Witness("fence-down", _jobs_offer, _job_booking, _job_due),
        "skyline": Witness("roof-tile", _proposals, _intervention_booking, _intervention_due),
    }


# --- Connect ------------------------------------------------------------------------------------------------
def _connect_offer(remote: Remote, today: dt.date) -> set[Cell]:
    asked = remote.system.ledger.read(call="GET Availability")[-1]
    account = {"username": remote.row.options["username"], "password": remote.row.options["password"]}
    token = requests.post(
        f"{remote.sandbox.api_url}/token", data={"grant_type": "password", **account}, timeout=10
    ).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json; version=3"}
    url = f"{remote.sandbox.api_url}/api/Availability"
    told = requests.get(url, params=asked["query"], headers=headers, timeout=10).json()
    windows = {
        each["Id"]: (
            f"{each['StartHour']:02}:{each['StartMinute']:02}",
            f"{each['EndHour']:02}:{each['EndMinute']:02}",
        )
        for each in told["PlanningWindows"]
    }
    return {
        (dt.date.fromisoformat(cell["Date"][:10]), *windows[row["PlanningWindowId"]])
        for row in told["AvailabilityPlanningWindows"]
        for cell in row["AvailabilityDays"]
        if cell["AvailabilityStatus"]
    }


def _connect_booking(remote: Remote, number: str) -> list[Cell]:
    sent = remote.system.ledger.read(call="POST Booking", order=number)[-1]["body"]
    visit = next(v for v in remote.system.state.visits.values() if v.order == number and v.live)
    found = ((sent["Date"], sent["PlanningWindowId"]), (visit.date.isoformat(), visit.window))
    cells = []
    for date, window in found:
        hours = connect_world.WINDOWS[window]
        start, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (hours.start, hours.last))
        cells.append((dt.date.fromisoformat(date[:10]), start, end))
    return cells


def _connect_due(remote: Remote, number: str) -> str:
    sent = remote.system.ledger.read(call="POST SalesOrder", order=number)[-1]["body"]
    return cast(str, sent["TargetDateUTC"])[:10]


# --- Synchroteam --------------------------------------------------------------------------------------------
def _jobs_offer(remote: Remote, today: dt.date) -> set[Cell]:
    days = [today + dt.timedelta(days=number) for number in range(1, 7 * WEEKS)]
    return {
        (day, f"{w.start:%H:%M}", f"{w.end:%H:%M}")
        for day in days
        for w in synchroteam_world.WINDOWS.values()
    }


def _job_booking(remote: Remote, number: str) -> list[Cell]:
    job = remote.system.state.find("myId", number)
    window = synchroteam_world.WINDOWS[int(job.preferences["schedulingWindow"]["id"])]
    asked = [entry["body"] for entry in remote.system.ledger.read(call="POST job/schedule")]
    sent = [body for body in asked if {str(body.get("id")), body.get("myId")} & {job.id, job.my_id}][-1]
    hours = (f"{window.start:%H:%M}", f"{window.end:%H:%M}")
    stands: list[Cell] = [(dt.date.fromisoformat(job.preferences["date"]), *hours)]
    for start, end in ((job.start, job.end), (_local(sent["scheduledStart"]), _local(sent["scheduledEnd"]))):
        inside = window.start <= start.time() and end.time() <= window.end and start.date() == end.date()
        an_hour = london.moments(end)[0] - london.moments(start)[0] == london.HOUR
        stands.append((start.date(), *(hours if inside and an_hour else (f"{start}", f"{end}"))))
    return stands


def _job_due(remote: Remote, number: str) -> str:
    return _say(remote.system.state.find("myId", number).fields)


def _local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


# --- Cadulis ------------------------------------------------------------------------------------------------
def _proposals(remote: Remote, today: dt.date) -> set[Cell]:
    asked = remote.system.ledger.read(call="schedule-wizard")[-1]["body"]
    told, cells = wizard.propose(remote.system, asked, []), set()
    for day in told["dates"]:
        for slot in day["slots"]:
            start = dt.datetime.fromisoformat(f"{day['date']} {slot['time']}")
            if slot["available"] and (cell := _two_hours(start)):
                cells.add(cell)
    return cells


def _two_hours(start: dt.datetime) -> Cell | None:
    """A job from then on, unless the wall's clock would be misunderstood, or it ends on another day."""
    begins = london.moments(start)
    if len(begins) != 1:
        return None
    end = london.on_the_wall(begins[0] + 2 * london.HOUR)
    if len(london.moments(end)) != 1 or end.date() != start.date():
        return None
    return start.date(), f"{start:%H:%M}", f"{end:%H:%M}"


def _intervention_booking(remote: Remote, number: str) -> list[Cell]:
    one = remote.system.state.interventions[number]
    asked = remote.system.ledger.read(call="intervention.update", order=number)
    sent = [body for body in (entry["body"] for entry in asked) if f"{FIELD}[scheduled_start_at]" in body][-1]
    spans = (
        (one.start, one.end),
        (dt.datetime.fromisoformat(sent[f"{FIELD}[scheduled_{end}_at]"]) for end in ("start", "end")),
    )
    cells = []
    for span in spans:
        start, end = (london.on_the_wall(moment.astimezone(dt.UTC)) for moment in span)
        cells.append((start.date(), f"{start:%H:%M}", f"{end:%H:%M}"))
    seconds = int(sent[f"{FIELD}[duration]"])
    return cells if seconds == 7200 else [(cells[0][0], "a job of seconds", str(seconds))]


def _intervention_due(remote: Remote, number: str) -> str:
    return _say(remote.system.state.interventions[number].values)


def _say(fields: Any) -> str:
    """The date that stands in a comment in words, as ISO has it."""
    found = re.search(rf"by (\d+) ({'|'.join(london.MONTHS)}) (\d{{4}})", str(fields))
    if not found:
        return ""
    return dt.date(int(found[3]), london.MONTHS.index(found[2]) + 1, int(found[1])).isoformat()
