"""Takes each request to whoever answers it; API calls meet the ledger, a fault, the token, the route."""

import re
import sys
import traceback
from dataclasses import dataclass
from threading import Event

from . import control, faults, jump, pages, routing
from .connect import Connect
from .ledger import Entry
from .messages import Answer, Refused, Request, as_json, as_page
from .routes import ROUTES
from .taking import take_slot

BASE = "/ws-api"
NEWEST = 4
_VERSION = re.compile(r"version\s*=\s*(\d{1,3})", re.ASCII)


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One API call as it goes when nothing is in its way."""

    connect: Connect
    request: Request
    entry: Entry

    def run(self) -> Answer:
        """Does the call; a refusal is an answer too."""
        try:
            return self._answer()
        except Refused as refusal:
            return refusal.answer()
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return as_json({"Message": "An error has occurred."}, status=500)

    def forget_token(self) -> None:
        """The caller's token runs out just now."""
        self.connect.tokens.forget(self.request.headers.get("Authorization", ""))

    def lose_slot(self) -> None:
        """Somebody else takes the slot that the caller asks for."""
        take_slot(self.connect, self.entry.body)

    def _answer(self) -> Answer:
        path = self.request.path[len(BASE) :].rstrip("/")
        if path.lower() == "/token" and self.request.method == "POST":
            return self.connect.tokens.grant(self.request)
        version = self.entry.version or 1
        route, places = routing.find(ROUTES, self.request, path, version)
        self.connect.tokens.check(self.request.headers.get("Authorization"))
        call = routing.Call(
            connect=self.connect,
            request=self.request,
            version=version,
            places=places,
            unknown=self.entry.unknown_fields,
        )
        with self.connect.lock:
            answer = route.act(call)
            self.entry.committed = self.entry.committed or route.writes
        return answer


class Gateway:
    """The one door."""

    def __init__(self, connect: Connect) -> None:
        self.connect = connect
        self.stopping = Event()

    def answer(self, request: Request) -> Answer:
        """Whatever was asked, there is an answer."""
        path = request.path.lower()
        if path.startswith(f"{BASE}/"):
            return self._call(request)
        if path.startswith("/_control/"):
            return control.answer(self.connect, request)
        if path.startswith("/jump/"):
            return jump.answer(self.connect, request)
        if path == "/":
            return pages.show(self.connect, request)
        return as_page("<!DOCTYPE html><title>Not found</title><p>There is nothing here.", status=404)

    def close(self) -> None:
        """Lets every held call go."""
        self.stopping.set()
        self.connect.faults.clear()

    def _call(self, request: Request) -> Answer:
        connect = self.connect
        entry = connect.ledger.open(request, version=read_version(request))
        status = None
        try:
            if connect.options.latency:
                self.stopping.wait(connect.options.latency)
            attempt = Attempt(connect=connect, request=request, entry=entry)
            fault = connect.faults.claim(entry.call, entry.order)
            entry.fault = fault.kind if fault else None
            answer = faults.play(fault, attempt) if fault else attempt.run()
            status = answer.status if answer.manner in {"plain", "drip"} else None
            return answer
        finally:
            connect.ledger.close(entry, status=status)


def read_version(request: Request) -> int | None:
    """The version that the Accept header asks for, no newer than there is; None where it asks for none."""
    found = _VERSION.search(request.headers.get("Accept") or "")
    return min(int(found[1]), NEWEST) if found else None
