"""Which addresses may be called: those of known hosts, and none in a private network but the one we know.

The remote names its own addresses, in its discovery and in redirects. Followed blindly, they would lead to
whatever this machine can reach: other services, the address that gives out a cloud's own credentials.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from booking.schedulers.base import Unavailable
from booking.schedulers.deadline import hurry

PORTS = {"http": 80, "https": 443}
RESOLVE_SECONDS = 3.0
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Addresses:
    """Judges addresses by the one that the settings name, `home`; no address is repeated in an error."""

    def __init__(self, home: str, *, hosts: Iterable[str] = ()) -> None:
        self._home = home
        self._hosts = tuple(host.strip().lower().strip(".") for host in hosts if host.strip(". "))
        self._private: bool | None = None

    def check(self, url: str) -> None:
        """Raises Unavailable unless it may be called: http(s), a known host, a public address or home."""
        home, where = _split(self._home), _split(url)
        if home.scheme == "https" and where.scheme != "https":
            raise _forbidden("without TLS")
        host = where.hostname or ""
        if host != home.hostname and not self._knows(host):
            raise _forbidden(f"of a host that we do not know ({host})")
        if _place(where) == _place(home) and self._is_private(host):
            return
        if not all(_is_public(one) for one in _resolve(host)):
            raise _forbidden("inside a private network")

    def _knows(self, host: str) -> bool:
        return any(host == known or host.endswith(f".{known}") for known in self._hosts)

    def _is_private(self, host: str) -> bool:
        if self._private is None:
            # Once only: a name that was public at first does not become private later.
            self._private = not all(_is_public(one) for one in _resolve(host))
        return self._private


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in PORTS and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise _forbidden("that is no web address")
    return parts


def _place(parts: SplitResult) -> tuple[str | None, int]:
    return parts.hostname, parts.port or PORTS[parts.scheme]


def _resolve(host: str) -> list[Address]:
    try:
        found = hurry(
            lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM), seconds=RESOLVE_SECONDS
        )
        return [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    except (OSError, UnicodeError, ValueError):
        pass
    raise Unavailable("Cadulis's host cannot be found.")


def _is_public(address: Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    return _is_public(mapped) if mapped else address.is_global and not address.is_multicast


def _forbidden(why: str) -> Unavailable:
    return Unavailable(f"Cadulis named an address {why}; it was not called.", misconfigured=True)
