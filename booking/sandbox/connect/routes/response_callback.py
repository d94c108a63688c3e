"""ResponseCallback: what became of a call that Connect made to somebody else."""

from ...messages import Answer, as_json
from ..refusals import Refused
from ..routing import Call, Route
from ..tables.accounts import RESPONSE_CALLBACK


def take(call: Call) -> Answer:
    """Noted; refused where Connect made no such call."""
    answered, state = call.read_body(RESPONSE_CALLBACK, "response"), call.connect.state
    if answered["CloudExternalId"] not in state.told:
        raise Refused(f"The call '{answered['CloudExternalId']}' could not be found.")
    state.callbacks.append(answered)
    return as_json({})


ROUTES = (Route(method="POST", path="/api/ResponseCallback", act=take, since=2, writes=True),)
