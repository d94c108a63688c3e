"""What an access can be allowed, by the names that discovery gives it."""

from dataclasses import dataclass, field
from typing import Any

from .. import routing
from ..messages import Answer, as_json
from . import interventions, searching, wizard
from .binding import read_intervention
from .refusals import no
from .system import Cadulis
from .world import TYPES
from .writing import write_intervention


@dataclass(slots=True, kw_only=True)
class Call:
    """One call on its way through a route."""

    cadulis: Cadulis
    fields: dict[str, Any]
    cref: str = ""
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(routing.Route):
    """A route as discovery names it."""

    name: str
    model: str | None = None
    send_as: str | None = None

    def describe(self, base: str) -> dict[str, Any]:
        """What discovery says of it."""
        url = base + self.path.replace("{cref}", ":interventionId")
        return {"method": self.method, "url": url, "model": self.model, "send_as": self.send_as}


def _list_types(call: Call) -> Answer:
    return as_json(
        {
            "interventionTypes": [
                {"id": number, "reference": reference, "name": name}
                for number, (reference, name) in TYPES.items()
            ]
        }
    )


def _list(call: Call) -> Answer:
    return as_json({"result": searching.search(call.cadulis, call.fields, call.unknown)})


def _read(call: Call) -> Answer:
    one = interventions.demand(call.cadulis, call.cref)
    return as_json({"intervention": write_intervention(one, call.cadulis.habits)})


def _create(call: Call) -> Answer:
    cref = str(call.fields.get("cref") or "")
    if not cref:
        raise no(400, "Invalid parameters", errors={"cref": "is required"})
    one = interventions.create(call.cadulis, cref, read_intervention(call.fields, call.unknown))
    return as_json({"intervention": write_intervention(one, call.cadulis.habits)})


def _update(call: Call) -> Answer:
    one = interventions.demand(call.cadulis, call.cref)
    interventions.change(call.cadulis, one, read_intervention(call.fields, call.unknown))
    return as_json({"intervention": write_intervention(one, call.cadulis.habits)})


def _propose(call: Call) -> Answer:
    return as_json({"result": wizard.propose(call.cadulis, call.fields, call.unknown)})


ROUTES = (
    Route(name="intervention-type.list", method="GET", path="/intervention-types", act=_list_types),
    Route(
        name="intervention.list",
        method="GET",
        path="/interventions",
        act=_list,
        model="intervention.search",
        send_as="search",
    ),
    Route(name="intervention.read", method="GET", path="/interventions/{cref}", act=_read),
    Route(
        name="intervention.create",
        method="POST",
        path="/interventions",
        act=_create,
        model="intervention",
        send_as="intervention",
        writes=True,
    ),
    Route(
        name="intervention.update",
        method="PUT",
        path="/interventions/{cref}",
        act=_update,
        model="intervention",
        send_as="intervention",
        writes=True,
    ),
    Route(
        name="schedule-wizard",
        method="POST",
        path="/schedule-wizard",
        act=_propose,
        model="schedule_wizard",
    ),
)
