"""What an answer of Cadulis's means: data, or one of the four errors; shapes decide, never words."""

import json
from typing import Any, NoReturn

from booking.schedulers import strict
from booking.schedulers.base import Refused, SlotTaken, Unavailable, Unknown
from booking.schedulers.http import Reply

EVIDENCE_CHARACTERS = 300
REASON_LENGTH = 500
# A route, a method or a permission that is not there: only a person can mend it.
MISCONFIGURED = {401, 403, 404, 405, 410, 415}
REFUSALS = {400, 409, 422}
_SAYINGS = ("message", "error", "details", "errors")


class Unreadable(ValueError):
    """Not an answer of Cadulis's: no JSON, or another shape."""


def parse(reply: Reply) -> dict[str, Any]:
    """The JSON object of an answer; Unreadable for HTML, broken, ambiguous or bottomless JSON."""
    kind = reply.headers.get("content-type", "").lower()
    if "html" in kind or "xml" in kind:
        raise Unreadable("a page, not JSON")
    try:
        data = strict.load(reply.body)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise Unreadable("no JSON object")
    return data


def part(data: dict[str, Any], name: str) -> dict[str, Any]:
    """The object of that name; Unreadable where there is none."""
    found = data.get(name)
    if not isinstance(found, dict):
        raise Unreadable(f"no {name}")
    return found


def items(value: Any, name: str) -> list[Any]:
    """A list, also where PHP has made an object of it; Unreadable where it is neither."""
    if isinstance(value, dict):
        return list(value.values())
    if not isinstance(value, list):
        raise Unreadable(f"no list of {name}")
    return value


def words_of(reply: Reply) -> str:
    """Cadulis's own way of saying why not, in one line; empty where the answer is not in that form."""
    try:
        data = parse(reply)
    except Unreadable:
        return ""
    said = [_say(data[name]) for name in _SAYINGS if data.get(name)]
    return " ".join(dict.fromkeys(said))[:REASON_LENGTH]


def evidence(call: str, reply: Reply, *, secret: bool = False) -> dict[str, Any]:
    """What staff need to judge an answer; only its own error form, since a page may repeat the address."""
    kept: dict[str, Any] = {"call": call, "status": reply.status}
    if reply.retry_after is not None:
        kept["retry_after"] = int(reply.retry_after)
    said = "" if secret else words_of(reply)
    return kept | {"body": said[:EVIDENCE_CHARACTERS]} if said else kept


def fail_read(call: str, reply: Reply, *, why: str = "", secret: bool = False) -> NoReturn:
    """Raise what a read comes to that has no answer: nothing is lost, so never Unknown."""
    raise Unavailable(
        why or f"{call} answered {reply.status}.",
        retry_after=reply.retry_after,
        misconfigured=reply.status in MISCONFIGURED or 300 <= reply.status < 400,
        evidence=evidence(call, reply, secret=secret),
    )


def fail_write(call: str, reply: Reply, *, why: str = "", refusal: type[Refused] = Refused) -> NoReturn:
    """Raise what a write comes to that was not confirmed: a definite no in Cadulis's own form, or Unknown.

    Also 429 is Unknown: whoever counts calls may have passed this one on before counting it.
    """
    kept, said = evidence(call, reply), words_of(reply)
    if reply.status in MISCONFIGURED:
        raise Unavailable(f"{call} answered {reply.status}.", misconfigured=True, evidence=kept)
    if reply.status not in REFUSALS or not said:
        raise Unknown(why or f"{call} answered {reply.status}.", evidence=kept)
    # A list of faults speaks of what we sent; anything else of the time that we wanted.
    faulty = reply.status == 422 or bool(parse(reply).get("errors"))
    verdict = SlotTaken if refusal is SlotTaken and not faulty else Refused
    raise verdict(said, evidence=kept)


def _say(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(word for word in text.split() if "/" not in word)
