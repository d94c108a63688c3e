"""GET /events: what has happened since, for whoever cannot be called or has missed something."""

from django.http import HttpRequest
from ninja import Query, Router

from booking.webhooks.outbound import events as log
from portal.api import cursors, guard
from portal.api.asked import EventsAsked
from portal.api.problems import Problem
from portal.api.shapes import EventOut, EventsOut

router = Router(tags=["Events"])


@router.get("/events", auth=guard.SLOTS, response=EventsOut, summary="What has happened since")
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> EventsOut:
    """Events in order from the cursor on, or from the beginning; none is ever left out or said twice."""
    access = guard.access(request)
    place = cursors.read(access, "events", asked.cursor)[0] if asked.cursor else ""
    rows = log.public()
    if access.suppliers:
        rows = rows.filter(order__supplier__in=access.suppliers)
    try:
        page = log.since(place, limit=asked.limit, among=rows)
    except log.BadCursor as error:
        raise Problem("bad_cursor") from error
    return EventsOut(
        events=[EventOut(**log.describe(event)) for event in page.events],
        next=cursors.write(access, "events", page.cursor),
        more=page.more,
    )
