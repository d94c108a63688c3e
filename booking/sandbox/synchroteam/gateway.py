"""Synchroteam's door: the key, the limits, then the route."""

import re
from base64 import b64encode
from typing import Any

from .. import gateway, routing
from ..ledger import Entry
from ..messages import Answer, Refused, Request, as_json
from . import pages, staff
from .controls import CONTROLS
from .jobs import find
from .refusals import no, word
from .routes import ROUTES, Call
from .system import Synchroteam

_WRONG_KEY = "Your API key is wrong"
_KEYS = re.compile(rb'("myId":)"[^"]*"|("id":)"265_\d+"')


class Gateway(gateway.Gateway[Synchroteam]):
    """The one door."""

    base = "/api/v3"
    controls = CONTROLS

    def serve(self, request: Request, entry: Entry) -> Answer:
        """Does one API call; whatever comes of it, the answer tells what is left."""
        system = self.system
        account = b64encode(f"{system.options.domain}:{system.options.key}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {account}":
            raise no(401, _WRONG_KEY)
        with system.lock:
            try:
                answer = self._admitted(request, entry)
            except Refused as refusal:
                answer = refusal.answer()
            answer.headers |= system.limits.headers()
        return answer

    def lose_slot(self, request: Request, entry: Entry) -> Answer:
        """A dispatcher takes the time just before the call, which goes through: nobody checks conflicts."""
        with self.system.lock:
            job = find(self.system, entry.body) if isinstance(entry.body, dict) else None
            if job and entry.body.get("scheduledStart"):
                staff.take_over(self.system, job, entry.body)
        try:
            return self.serve(request, entry)
        except Refused as refusal:
            return refusal.answer()

    def expire(self, request: Request, entry: Entry) -> Answer:
        """The key is not good any more."""
        raise no(401, _WRONG_KEY)

    def swap_order(self, answer: Answer) -> Answer:
        """Another job's keys stand in the answer."""
        answer.body = _KEYS.sub(_swap, answer.body)
        return answer

    def find_order(self, request: Request, body: Any) -> str:
        """The landlord's number of the job that body or query name."""
        named = body if isinstance(body, dict) else dict(request.query)
        with self.system.lock:
            job = find(self.system, named)
        return (job and job.my_id) or str(named.get("myId") or "")

    def fail(self, status: int, *, why: str = "An error has occurred.") -> Answer:
        """An error in the standard form."""
        return as_json(word(status, why), status=status)

    def show_page(self, request: Request) -> Answer | None:
        """The front page."""
        return pages.show(self.system) if request.path == "/" else None

    def _admitted(self, request: Request, entry: Entry) -> Answer:
        if why := self.system.limits.admit(self.system.clock.now):
            raise no(429, why)
        path = request.path[len(self.base) :].rstrip("/")
        try:
            route, _ = routing.find(ROUTES, request.method, path)
        except routing.NoSuchResource:
            raise Refused({"Message": "No HTTP resource was found."}, status=404) from None
        except routing.NoSuchMethod:
            raise no(405, "You tried to access an object with an invalid method") from None
        answer = route.act(Call(system=self.system, request=request, unknown=entry.unknown_fields))
        entry.committed = entry.committed or route.writes
        return answer


def _swap(found: re.Match[bytes]) -> bytes:
    return b'"myId":"SOMEBODY-ELSES-1"' if found[1] else b'"id":"265_1"'
