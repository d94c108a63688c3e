"""What an answer of Connect's means: an object, or one of the four errors; shapes decide, never words."""

import json
import logging
from typing import Any, NoReturn, TypeVar

from pydantic import ValidationError

from booking.schedulers.base import Refused, SchedulerError, Unavailable, Unknown
from booking.schedulers.connect.fields import Remote
from booking.schedulers.connect.objects import Error
from booking.schedulers.http import Reply

log = logging.getLogger(__name__)

Shape = TypeVar("Shape", bound=Remote)

EVIDENCE_BYTES = 300
REASON_LENGTH = 500
# A route, a method or a permission that is not there: only a person can mend it.
MISCONFIGURED = {401, 403, 404, 405, 415}


class Unreadable(ValueError):
    """Not an answer of Connect's: no JSON, or another shape."""


def parse(reply: Reply) -> Any:
    """The JSON of an answer; Unreadable for HTML, broken, ambiguous or bottomless JSON."""
    kind = reply.headers.get("content-type", "").lower()
    if "html" in kind or "xml" in kind:
        raise Unreadable("a page, not JSON")
    try:
        text = reply.body.decode("utf-8-sig")
        return json.loads(text, parse_constant=_reject, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None


def read(shape: type[Shape], data: Any) -> Shape:
    """The object, without fields that hold something odd (logged); Unreadable where it is another thing."""
    if not isinstance(data, dict):
        raise Unreadable(f"no {shape.__name__}")
    if data and not _names(shape) & data.keys():
        raise Unreadable(f"none of {shape.__name__}'s fields")
    for _ in range(8):  # mending one fault may bring the next to light
        try:
            return shape.model_validate(data)
        except ValidationError as error:
            for fault in error.errors(include_input=False, include_url=False, include_context=False):
                log.warning("%s: odd value at %s (%s)", shape.__name__, fault["loc"], fault["type"])
                _blank(data, fault["loc"])
    raise Unreadable(f"no {shape.__name__}")


def is_absent(reply: Reply) -> bool:
    """A 404 that says "there is none": a wrong address answers 404 too, but with words."""
    return reply.status == 404 and reply.body.removeprefix(b"\xef\xbb\xbf").strip() in {b"", b"null"}


def error_of(reply: Reply) -> Error | None:
    """Connect's own way of saying why not, or None where the answer is not in that form."""
    try:
        data = parse(reply)
    except Unreadable:
        return None
    if not isinstance(data, dict) or not isinstance(data.get("Message"), str):
        return None
    return read(Error, data)


def explain(error: Error) -> str:
    """The remote's reasons in one line, for staff."""
    details = [
        str(text)
        for texts in (error.model_state or {}).values()
        for text in (texts if isinstance(texts, list) else [texts])
    ]
    return " ".join([error.message or "", *details]).strip()[:REASON_LENGTH]


def evidence(call: str, reply: Reply, *, secret: bool = False) -> dict[str, Any]:
    """What staff need to judge an answer; without its body where that may hold a token."""
    kept = {"call": call, "status": reply.status}
    if reply.retry_after is not None:
        kept["retry_after"] = int(reply.retry_after)
    return kept if secret else kept | {"body": reply.body[:EVIDENCE_BYTES].decode("utf-8", "replace")}


def fail_read(call: str, reply: Reply, *, why: str = "", secret: bool = False) -> NoReturn:
    """Raise what a read comes to that has no answer: nothing is lost, so never Unknown."""
    raise Unavailable(
        why or f"{call} answered {reply.status}.",
        retry_after=reply.retry_after,
        misconfigured=reply.status in MISCONFIGURED or 300 <= reply.status < 400,
        evidence=evidence(call, reply, secret=secret),
    )


def fail_write(
    call: str, reply: Reply, *, why: str = "", refusal: type[Refused] = Refused, creates: bool = False
) -> NoReturn:
    """Raise what a write comes to that was not confirmed: a definite no in Connect's own form, or Unknown.

    Also 429 is Unknown: whoever counts calls may have passed this one on before counting it, and one reading
    costs less than a second order. Where the call `creates` something, "there is none" is a wrong address.
    """
    kept = evidence(call, reply)
    if reply.status in MISCONFIGURED:
        if is_absent(reply) and not creates:
            raise Refused("The remote has no such order.", evidence=kept)
        raise Unavailable(f"{call} answered {reply.status}.", misconfigured=True, evidence=kept)
    error = error_of(reply) if reply.status == 400 else None
    if error is None:
        raise Unknown(why or f"{call} answered {reply.status}.", evidence=kept)
    verdict: type[SchedulerError] = Refused if error.model_state else refusal
    raise verdict(explain(error) or "The remote gave no reason.", evidence=kept)


def _names(shape: type[Remote]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def _blank(data: Any, place: tuple[int | str, ...]) -> None:
    """Empty the field that the place names, or the nearest one above it."""
    for step in place[:-1]:
        if not isinstance(data[step], dict | list):
            data[step] = None
            return
        data = data[step]
    data[place[-1]] = None


def _reject(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name twice")
    return found
