"""How a call finds the function that answers it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from .messages import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method of a resource, and whether it changes anything."""

    method: str
    path: str
    """Below the API's base, with {places}."""
    act: Callable[[Any], Answer]
    """Gets the call in whatever form the system gives to one."""
    writes: bool = False

    def match(self, path: str) -> dict[str, str] | None:
        """The places of that path, None where it is another resource."""
        ours, theirs = self.path.split("/"), path.split("/")
        if len(ours) != len(theirs):
            return None
        places = {}
        for our, their in zip(ours, theirs, strict=True):
            if our.startswith("{") and their:
                places[our[1:-1]] = their
            elif our.lower() != their.lower():
                return None
        return places


R = TypeVar("R", bound=Route)


class NoSuchResource(Exception):
    """Nothing is at that path."""


class NoSuchMethod(Exception):
    """Something is there that cannot do that; `allowed` names what it can."""

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__()
        self.allowed = sorted(set(allowed))


def find(routes: Iterable[R], method: str, path: str) -> tuple[R, dict[str, str]]:
    """The route and its places, or one of the two refusals above."""
    found = [(route, places) for route in routes if (places := route.match(path)) is not None]
    if not found:
        raise NoSuchResource
    for route, places in found:
        if route.method == method:
            return route, places
    raise NoSuchMethod(route.method for route, _ in found)
