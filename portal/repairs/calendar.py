"""The appointment as a file for the tenant's own calendar."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from booking.models import Appointment
from portal import access, landlord
from portal.models import Repair
from portal.wording import LAST_MINUTES


@access.signed_in
def calendar(request: HttpRequest, pk: str, appointment: int) -> HttpResponse:
    """One live appointment; adding it again after a move replaces the old entry."""
    repair = access.repair(request, pk)
    body = write(repair, access.appointment(repair, appointment), now=timezone.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="repair-{repair.reference}.ics"'
    return response


def write(repair: Repair, appointment: Appointment, *, now: dt.datetime) -> bytes:
    """The file: times in UTC, so that no calendar needs to know our zone; all day where no time is known."""
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
    file.add_component(event)
    return bytes(file.to_ical())


def _span(appointment: Appointment) -> tuple[dt.date, dt.date]:
    """From when to when; moments have a zone, dates are whole days."""
    date, start, end = appointment.date or timezone.localdate(), appointment.start, appointment.end
    if start is None or end is None:
        return date, date + dt.timedelta(days=1)
    last_minute = dt.timedelta(minutes=end.minute in LAST_MINUTES)
    return _utc(date, start), _utc(date, end) + last_minute


def _utc(date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time, tzinfo=timezone.get_default_timezone()).astimezone(dt.UTC)
