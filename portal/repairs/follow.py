"""Following: the list of repairs, one repair as it stands, and the home's visits as the remote has them."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from booking import moments, outbox, visits
from booking.models import Reading
from portal import access, htmx
from portal.models import Repair, Tenancy
from portal.repairs import homevisits, story
from portal.repairs.diagnose import onward

MOST = 20
FRESH = dt.timedelta(minutes=1)


@access.signed_in
def repairs(request: HttpRequest) -> HttpResponse:
    """Every repair of the household, and every appointment of the home."""
    tenancy = access.tenancy(request)
    rows = story.load(tenancy.repairs.reported().order_by("-started_at"))[:MOST]
    stories = [story.tell(row) for row in rows]
    draft = tenancy.repairs.drafts().filter(reported_by=access.person(request)).first()
    reading = visits.known_of_home(tenancy.home.reference)
    fresh = reading.within(FRESH, now=moments.now())
    if "plain" in request.GET and not fresh:
        # Without JavaScript nobody asks for the fragment: the worker fetches, and the page looks again.
        outbox.nudge("booking.fetch_home", tenancy.home.reference)
    context = {"home": tenancy.home, "stories": stories, "draft": draft, "ask": "" if fresh else "50ms"}
    return render(request, "repairs/repairs.html", context | _visits(tenancy, stories, reading))


@access.signed_in
def home_visits(request: HttpRequest) -> HttpResponse:
    """The fragment with the home's visits, read now unless they were read a moment ago."""
    tenancy = access.tenancy(request)
    rows = story.load(tenancy.repairs.reported().order_by("-started_at"))[:MOST]
    stories = [story.tell(row) for row in rows]
    reading = visits.known_of_home(tenancy.home.reference)
    if not reading.within(FRESH, now=moments.now()):
        reading = visits.of_home(tenancy.home.reference)
    # Somebody else is asking just now: their answer will do.
    context = {"ask": "800ms" if reading.asking else ""}
    return render(request, "repairs/repairs.html#visits", context | _visits(tenancy, stories, reading))


@access.signed_in
def repair(request: HttpRequest, pk: str) -> HttpResponse:
    """One repair: what is true now, and what can be done; an unfinished one goes on where it was left."""
    found = access.repair(request, pk)
    if found.is_draft:
        return onward(access.own_draft(request, found))
    photos = list(found.photos.listed())
    return render(request, "repairs/repair.html", _context(found) | {"photos": photos})


@access.signed_in
def progress(request: HttpRequest, pk: str) -> HttpResponse:
    """The fragment that a waiting page asks for until the matter is settled; 204 while nothing is new."""
    context = _context(access.repair(request, pk))
    if htmx.shows(request, context["story"].shown):
        return HttpResponse(status=204)
    return render(request, "repairs/repair.html#stage", context)


def _context(repair: Repair) -> dict[str, Any]:
    return {"repair": repair, "story": story.tell(repair)}


def _visits(tenancy: Tenancy, stories: list[story.Story], reading: Reading) -> dict[str, object]:
    return {
        "visits": homevisits.others(reading, tenancy=tenancy, stories=stories),
        "visits_as_of": reading.read_at,
        "visits_failed": reading.failed_at is not None,
    }
