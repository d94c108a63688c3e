"""One POST to somebody else's machine: to an address that was looked at, once, briefly, and no further."""

import email.utils
import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import certifi

from booking import moments
from booking.schedulers.deadline import Watch
from booking.webhooks.outbound import addresses
from booking.webhooks.outbound.addresses import Address, BadAddress, NotFound, Resolver

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
EXCERPT_BYTES = 500
LONGEST_WAIT = 86_400.0
MOST_ADDRESSES = 3
FAULTS = (OSError, http.client.HTTPException, ValueError)
_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (BadAddress, "address"),
    (NotFound, "name"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "connection"),
    (ConnectionError, "no answer"),
    (http.client.HTTPException, "no answer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: a status, or else the kind of `error`; how long it took, how long we shall wait."""

    status: int | None = None
    error: str = ""
    said: str = ""
    retry_after: float | None = None
    milliseconds: int = 0

    @property
    def accepted(self) -> bool:
        """The receiver has it."""
        return self.status is not None and 200 <= self.status < 300


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    resolver: Resolver = addresses.resolve,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """Sends the body once and tells how it went, whatever goes wrong. A redirect is not followed.

    `error` is one of: address, name, connection, certificate, tls, timeout, no answer.
    """
    begun = time.monotonic()
    with Watch(TOTAL_SECONDS) as watch:
        try:
            address = addresses.read(url)
            found = addresses.find(address, resolver=resolver)
            with _connect(address, found, trust or _trust(), watch) as wire:
                told = _exchange(wire, address, body, headers, watch)
        except FAULTS as fault:
            told = {"error": "timeout" if watch.expired else _kind(fault)}
    return Answer(milliseconds=round((time.monotonic() - begun) * 1000), **told)


def _exchange(
    wire: socket.socket, address: Address, body: bytes, headers: Mapping[str, str], watch: Watch
) -> dict[str, Any]:
    # http.client connects to nothing by itself: it is given the connection to the address that was checked.
    line = http.client.HTTPConnection(address.host, address.port)
    line.sock = wire
    line.putrequest("POST", address.path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": address.shown_host, "Content-Length": str(len(body)), **headers}.items():
        line.putheader(name, value)
    line.endheaders(body)
    with line.getresponse() as answer:
        if watch.expired:  # headers end just so when they are cut
            raise TimeoutError
        return {
            "status": answer.status,
            "retry_after": _wait(answer.headers.get("Retry-After", "")),
            "said": _excerpt(answer),
        }


def _connect(address: Address, found: list[str], trust: ssl.SSLContext, watch: Watch) -> socket.socket:
    fault: OSError = NotFound(address.host)
    for ip in found[:MOST_ADDRESSES]:
        try:
            wire = socket.create_connection(
                (ip, address.port), timeout=min(CONNECT_SECONDS, watch.left or 0.1)
            )
        except OSError as error:
            fault = error
            continue
        watch.follow(wire)
        wire.settimeout(TOTAL_SECONDS)
        if not address.secure:
            return wire
        try:
            return trust.wrap_socket(wire, server_hostname=address.host)
        except OSError:
            wire.close()
            raise
    raise fault


def _excerpt(answer: http.client.HTTPResponse) -> str:
    text = b""
    # The status has been given already: what goes wrong from here on takes nothing back.
    with suppress(OSError, http.client.HTTPException, ValueError):
        text = answer.read(EXCERPT_BYTES)
    return text.decode("utf-8", "replace").replace("\0", "")


def _wait(text: str) -> float | None:
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(text)
        seconds = (moment - moments.now()).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _kind(fault: Exception) -> str:
    return next((name for kind, name in _KINDS if isinstance(fault, kind)), "connection")


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    # The same authorities on every machine.
    return ssl.create_default_context(cafile=certifi.where())
