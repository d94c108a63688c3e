"""An order request as a job, checked before a byte leaves."""

import re
from collections import Counter
from typing import Any

from booking.schedulers.base import OrderRequest, Refused, Unavailable
from booking.schedulers.synchroteam.settings import Settings

NUMBER = re.compile(r"[A-Z0-9-]{1,32}")


def compose(request: OrderRequest, *, settings: Settings, kind: str) -> dict[str, Any]:
    """The job of that type, with our number as its key; Refused with the reason where it cannot be one."""
    check_number(request.number)
    _need(request.customer, "the property")
    _need(request.description.strip(), "the description")
    if request.template is not None:
        raise Refused("Synchroteam has no diagnosis templates.")
    body: dict[str, Any] = {
        "myId": request.number,
        "description": _describe(request),
        "priority": "high" if request.priority.upper() in settings.high_priorities else "medium",
        "contactLastName": request.contact.name,
        "contactMobile": request.contact.mobile,
        "contactPhone": request.contact.home_phone,
        "contactEmail": request.contact.email,
        "type": refer(kind) if kind else None,
        **_place(request, settings),
    }
    # What is not sent stays as it is: an empty field might erase what the contractor has found out.
    return {name: value for name, value in body.items() if value}


def choose_type(request: OrderRequest, *, settings: Settings) -> str:
    """Name or id of the job type that the order is, nothing where Synchroteam's default does."""
    if request.two_to_attend:
        if not settings.pair_job_type:
            # One operative at the door of a job for two helps nobody.
            raise Unavailable("PAIR_JOB_TYPE is not set, and the order needs two.", misconfigured=True)
        return settings.pair_job_type
    for code in request.codes:
        for start, kind in settings.job_types:
            if code.upper().startswith(start.upper()):
                return kind
    return settings.job_type


def refer(id: str) -> dict[str, Any]:
    """An object that stands for the one of that id."""
    return {"id": int(id) if id.isascii() and id.isdigit() else id}


def check_number(number: str) -> None:
    """Refused unless it could be an order number of ours."""
    if not is_ours(number):
        raise Refused("An order number is 1 to 32 of A-Z, 0-9 and -.")


def is_ours(number: str) -> bool:
    """It looks like an order number of ours."""
    return NUMBER.fullmatch(number) is not None


def _place(request: OrderRequest, settings: Settings) -> dict[str, Any]:
    if not settings.customer:
        return {"customer": {"myId": request.customer}}
    return {"customer": {"myId": settings.customer}, "site": {"myId": request.customer}}


def _describe(request: OrderRequest) -> str:
    # No field takes these: whoever reads the job in the van needs them all the same.
    codes = (f"{code} x {times}" if times > 1 else code for code, times in Counter(request.codes).items())
    notes = [f"Property {request.customer}.", f"To be done by {request.target_date:%-d %B %Y}."]
    if request.codes:
        notes.append(f"Codes: {', '.join(codes)}.")
    if request.two_to_attend:
        notes.append("Two to attend.")
    if request.contact.texts:
        notes.append("The tenant would like text messages.")
    return f"{request.description.strip()}\n\n{' '.join(notes)}"


def _need(value: str, what: str) -> None:
    if not value:
        raise Refused(f"Synchroteam requires {what}.")
