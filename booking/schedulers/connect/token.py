"""Connect's bearer token: one sign-in however many callers need it, and never a row of bad ones."""

import hashlib
import io
import logging
import os
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests
from oauthlib.oauth2 import LegacyApplicationClient, OAuth2Error
from requests_oauthlib import OAuth2Session

from booking.schedulers.base import SchedulerError, Store, Unavailable, Unknown
from booking.schedulers.connect.answers import evidence
from booking.schedulers.connect.reading import Unreadable, parse
from booking.schedulers.http import Door, Reply

log = logging.getLogger(__name__)
# At DEBUG these write down the password and the token.
logging.getLogger("requests_oauthlib").setLevel(logging.INFO)
logging.getLogger("oauthlib").setLevel(logging.INFO)

# Repeated bad sign-ins may lock the service account.
HOLD_SECONDS = 300
LOCK_SPARE_SECONDS = 10
POLL_SECONDS = 0.05
MARGIN_SECONDS = 60
ACCEPT = "application/json; version=3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where and as whom we sign in."""

    url: str
    username: str
    password: str = field(repr=False)

    @property
    def key(self) -> str:
        """Names the account in the store without telling anything about it."""
        return hashlib.sha256(f"{self.url}|{self.username}|{self.password}".encode()).hexdigest()[:24]


class Tokens:
    """The token of one account, kept in the store for no longer than the remote says that it lives."""

    def __init__(self, account: Account, *, door: Door, store: Store, seconds: float) -> None:
        self._account = account
        self._door = door
        self._store = store
        self._seconds = seconds
        if account.url.startswith("http://"):
            # A demo's remote has no TLS. Whether production may do without is for the settings to say.
            os.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")
        self._kept, self._lock, self._held = (
            f"connect:{account.key}:{what}" for what in ("token", "lock", "held")
        )

    def current(self, *, until: float) -> str:
        """A token believed good, by that moment of the monotonic clock; Unavailable where there is none."""
        return self._obtain(stale=None, until=until)

    def renewed(self, *, stale: str, until: float) -> str:
        """A token other than the one that was just turned away: somebody else's fresh one, or ours."""
        return self._obtain(stale=stale, until=until)

    def _obtain(self, *, stale: str | None, until: float) -> str:
        mine = secrets.token_hex(8)
        try:
            while True:
                if token := self._look(stale):
                    return token
                if self._store.add(self._lock, mine, self._seconds + LOCK_SPARE_SECONDS):
                    return self._sign_in_alone(stale, until, mine)
                if time.monotonic() >= until:
                    raise Unavailable("Somebody else's sign-in to the remote takes too long.")
                time.sleep(POLL_SECONDS)
        except SchedulerError:
            raise
        except Exception as fault:
            log.exception("the token store fails")
            raise Unavailable("The store that holds the remote's token fails.") from fault

    def _look(self, stale: str | None) -> str | None:
        if self._store.get(self._held):
            raise Unavailable("The remote does not accept our user name and password.", misconfigured=True)
        token = self._store.get(self._kept)
        return str(token) if token and token != stale else None

    def _sign_in_alone(self, stale: str | None, until: float, mine: str) -> str:
        try:
            # Somebody may have signed in between our look and our lock.
            return self._look(stale) or self._sign_in(until)
        finally:
            # Whoever was held up may find the lock in other hands.
            if self._store.get(self._lock) == mine:
                self._store.delete(self._lock)

    def _sign_in(self, until: float) -> str:
        grant = _Grant(self._door, max(min(self._seconds, until - time.monotonic()), 0.0))
        try:
            who = {"username": self._account.username, "password": self._account.password}
            answer = grant.fetch_token(f"{self._account.url}/token", **who)
            token, life = str(answer["access_token"]), float(answer.get("expires_in") or 0)
        except _TurnedAway as refusal:
            raise self._judge(refusal.reply) from None
        except Unknown as lost:
            # Nothing hangs on a sign-in that may have succeeded: there will be another.
            raise Unavailable(lost.reason, evidence=lost.evidence) from lost
        except (OAuth2Error, ValueError, TypeError, KeyError):
            raise Unavailable("The remote's sign-in answered something odd.", misconfigured=True) from None
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise Unavailable("The remote's token cannot be sent.", misconfigured=True)
        if life > 0:
            self._store.set(self._kept, token, life - min(MARGIN_SECONDS, life / 10))
        return token

    def _judge(self, reply: Reply) -> Unavailable:
        refused = reply.status in {400, 401}
        if refused:
            log.error("the remote does not accept our user name and password; next try in %s s", HOLD_SECONDS)
            self._store.set(self._held, 1, HOLD_SECONDS)
        passing = reply.status >= 500 or reply.status in {200, 408, 429}
        return Unavailable(
            "The remote does not accept our user name and password."
            if refused
            else f"The remote's sign-in answered {reply.status}.",
            misconfigured=not passing,
            retry_after=reply.retry_after,
            evidence=evidence("POST /token", reply, secret=True),
        )


class _TurnedAway(Exception):
    """An answer that holds no token."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class _Grant(OAuth2Session):  # type: ignore[misc]  # the library has no types
    """The library's password grant, sent by our door.

    By itself it would follow a redirect with the password in hand and read a body without end.
    """

    def __init__(self, door: Door, seconds: float) -> None:
        super().__init__(client=LegacyApplicationClient(client_id=""))
        self._door = door
        self._seconds = seconds

    def request(
        self, method: str, url: str, data: dict[str, str] | None = None, **_: Any
    ) -> requests.Response:
        """Send the library's form; only an answer that is a JSON object goes back to the library."""
        headers = {"Accept": ACCEPT, "Content-Type": "application/x-www-form-urlencoded"}
        form = urlencode(data or {}).encode()
        reply = self._door.write(method, url, headers=headers, body=form, seconds=self._seconds)
        try:
            answer = parse(reply)
        except Unreadable:
            answer = None
        if reply.status != 200 or not isinstance(answer, dict):
            raise _TurnedAway(reply)
        return _as_response(reply, method, url)


def _as_response(reply: Reply, method: str, url: str) -> requests.Response:
    response = requests.Response()
    response.status_code = reply.status
    response.encoding = "utf-8"
    response.raw = io.BytesIO(reply.body.removeprefix(b"\xef\xbb\xbf"))
    response.request = requests.Request(method, url).prepare()
    return response
