"""Where we may send: names of the public internet, over https; every address behind a name is looked at.

The check that counts is the one at the moment of sending: `find` gives the very addresses to connect to,
so that a name which points elsewhere a moment later changes nothing.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

Resolver = Callable[[str, int], Iterable[str]]
"""A host and a port in, addresses as text out; OSError where there are none."""

PORTS = frozenset({443, 8443})
LOOKUP_SECONDS = 5.0
_PLAIN = re.compile(r"[!-~]+")
_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)
_INSIDE = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "lan", "corp", "home", "arpa", "onion"}
)
# Beyond what Python calls private: carrier networks, relays, benchmarks, documentation, a cloud's own wire.
_CLOSED_4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    )
)  # fmt: skip
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
# Within the open part: special uses, documentation, and tunnels that carry an IPv4 address inside.
_CLOSED_6 = tuple(
    ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


class BadAddress(ValueError):
    """We do not send there; the text says why, for whoever typed it."""


class NotFound(OSError):
    """The name leads nowhere at present."""


@dataclass(frozen=True, slots=True)
class Address:
    """A webhook address, taken apart; `path` has its query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def shown_host(self) -> str:
        """The host as the Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def read(url: str) -> Address:
    """The address of that URL, which must be one that we could send to; nothing is looked up. BadAddress."""
    if not _PLAIN.fullmatch(url) or "\\" in url:
        raise BadAddress("The address may hold plain letters, digits and signs only, and no spaces.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress("This is not an address.") from error
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise BadAddress("The address must not hold a user name or a password.")
    if "#" in url:
        raise BadAddress("The address must not hold a # part.")
    host = (parts.hostname or "").lower()
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.netloc.endswith(":"):
        raise BadAddress("This is not an address.")
    if settings.WEBHOOK_LOOPBACK and _is_loopback(host) and parts.scheme in {"http", "https"}:
        return Address(secure, host, port or (443 if secure else 80), path)
    if not secure:
        raise BadAddress("The address must begin with https://.")
    if not _NAME.fullmatch(host) or host.rpartition(".")[2] in _INSIDE:
        raise BadAddress("The address must name a host on the public internet, as hooks.example.com does.")
    port = 443 if port is None else port
    if port not in PORTS:
        raise BadAddress("The address may name port 443 or 8443 only.")
    return Address(secure, host, port, path)


def resolve(host: str, port: int) -> list[str]:
    """What the system's own name service says, within five seconds; OSError."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(answer[4][0]) for answer in answers)

    # The system's lookup knows no timeout of its own.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(LOOKUP_SECONDS)
    return list(dict.fromkeys(found))


def find(address: Address, *, resolver: Resolver = resolve) -> list[str]:
    """The IP addresses to connect to, each of them looked at. BadAddress where one is closed, NotFound."""
    try:
        found = list(resolver(address.host, address.port))
    except OSError as error:
        raise NotFound(address.host) from error
    if not found:
        raise NotFound(address.host)
    if not all(_may_connect(text) for text in found):
        # One closed address among open ones is a trap: then none is used.
        raise BadAddress("The name leads into a private network.")
    return found


def is_public(text: str) -> bool:
    """The IP address belongs to the public internet, and no other address hides in it."""
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not any(ip in net for net in _CLOSED_4)
    return ip in _OPEN_6 and ip.scope_id is None and not any(ip in net for net in _CLOSED_6)


def _may_connect(text: str) -> bool:
    return is_public(text) or (settings.WEBHOOK_LOOPBACK and text in {"127.0.0.1", "::1"})


def _is_loopback(host: str) -> bool:
    return host in {"127.0.0.1", "::1", "localhost"}
