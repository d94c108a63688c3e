"""The page "External access", and the question before a switch is turned."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from booking import switches
from portal import access
from portal.models import Access
from portal.owner import audit
from portal.owner.words import DOORS


@access.owner_only
def external_access(request: HttpRequest) -> HttpResponse:
    """Both switches as they stand, who turned them, and how many accesses work."""
    doors = [
        {
            "words": words,
            "name": name,
            "on": switches.is_on(name),
            "history": audit.tell(switches.history(name)),
        }
        for name, words in DOORS.items()
    ]
    return render(
        request, "owner/external_access.html", {"doors": doors, "working": Access.objects.working().count()}
    )


@access.owner_only
def turn(request: HttpRequest, name: str) -> HttpResponse:
    """Says what turning it means; the button turns it to where the page said, however often it is pressed."""
    words = DOORS.get(name)
    if words is None:
        raise Http404
    if request.method == "POST":
        on = request.POST.get("to") == "on"
        if not on and request.POST.get("to") != "off":
            return redirect("owner-turn", name=name)
        if switches.turn(name, on=on, by=f"person:{access.person(request).pk}"):
            messages.success(request, words.now_on if on else words.now_off)
        return redirect("owner")
    on = not switches.is_on(name)
    context = {"words": words, "to": "on" if on else "off", "what": words.means_on if on else words.means_off}
    return render(request, "owner/turn.html", context)
