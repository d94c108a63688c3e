"""Cadulis's hooks: the intervention, posted to an address whenever somebody asks for it here."""

import json
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from ..control import Body
from .interventions import demand
from .system import Cadulis
from .writing import write_intervention

_HERE = {"127.0.0.1", "localhost"}


def send(cadulis: Cadulis, body: Body) -> list[int]:
    """Posts the intervention so many times and answers the statuses; to this machine alone."""
    url = str(body["url"])
    if urlsplit(url).scheme != "http" or urlsplit(url).hostname not in _HERE:
        raise ValueError("hooks go to 127.0.0.1 alone")
    with cadulis.lock:
        one = write_intervention(demand(cadulis, body["cref"]), cadulis.habits)
    data = json.dumps(one if body.get("bare") else {"intervention": one}).encode()
    headers = {"Content-Type": "application/json", **body.get("headers", {})}
    return [_post(Request(url, data=data, headers=headers)) for _ in range(int(body.get("times", 1)))]  # noqa: S310 - http, to this machine


def _post(request: Request) -> int:
    try:
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - http, to this machine
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code
