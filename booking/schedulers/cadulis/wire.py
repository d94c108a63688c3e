"""One request to Cadulis, under one deadline: each address looked at first, redirects too, none said aloud.

Every address holds the key to the contractor's diary, so none may reach a log, an error or its causes.
"""

import logging
import time
from collections.abc import Callable
from urllib.parse import urljoin

from booking.schedulers.base import SchedulerError, Unavailable, Unknown
from booking.schedulers.cadulis.addresses import Addresses
from booking.schedulers.http import Door, Reply

# At DEBUG it writes down the path of each request.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

MOST_REDIRECTS = 10
REDIRECTS = {301, 302, 303, 307, 308}
KEEPING = {307, 308}
"""Redirects that say: not done, send the same there. After the others a write may have been done."""
HEADERS = {"Accept": "application/json"}
FORM = HEADERS | {"Content-Type": "application/x-www-form-urlencoded"}


class Wire:
    """The way to one Cadulis."""

    def __init__(self, *, door: Door, addresses: Addresses) -> None:
        self._door = door
        self._addresses = addresses

    def check(self, url: str) -> None:
        """Raises Unavailable unless that address may be called; calls nobody."""
        self._addresses.check(url)

    def read(self, url: str, *, form: str = "", method: str = "GET", seconds: float) -> Reply:
        """Asks, by GET or by a form; Unavailable where no answer came."""
        if method == "GET":
            whole = url + ("&" if "?" in url else "?") * bool(form) + form
            return self._follow(whole, self._get, seconds=seconds, which=REDIRECTS)
        try:
            return self.write(method, url, form=form, seconds=seconds)
        except Unknown as lost:
            reason, evidence = lost.reason, lost.evidence
        # Nothing hangs on a question that may have been heard.
        raise Unavailable(reason, evidence=evidence)

    def write(self, method: str, url: str, *, form: str, seconds: float) -> Reply:
        """Sends the form, once: Unavailable where no byte left, Unknown where one may have been read."""

        def send(address: str, left: float) -> Reply:
            return self._door.write(method, address, headers=FORM, body=form.encode(), seconds=left)

        return self._follow(url, send, seconds=seconds, which=KEEPING)

    def _get(self, url: str, left: float) -> Reply:
        return self._door.read(url, headers=HEADERS, seconds=left)

    def _follow(
        self, url: str, send: Callable[[str, float], Reply], *, seconds: float, which: set[int]
    ) -> Reply:
        until = time.monotonic() + seconds
        for _ in range(MOST_REDIRECTS + 1):
            self._addresses.check(url)
            reply = _silently(send, url, until - time.monotonic())
            target = reply.headers.get("location", "").strip()
            if reply.status not in which or not target:
                return reply
            url = _join(url, target)
        raise Unavailable(f"Cadulis redirected us more than {MOST_REDIRECTS} times.", misconfigured=True)


def _silently(send: Callable[[str, float], Reply], url: str, left: float) -> Reply:
    try:
        return send(url, left)
    except SchedulerError as error:
        failure = error
    # Outside the handler and without causes: the HTTP library's own words repeat the address.
    failure.__cause__ = failure.__context__ = None
    raise failure


def _join(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        return ""  # which no check lets pass
