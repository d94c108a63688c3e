"""The appointment as a file for the tenant's own calendar."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from booking import moments
from booking.models import Appointment
from portal import access, landlord
from portal.models import Repair
from portal.wording import LAST_MINUTES

SWITCHES = (
    (TimezoneDaylight, "BST", dt.datetime(1996, 3, 31, 1), 0, 1),  # noqa: DTZ001 - it is local by its meaning
    (TimezoneStandard, "GMT", dt.datetime(1996, 10, 27, 2), 1, 0),  # noqa: DTZ001
)
"""Name, first last Sunday by the clock that runs until then, hours from Greenwich before and after."""


@access.signed_in
def calendar(request: HttpRequest, pk: str, appointment: int) -> HttpResponse:
    """One live appointment; adding it again after a move replaces the old entry."""
    repair = access.repair(request, pk)
    body = write(repair, access.appointment(repair, appointment), now=moments.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="repair-{repair.reference}.ics"'
    return response


def write(repair: Repair, appointment: Appointment, *, now: dt.datetime) -> bytes:
    """The file: local times with the zone's own rules beside them; all day where no time is known."""
    event = Event()
    # One repair, one entry, whatever its visit is called in the remote.
    event.add("uid", f"{repair.pk}@repairs")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()) - int(repair.started_at.timestamp()))
    event.add("summary", f"{landlord.current().name}: {repair.title}")
    event.add("location", repair.tenancy.home.address)
    event.add(
        "description",
        f"Reference {repair.reference}. An adult must be at home for the whole time. "
        f"To change it: {settings.SITE_URL} or {landlord.current().phone}.",
    )
    begin, end = _span(appointment)
    event.add("dtstart", begin)
    event.add("dtend", end)
    file = Calendar()
    file.add("prodid", "-//Repairs portal//EN")
    file.add("version", "2.0")
    file.add_component(_zone())
    file.add_component(event)
    return bytes(file.to_ical())


def _span(appointment: Appointment) -> tuple[dt.date, dt.date]:
    """From when to when; moments have a zone, dates are whole days."""
    date, start, end = appointment.date or moments.today(), appointment.start, appointment.end
    if start is None or end is None:
        return date, date + dt.timedelta(days=1)
    last_minute = dt.timedelta(minutes=end.minute in LAST_MINUTES)
    # By the clock on the wall: where that is put forward or back meanwhile, it still shows what was agreed.
    begin, over = _local(date, start), _local(date, end) + last_minute
    return begin, over if over > begin else over + dt.timedelta(days=1)


def _local(date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time, tzinfo=timezone.get_default_timezone())


def _zone() -> Timezone:
    """The rules of our zone in a form that every calendar reads: London's, since 1996."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    for kind, name, first, before, after in SWITCHES:
        part = kind()
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
        part.add("tzoffsetfrom", dt.timedelta(hours=before))
        part.add("tzoffsetto", dt.timedelta(hours=after))
        zone.add_component(part)
    return zone
