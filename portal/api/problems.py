"""What the API says when it cannot do as asked: RFC 9457, with a code that stays and words for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:repairs-portal:problem:"
KINDS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "This cannot be read as a request."),
    "no_key": (401, "Send a key, as in Authorization: Bearer rp_…"),
    "key_unknown": (401, "We do not know this key."),
    "key_expired": (401, "This key is past its day."),
    "key_revoked": (401, "This key has been revoked."),
    "api_off": (403, "The API is switched off."),
    "right_missing": (403, "This access does not include that."),
    "forbidden": (403, "This is not allowed."),
    "not_found": (404, "There is nothing here that this access may see."),
    "wrong_method": (405, "This address does not take that method."),
    "in_progress": (409, "The same request is being worked on just now."),
    "busy": (409, "Something else about this order is still being settled."),
    "not_possible": (409, "The order is in no state for that."),
    "slot_gone": (409, "That time is not on offer any more."),
    "too_large": (413, "The request is larger than 64 kB."),
    "invalid": (422, "Something in the request is not right."),
    "bad_cursor": (404, "This cursor is not one of ours, or is for something else."),
    "key_reused": (422, "This Idempotency-Key belongs to another request."),
    "no_tenancy": (409, "Nobody has a tenancy of that home at present."),
    "danger_unanswered": (409, "Ask the tenant about the danger first."),
    "emergency": (409, "This is an emergency: nobody must wait for an appointment."),
    "too_many": (429, "Too many requests."),
    "broken": (500, "Something went wrong on our side."),
    "slots_unavailable": (503, "The scheduling system cannot be asked just now."),
    "slots_pending": (503, "The times are being fetched just now."),
    "unavailable": (503, "We cannot answer just now."),
}
OF_STATUS = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "wrong_method", 413: "too_large"}
OF_STATUS |= {500: "broken", 503: "unavailable"}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is not right with one field, by its place in the request, as in body.contact.mobile."""

    field: str
    code: str
    message: str


class Problem(Exception):
    """Ends a request with one of KINDS; `detail` says more of this case, `errors` of its fields."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Iterable[Flaw] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.detail, self.errors = code, detail, tuple(errors)
        self.headers = dict(headers or {})


def of_field(code: str, field: str, flaw: str, message: str) -> Problem:
    """The problem lies with one field."""
    return Problem(code, errors=[Flaw(field, flaw, message)])


def render(problem: Problem) -> JsonResponse:
    """The problem as an answer."""
    status, title = KINDS[problem.code]
    body: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": title,
        "status": status,
        "code": problem.code,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = [
            {"field": flaw.field, "code": flaw.code, "message": flaw.message} for flaw in problem.errors
        ]
    return JsonResponse(body, status=status, headers=problem.headers, content_type=MEDIA_TYPE)


def of_status(status: int) -> Problem:
    """The problem that an answer of that status stands for."""
    return Problem(OF_STATUS.get(status, "broken" if status >= 500 else "bad_request"))
