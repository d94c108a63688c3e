"""Bearer tokens by the password grant, as OWIN answers it."""

import datetime as dt
import secrets
import time
from email.utils import format_datetime
from hmac import compare_digest
from typing import Any

from ..messages import Answer, Request, as_json
from .options import Options
from .refusals import Refused

_NO_STORE = {"Cache-Control": "no-cache", "Pragma": "no-cache", "Expires": "-1"}


class Tokens:
    """The tokens that are good now."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._good: dict[str, float] = {}

    def grant(self, request: Request) -> Answer:
        """A token for the right user name and password; every failure is a 400."""
        form = request.form
        if request.media_type != "application/x-www-form-urlencoded" or "grant_type" not in form:
            return _fail("invalid_request")
        if form["grant_type"] != "password":
            return _fail("unsupported_grant_type")
        if not self._knows(form):
            return _fail("invalid_grant", "The user name or password is incorrect.")
        return as_json(self._issue(form["username"]), headers=_NO_STORE)

    def check(self, header: str | None) -> None:
        """Raises 401 unless the header bears a token that is good now."""
        kind, _, token = (header or "").partition(" ")
        if kind.lower() != "bearer" or self._good.get(token.strip(), 0.0) <= time.monotonic():
            raise deny()

    def forget(self, header: str | None = None) -> None:
        """That header's token is no longer good; without one, none is."""
        if header is None:
            self._good.clear()
        else:
            self._good.pop(header.partition(" ")[2].strip(), None)

    def _knows(self, form: dict[str, str]) -> bool:
        name = compare_digest(form.get("username", "").encode(), self._options.username.encode())
        word = compare_digest(form.get("password", "").encode(), self._options.password.encode())
        return name and word

    def _issue(self, username: str) -> dict[str, Any]:
        seconds = self._options.token_seconds
        token = secrets.token_urlsafe(48)
        self._good[token] = time.monotonic() + seconds
        now = dt.datetime.now(dt.UTC)
        return {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": seconds,
            "user_name": username,
            ".issued": format_datetime(now, usegmt=True),
            ".expires": format_datetime(now + dt.timedelta(seconds=seconds), usegmt=True),
        }


def deny() -> Refused:
    """The 401 of a missing, wrong or expired token."""
    return Refused(
        "Authorization has been denied for this request.",
        status=401,
        headers={"WWW-Authenticate": "Bearer"},
    )


def _fail(error: str, description: str = "") -> Answer:
    body = {"error": error} | ({"error_description": description} if description else {})
    return as_json(body, status=400, headers=_NO_STORE)
