"""The pages that anybody may read, with or without JavaScript, whether or not the database answers."""

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from redis.exceptions import RedisError

from portal import dangers, landlord


def start(request: HttpRequest) -> HttpResponse:
    """What this is for, and whom to call instead."""
    return _page(request, "pages/start.html")


def emergency(request: HttpRequest) -> HttpResponse:
    """Is it one of these? Then what to do now; otherwise on to the report. Asks no database, knows nobody."""
    chosen = request.GET.get("danger", "")
    if chosen == dangers.NONE[0]:
        return redirect("repair-new")
    danger = dangers.BY_NAME.get(chosen)
    facts = {
        "danger": danger,
        "phone": danger and danger.phone(landlord.current()),
        "choices": [*((each.name, each.words) for each in dangers.DANGERS), dangers.NONE],
        "error": "Select what has happened, or that it is none of these" if "danger" in request.GET else "",
    }
    return render(request, "pages/emergency.html", facts)


def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use this, and what to do where somebody cannot."""
    return _page(request, "pages/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, and why."""
    return _page(request, "pages/privacy.html", session_hours=settings.SESSION_COOKIE_AGE // 3600)


def _page(request: HttpRequest, template: str, **facts: object) -> HttpResponse:
    return render(request, template, {"known": _is_known(request), **facts})


def _is_known(request: HttpRequest) -> bool | None:
    """Whether the person has signed in; None where that cannot be found out just now."""
    try:
        return request.user.is_authenticated
    except (DatabaseError, InterfaceError, RedisError):
        return None
