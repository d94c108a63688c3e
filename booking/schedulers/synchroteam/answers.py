"""What an answer of Synchroteam's means: an object, or one of the four errors; shapes decide, never words."""

from dataclasses import dataclass
from typing import Any, NoReturn

from booking.schedulers import strict
from booking.schedulers.base import Refused, Unavailable, Unknown
from booking.schedulers.http import Reply

EVIDENCE_BYTES = 300
REASON_LENGTH = 500
# A route, a method, a format or a permission that is not there: only a person can mend it.
MISCONFIGURED = {401, 403, 404, 405, 406, 415}
WRONG_KEY = "Synchroteam does not accept the domain and the key: see Configuration, Authentication Key."
IN_WORDS = {
    401: WRONG_KEY,
    403: "Synchroteam forbids this call to our key.",
    404: "There is no Synchroteam API at this address.",
}


class Unreadable(ValueError):
    """Not an answer of Synchroteam's: no JSON, or another shape."""


@dataclass(frozen=True, slots=True)
class Error:
    """Synchroteam's own way of saying no."""

    error: str
    message: str

    @property
    def reason(self) -> str:
        """One line, for staff."""
        return f"{self.error}: {self.message}"[:REASON_LENGTH]


def parse(reply: Reply) -> Any:
    """The JSON of an answer; Unreadable for HTML, broken, ambiguous or bottomless JSON."""
    kind = reply.headers.get("content-type", "").lower()
    if "html" in kind or "xml" in kind:
        raise Unreadable("a page, not JSON")
    try:
        return strict.load(reply.body)
    except ValueError:
        raise Unreadable("no JSON") from None


def error_of(reply: Reply) -> Error | None:
    """Its documented form of an error, or None where the answer is another thing."""
    try:
        data = parse(reply)
    except Unreadable:
        return None
    if not isinstance(data, dict):
        return None
    error, message = data.get("error"), data.get("message")
    return Error(error, message) if isinstance(error, str) and isinstance(message, str) else None


def is_absent(reply: Reply) -> bool:
    """A 404 that says "there is none" in the documented form; a wrong address has another one, or a page."""
    return reply.status == 404 and error_of(reply) is not None


def evidence(call: str, reply: Reply) -> dict[str, Any]:
    """What staff need to judge an answer."""
    kept = {"call": call, "status": reply.status}
    return kept | {"body": reply.body[:EVIDENCE_BYTES].decode("utf-8", "replace")}


def fail_read(call: str, reply: Reply, *, why: str = "") -> NoReturn:
    """Raise what a read comes to that has no answer: nothing is lost, so never Unknown."""
    raise Unavailable(
        why or IN_WORDS.get(reply.status) or f"{call} answered {reply.status}.",
        retry_after=reply.retry_after,
        misconfigured=reply.status in MISCONFIGURED or 300 <= reply.status < 400,
        evidence=evidence(call, reply),
    )


def fail_write(call: str, reply: Reply, *, why: str = "", creates: bool = False) -> NoReturn:
    """Raise what a write comes to that was not confirmed: a definite no in the documented form, or Unknown.

    Where the call `creates` something, "there is none" speaks of a property that Synchroteam does not know,
    and that is a no as well.
    """
    kept, error = evidence(call, reply), error_of(reply)
    if error and (reply.status == 400 or is_absent(reply)):
        about = "" if reply.status == 400 or creates else "There is no such job. "
        raise Refused(about + error.reason, evidence=kept)
    if reply.status in MISCONFIGURED:
        raise Unavailable(
            IN_WORDS.get(reply.status) or f"{call} answered {reply.status}.",
            misconfigured=True,
            evidence=kept,
        )
    raise Unknown(why or f"{call} answered {reply.status}.", evidence=kept)
