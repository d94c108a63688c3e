"""Discovery: the secret address answers with the routes that this access may use, and with no others."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from booking.schedulers.base import Store, Unavailable
from booking.schedulers.cadulis import answers
from booking.schedulers.cadulis.answers import Unreadable
from booking.schedulers.cadulis.wire import Wire

log = logging.getLogger(__name__)

KEPT_SECONDS = 3600
METHODS = {"GET", "POST", "PUT", "PATCH"}
TYPES, LIST, READ = "intervention-type.list", "intervention.list", "intervention.read"
CREATE, UPDATE, WIZARD = "intervention.create", "intervention.update", "schedule-wizard"
MEANINGS = {
    LIST: "list interventions",
    READ: "read interventions",
    CREATE: "create interventions",
    UPDATE: "change interventions",
    WIZARD: "see free time slots",
    TYPES: "list types of intervention",
}
NEEDED = (CREATE, READ, UPDATE, LIST, WIZARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One thing that we may do, and where."""

    name: str
    method: str
    url: str = field(repr=False)
    send_as: str = ""


class Routes:
    """The routes of one access, kept in the store for an hour at most."""

    def __init__(
        self, url: str, *, wire: Wire, store: Store, seconds: float, own: Mapping[str, str] | None = None
    ) -> None:
        self._url = url
        self._wire = wire
        self._store = store
        self._seconds = seconds
        self._own = own or {}
        """Addresses from the settings, for what this Cadulis does not name itself."""
        # Tells nothing about the address.
        self._key = f"cadulis:{digest(url)}:routes"

    def find(self, name: str) -> Route:
        """The route; Unavailable, in words, where this access may not do that."""
        found = self.all().get(name)
        if found is None:
            raise Unavailable(say_missing([name]), misconfigured=True, evidence={"route": name})
        return found

    def all(self) -> dict[str, Route]:
        """Every route that this access may use."""
        kept = self._look()
        if kept is None:
            kept = self._discover()
            self._keep(kept)
        return {name: Route(name=name, **values) for name, values in kept.items()}

    def check(self) -> None:
        """All that we need is permitted, at addresses that may be called; Unavailable says what is not."""
        allowed = self.all()
        missing = [name for name in NEEDED if name not in allowed]
        if missing:
            raise Unavailable(say_missing(missing), misconfigured=True, evidence={"missing": missing})
        for name in NEEDED:
            self._wire.check(allowed[name].url)

    def forget(self) -> None:
        """What is kept is no longer true, it seems: ask again the next time."""
        try:
            self._store.delete(self._key)
        except Exception:
            log.exception("the store that holds the routes fails")

    def _discover(self) -> dict[str, dict[str, str]]:
        if not self._url:
            raise Unavailable("No address of Cadulis's is set.", misconfigured=True)
        reply = self._wire.read(self._url, seconds=self._seconds)
        if reply.status in answers.MISCONFIGURED:
            why = f"Cadulis does not accept our address ({reply.status}): it may have been withdrawn."
            answers.fail_read("discovery", reply, why=why, secret=True)
        if reply.status != 200:
            answers.fail_read("discovery", reply, secret=True)
        try:
            named = answers.parse(reply).get("routes")
            # PHP writes an empty object as a list.
            named = answers.part({"routes": named or {}}, "routes")
        except Unreadable as odd:
            answers.fail_read("discovery", reply, why=f"discovery answered {odd}.", secret=True)
        own = {name: {"method": "GET", "url": url, "send_as": ""} for name, url in self._own.items()}
        return own | {name: route for name, value in named.items() if (route := _read(value)) is not None}

    def _look(self) -> dict[str, dict[str, str]] | None:
        try:
            return self._store.get(self._key) or None
        except Exception:
            log.exception("the store that holds the routes fails")
            return None

    def _keep(self, routes: dict[str, dict[str, str]]) -> None:
        try:
            self._store.set(self._key, routes, KEPT_SECONDS)
        except Exception:
            log.exception("the store that holds the routes fails")


def say_missing(names: list[str]) -> str:
    """In words, what this access would have to be allowed as well."""
    rights = ", ".join(f"{MEANINGS.get(name, name)} ({name})" for name in names)
    return f"This access to Cadulis is not permitted to {rights}."


def digest(url: str) -> str:
    """Names an access in the store, and in the breaker, without telling anything about it."""
    return hashlib.sha256(url.encode()).hexdigest()[:24]


def _read(value: Any) -> dict[str, str] | None:
    """The route, or None where it is none: then it is not permitted."""
    if not isinstance(value, dict) or not isinstance(value.get("url"), str):
        return None
    method = str(value.get("method") or "GET").upper()
    send_as = value.get("send_as")
    if method not in METHODS or not value["url"].strip():
        return None
    return {
        "method": method,
        "url": value["url"].strip(),
        "send_as": send_as if isinstance(send_as, str) else "",
    }
