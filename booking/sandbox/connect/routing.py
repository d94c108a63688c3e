"""A call on its way through a route, and which routes a version has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .. import routing
from ..messages import Request
from .binding import Binder
from .fields import Shape, whole
from .refusals import Refused
from .system import Connect


@dataclass(slots=True, kw_only=True)
class Call:
    """One call on its way through a route."""

    connect: Connect
    request: Request
    version: int
    places: dict[str, str] = field(default_factory=dict)
    """What stood in the path's places, by name."""
    unknown: list[str] = field(default_factory=list)

    def read_body(self, shape: Shape, name: str) -> dict[str, Any]:
        """The body as that object, or a refusal; `name` is what ASP.NET calls the parameter."""
        binder = Binder(version=self.version)
        values = binder.read(shape, self._load(name), name=name)
        return self._close(binder, values)

    def read_list(self, shape: Shape, name: str) -> list[dict[str, Any]]:
        """The body as an array of such objects, or a refusal."""
        binder = Binder(version=self.version)
        values = binder.read_list(shape, self._load(name), name=name)
        self.unknown.extend(binder.unknown)
        binder.close()
        return values

    def place(self, name: str) -> int:
        """The integer in that place of the path, or a refusal."""
        binder = Binder(version=self.version, spoken=True)
        shape = Shape("Place", {name: whole(required=True)})
        return int(self._close(binder, binder.read(shape, {name: self.places[name]}, name=""))[name])

    def read_query(self, shape: Shape) -> dict[str, Any]:
        """The query as that object, or a refusal."""
        binder = Binder(version=self.version, spoken=True)
        values = binder.read(shape, dict(self.request.query), name="")
        return self._close(binder, values)

    def _close(self, binder: Binder, values: dict[str, Any]) -> dict[str, Any]:
        self.unknown.extend(binder.unknown)
        binder.close()
        return values

    def _load(self, name: str) -> Any:
        media_type = self.request.media_type
        if media_type not in {"application/json", "text/json"}:
            raise Refused(
                f"The request entity's media type '{media_type}' is not supported for this resource.",
                status=415,
            )
        try:
            return self.request.json()
        except (ValueError, RecursionError) as error:
            why = f"The body is not JSON: {error}"[:200]
            raise Refused("The request is invalid.", model_state={name: [why]}) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(routing.Route):
    """A method of a resource, and since which version it exists."""

    since: int = 1


def find(routes: Iterable[Route], request: Request, path: str, version: int) -> tuple[Route, dict[str, str]]:
    """The route and its places; 404 where there is no such resource, 405 where it has no such method."""
    try:
        return routing.find([route for route in routes if route.since <= version], request.method, path)
    except routing.NoSuchResource:
        raise Refused(
            f"No HTTP resource was found that matches the request URI '{request.base}{request.path}'.",
            status=404,
            detail="No type was found that matches the controller of that name.",
        ) from None
    except routing.NoSuchMethod as wrong:
        raise Refused(
            f"The requested resource does not support http method '{request.method}'.",
            status=405,
            headers={"Allow": ", ".join(wrong.allowed)},
        ) from None
