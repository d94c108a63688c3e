"""ResponseCallback: what became of a call that Connect made to somebody else."""

from ...messages import Answer, as_json
from ..routing import Call, Route
from ..tables.accounts import RESPONSE_CALLBACK


def take(call: Call) -> Answer:
    """Noted."""
    call.connect.state.callbacks.append(call.read_body(RESPONSE_CALLBACK, "response"))
    return as_json({})


ROUTES = (Route(method="POST", path="/api/ResponseCallback", act=take, since=2, writes=True),)
