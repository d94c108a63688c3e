"""Cadulis's door: the secret address, discovery, the routes that it names, and a page for a browser."""

import re
from typing import Any

from .. import gateway, routing
from ..ledger import Entry
from ..messages import Answer, Request, as_json
from . import forms, pages, planners
from .controls import CONTROLS
from .refusals import CLASH, no
from .routes import ROUTES, Call, Route
from .system import Cadulis

_CREF = re.compile(rb'("cref":)"[^"]*"')


class Gateway(gateway.Gateway[Cadulis]):
    """The one door."""

    base = "/connectors"
    controls = CONTROLS

    def serve(self, request: Request, entry: Entry) -> Answer:
        """Does one API call; who does not know the whole address is told nothing."""
        cadulis = self.system
        with cadulis.lock:
            if request.path == cadulis.path:
                return self._discover(request)
            route, places = self._find(request)
            if route.name in cadulis.state.withheld:
                raise no(403, "Forbidden route")
            fields = forms.read(request)
            if route.send_as:
                inner = fields.get(route.send_as)
                fields = inner if isinstance(inner, dict) else {}
            call = Call(
                cadulis=cadulis, fields=fields, cref=places.get("cref", ""), unknown=entry.unknown_fields
            )
            answer = route.act(call)
            entry.committed = entry.committed or route.writes
            return answer

    def lose_slot(self, request: Request, entry: Entry) -> Answer:
        """Other customers get every line at the time that is asked for, and the caller hears so."""
        with self.system.lock:
            planners.take_asked(self.system, forms.read(request))
        return no(409, CLASH).answer()

    def expire(self, request: Request, entry: Entry) -> Answer:
        """The routes' addresses are withdrawn; discovery names new ones."""
        with self.system.lock:
            self.system.state.turn += 1
        return self.serve(request, entry)

    def swap_order(self, answer: Answer) -> Answer:
        """Another cref stands in the answer."""
        answer.body = _CREF.sub(rb'\1"SOMEBODY-ELSES-1"', answer.body)
        return answer

    def find_order(self, request: Request, body: Any) -> str:
        """The cref of path or form."""
        found = re.search(r"/interventions/([^/]+)$", request.path)
        if found:
            return found[1]
        fields = forms.read(request)
        for part in (fields, fields.get("intervention"), fields.get("search")):
            if isinstance(part, dict) and (cref := part.get("cref") or part.get("intervention_cref")):
                return str(cref)
        return ""

    def name_call(self, request: Request) -> str:
        """As discovery names the route: "intervention.update"; "discovery" itself."""
        if request.path == self.system.path:
            return "discovery"
        try:
            return self._find(request)[0].name
        except Exception:  # no call that we know
            return f"{request.method} elsewhere"

    def fail(self, status: int, *, why: str = "An error has occurred") -> Answer:
        """An error in Cadulis's form."""
        return as_json({"error": why}, status=status)

    def show_page(self, request: Request) -> Answer | None:
        """The front page."""
        return pages.show(self.system) if request.path == "/" else None

    @property
    def _place(self) -> str:
        return f"{self.system.path}/{self.system.state.turn}"

    def _discover(self, request: Request) -> Answer:
        cadulis = self.system
        if cadulis.habits.redirect:
            headers = {"Location": cadulis.habits.redirect}
            return Answer(status=cadulis.habits.redirect_status, headers=headers)
        routes = {
            route.name: route.describe(f"{request.base}{self._place}")
            for route in ROUTES
            if route.name not in cadulis.state.withheld
        }
        return as_json({"routes": routes})

    def _find(self, request: Request) -> tuple[Route, dict[str, str]]:
        if not request.path.startswith(f"{self._place}/"):
            raise no(403, "Forbidden")
        try:
            return routing.find(ROUTES, request.method, request.path[len(self._place) :])
        except routing.NoSuchResource:
            raise no(404, "Not found") from None
        except routing.NoSuchMethod:
            raise no(405, "Method not allowed") from None
