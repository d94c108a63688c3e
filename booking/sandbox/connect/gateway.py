"""Connect's door: token, version and route of an API call, and the pages for a browser."""

import json
import re
from typing import Any

from .. import gateway
from ..ledger import Entry
from ..messages import Answer, Request
from . import desk, jump, pages, routing
from .controls import CONTROLS
from .refusals import SLOT_TAKEN, Refused
from .routes import ROUTES
from .system import Connect
from .taking import take_slot

NEWEST = 4
_VERSION = re.compile(r"version\s*=\s*(\d{1,3})", re.ASCII)
_INTERNAL = re.compile(r"/SalesOrder/(\d{1,10})/", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(rb'("PrimaryOrderNumber":)"[^"]*"')


class Gateway(gateway.Gateway[Connect]):
    """The one door."""

    base = "/WS-API"
    controls = CONTROLS

    def serve(self, request: Request, entry: Entry) -> Answer:
        """Does one API call: routes are looked for first, as ASP.NET does, then the token is looked at."""
        connect = self.system
        path = request.path[len(self.base) :].rstrip("/")
        if path.lower() == "/token" and request.method == "POST":
            return connect.tokens.grant(request)
        version = entry.version or 1
        route, places = routing.find(ROUTES, request, path, version)
        connect.tokens.check(request.headers.get("Authorization"))
        call = routing.Call(
            connect=connect, request=request, version=version, places=places, unknown=entry.unknown_fields
        )
        with connect.lock:
            answer = route.act(call)
            entry.committed = entry.committed or route.writes
        return answer

    def lose_slot(self, request: Request, entry: Entry) -> Answer:
        """Somebody else has the time, and the caller hears that it is gone."""
        take_slot(self.system, entry.body)
        return Refused(SLOT_TAKEN).answer()

    def expire(self, request: Request, entry: Entry) -> Answer:
        """The caller's token runs out just before the call."""
        self.system.tokens.forget(request.headers.get("Authorization", ""))
        return self.serve(request, entry)

    def swap_order(self, answer: Answer) -> Answer:
        """Another PrimaryOrderNumber stands in the answer."""
        answer.body = _NUMBER.sub(rb"\1" + json.dumps("SOMEBODY-ELSES-1").encode(), answer.body)
        return answer

    def find_order(self, request: Request, body: Any) -> str:
        """The PrimaryOrderNumber of body or query, or that of the internal number in the path."""
        number = body.get("PrimaryOrderNumber") if isinstance(body, dict) else None
        if isinstance(number, str) and number:
            return number
        return request.argument("PrimaryOrderNumber") or self._look_up(request.path)

    def _look_up(self, path: str) -> str:
        internal = _INTERNAL.search(path)
        if not internal:
            return ""
        with self.system.lock:
            made = self.system.state.orders.values()
            return next((order.number for order in made if str(order.id) == internal[1]), "")

    def name_call(self, request: Request) -> str:
        """Method and resource: "POST Booking", "POST token"."""
        path = request.path[len(self.base) :].strip("/")
        return f"{request.method} {path[4:] if path.lower().startswith('api/') else path}"

    def read_version(self, request: Request) -> int | None:
        """What the Accept header asks for, no newer than there is; None where it asks for none."""
        found = _VERSION.search(request.headers.get("Accept") or "")
        return min(int(found[1]), NEWEST) if found else None

    def show_page(self, request: Request) -> Answer | None:
        """Connect's own screens below /jump/, what staff do below /staff/, and the front page."""
        if request.path.lower().startswith("/jump/"):
            return jump.answer(self.system, request)
        if request.path.startswith(desk.START):
            return desk.answer(self.system, request)
        return pages.show(self.system, request) if request.path == "/" else None
