"""The ways into Connect's own screens: addresses out of templates, each opened once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, urlsplit

from booking.schedulers.base import Jump, Screen, Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorways:
    """A template for each screen, with {token}, {number}, {customer}, {screen}; none while switched off."""

    templates: Mapping[Screen, str]
    profile: str = ""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Read the templates; a screen without one of its own shares the booking screen's."""
        book = str(options.get("jump_url") or "")
        templates = {
            Screen.BOOK: book,
            Screen.ORDERS: str(options.get("jump_orders_url") or book),
            Screen.APPOINTMENTS: str(options.get("jump_appointments_url") or book),
        }
        return cls(templates=templates if book else {}, profile=str(options.get("jump_profile") or ""))

    def open(self, screen: Screen, *, token: str, number: str, customer: str) -> Jump:
        """The address with everything filled in; Unavailable where the template is no web address."""
        template = _with_token(self.templates[screen])
        url = template
        for name, value in {"number": number, "customer": customer, "screen": screen.value}.items():
            url = url.replace(f"{{{name}}}", quote(value, safe=""))
        # The token last: nothing that it holds is taken for a place to fill.
        url = url.replace("{token}", quote(token, safe=""))
        where = urlsplit(template)
        if where.scheme not in {"http", "https"} or not where.hostname or "{" in where.netloc:
            raise Unavailable("The jump address is no web address.", misconfigured=True)
        return Jump(url=url, origin=f"{where.scheme}://{where.netloc.rpartition('@')[2]}")


def _with_token(template: str) -> str:
    if "{token}" in template:
        return template
    where = urlsplit(template)
    return where._replace(path=f"{where.path.rstrip('/')}/{{token}}").geturl()
