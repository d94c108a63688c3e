"""Connect's own screens, reached by a single sign-in token: book, list the orders, list the appointments."""

import secrets
from collections.abc import Callable
from urllib.parse import quote

from ..html import note, page
from ..messages import Answer, Request, as_page, see_other
from . import events, orders, screens, visits
from .refusals import Refused
from .screens import Visitor
from .state import Order, Session
from .system import Connect


def answer(connect: Connect, request: Request) -> Answer:
    """The screen that was asked for; a token opens it once, after that the address carries the session."""
    place, *rest = request.path[len("/jump/") :].split("/")
    with connect.lock:
        if not rest:
            return _enter(connect, request, place)
        session = connect.state.sessions.get(place)
        if session is None:
            return _turn_away("Your session has ended.")
        visitor = Visitor(
            connect=connect,
            session=place,
            user=session.user,
            order=request.form.get("order") or request.argument("order"),
            customer=request.form.get("property") or request.argument("property"),
        )
        return _show(visitor, request, rest[0])


def _enter(connect: Connect, request: Request, token: str) -> Answer:
    user = connect.state.jump_tokens.pop(token, None)
    if user is None:
        return _turn_away("This link has been used or is not valid.")
    session = secrets.token_urlsafe(18)
    connect.state.sessions[session] = Session(user=user)
    screen = request.argument("screen") or "book"
    order, place = request.argument("order"), request.argument("property")
    return see_other(f"/jump/{session}/{quote(screen)}?order={quote(order)}&property={quote(place)}")


def _show(visitor: Visitor, request: Request, screen: str) -> Answer:
    told, kind = "", ""
    if request.method == "POST":
        try:
            told = _POSTS[screen](visitor, request.form)
        except Refused as refusal:
            told, kind = str(refusal), "bad"
        except (KeyError, ValueError):
            told, kind = "Choose an appointment first.", "bad"
    draw = screens.SCREENS.get("appointments" if told and not kind else screen)
    if draw is None:
        return _turn_away("There is no such screen.", status=404)
    try:
        body = note(told, kind) + draw(visitor)
    except Refused as refusal:
        body = note(str(refusal), "bad")
    return as_page(page("Connect", body, subtitle=f"Signed in as {visitor.user}"))


def _book(visitor: Visitor, form: dict[str, str]) -> str:
    order = orders.demand_open(visitor.connect, visitor.order)
    moving = visits.demand(visitor.connect, order, form["visit"]) if form.get("visit") else None
    visit = visits.book(visitor.connect, order, screens.read_wish(form), visit=moving)
    event = events.RE_APPOINTMENT if moving else events.NEW_APPOINTMENT
    events.tell(visitor.connect, event, order, visit)
    return "The appointment has been moved." if moving else "The appointment has been booked."


def _cancel(visitor: Visitor, form: dict[str, str]) -> str:
    order: Order = orders.demand_open(visitor.connect, visitor.order)
    visit = visits.demand(visitor.connect, order, form["visit"])
    visits.cancel(visitor.connect, visit)
    events.tell(visitor.connect, events.VISIT_DELETED, order, visit)
    return "The appointment has been cancelled."


def _turn_away(why: str, *, status: int = 403) -> Answer:
    return as_page(page("Connect", note(why, "bad")), status=status)


_POSTS: dict[str, Callable[[Visitor, dict[str, str]], str]] = {"book": _book, "appointments": _cancel}
