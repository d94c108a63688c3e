"""An order request as an intervention, checked before a byte leaves."""

import datetime as dt
import re
from typing import Any

from booking.schedulers.base import OrderRequest, Refused

NUMBER = re.compile(r"[A-Z0-9-]{1,32}")
TITLE_LENGTH = 80
COMMENT_LENGTH = 4000  # the document states none


def compose(request: OrderRequest, *, kind: str, duration: dt.timedelta) -> dict[str, Any]:
    """The intervention, waiting and without a date; Refused where something that it needs is missing."""
    check_number(request.number)
    need(request.customer, "the property")
    need(request.description.strip(), "the description")
    if len(request.description) > COMMENT_LENGTH:
        raise Refused(f"The description is longer than {COMMENT_LENGTH} characters.")
    contact = request.contact
    return {
        "cref": request.number,
        "reference": request.number,
        "title": _title(request.description),
        "comment": _comment(request),
        "status": "pending",
        "duration": int(duration.total_seconds()),
        "address": request.address or None,
        "intervention_type": refer(kind),
        "customer": {
            # Type and reference are its key: a property that Cadulis has already is found, not made anew.
            "type": "individual",
            "reference": request.customer,
            "name": contact.name or None,
            "address": request.address or None,
            "mobile": contact.mobile or None,
            "phone": contact.home_phone or None,
            "email": contact.email or None,
        },
    }


def refer(kind: str) -> dict[str, str] | None:
    """The type of intervention by its id or its reference; None where Cadulis has only one."""
    if not kind:
        return None
    return {"id": kind} if kind.isascii() and kind.isdigit() else {"reference": kind}


def check_number(number: str) -> None:
    """Refused unless it could be an order number of ours."""
    if not is_ours(number):
        raise Refused("An order number is 1 to 32 of A-Z, 0-9 and -.")


def is_ours(number: str) -> bool:
    """It looks like an order number of ours."""
    return NUMBER.fullmatch(number) is not None


def need(value: str, what: str) -> None:
    """Refused where something that Cadulis requires is empty."""
    if not value:
        raise Refused(f"Cadulis requires {what}.")


def add(comment: str, line: str) -> str:
    """The comment with one more line; unchanged where it has it already."""
    return comment if not line or line in comment.splitlines() else f"{comment}\n{line}".strip()


def _title(description: str) -> str:
    first = description.strip().splitlines()[0]
    return first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1].rstrip()}…"


def _comment(request: OrderRequest) -> str:
    lines = [
        request.description.strip(),
        f"Priority {request.priority}, by {request.target_date:%-d %B %Y}" if request.priority else "",
        f"Codes: {', '.join(request.codes)}" if request.codes else "",
        "Two people are needed." if request.two_to_attend else "",
        "Out of hours." if request.out_of_hours else "",
    ]
    return "\n".join(line for line in lines if line)
