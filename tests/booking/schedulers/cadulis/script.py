"""Answers as the document has them, for a remote that says what a test wrote."""

from typing import Any

from tests.booking.schedulers.remote import Remote, answer

NUMBER = "TP-0001"
ROUTES = {
    "intervention-type.list": ("GET", "types", None),
    "intervention.list": ("GET", "list", None),
    "intervention.read": ("GET", "read/:interventionId", None),
    "intervention.create": ("POST", "create", "intervention"),
    "intervention.update": ("POST", "update/:interventionId", "intervention"),
    "schedule-wizard": ("GET", "wizard", None),
}
READ, CREATE, UPDATE = f"GET /read/{NUMBER}", "POST /create", f"POST /update/{NUMBER}"
LIST, WIZARD, DISCOVERY = "GET /list", "GET /wizard", "GET /secret-k3y"


def discover(remote: Remote, **changes: Any) -> None:
    routes = {
        name: {"method": method, "url": f"{remote.url}/{path}", "model": None, "send_as": send_as}
        for name, (method, path, send_as) in ROUTES.items()
    }
    remote.on(DISCOVERY, answer({"routes": routes | changes}))


def job(**changes: Any) -> dict[str, Any]:
    return {
        "id": 4101,
        "cref": NUMBER,
        "status": "pending",
        "address": "1 Mill Lane",
        "duration": 7200,
        "scheduled_start_at": None,
        "scheduled_end_at": None,
        "customer": {"type": "individual", "reference": "P-1001"},
        "updated_at": "2026-11-18T09:00:00+00:00",
    } | changes


def one(**changes: Any) -> dict[str, Any]:
    return {"intervention": job(**changes)}


def listed(*jobs: dict[str, Any], pages: Any = 1) -> dict[str, Any]:
    return {"result": {"interventions": list(jobs), "pagination": {"pages": pages}}}


def proposed(*slots: dict[str, Any]) -> dict[str, Any]:
    return {"result": {"dates": [{"date": "2026-11-20", "slots": list(slots)}]}}


def start(time: str = "09:00", *, available: Any = True, **more: Any) -> dict[str, Any]:
    facts = {"date": "2026-11-20", "time": time, "available": available, "userId": 71, "relevance": 5}
    return facts | more
