"""PlanningWindow: the parts of the day."""

from ...messages import Answer, as_json
from ..routing import Call, Route
from ..world import WINDOWS


def read(call: Call) -> Answer:
    """All of them."""
    return as_json([window.as_values() for window in WINDOWS.values()])


ROUTES = (Route(method="GET", path="/api/PlanningWindow", act=read),)
