"""JobCode: the landlord's schedule of rates, code by code."""

from typing import Any

from ...messages import Answer, as_json
from ..binding import INVALID
from ..refusals import Refused
from ..routing import Call, Route
from ..tables.orders import JOB_CODE
from ..writing import write


def read(call: Call) -> Answer:
    """One code."""
    return as_json(write(JOB_CODE, _demand(call), version=call.version))


def create(call: Call) -> Answer:
    """{} once the code stands."""
    asked = call.read_body(JOB_CODE, "jobCode")
    code = asked["CodeExternalId"]
    if code in call.connect.state.job_codes:
        raise Refused(f"The job code '{code}' already exists.")
    call.connect.state.job_codes[code] = _keep(asked)
    return as_json({})


def change(call: Call) -> Answer:
    """The code as it is now; what was not sent stays."""
    known, asked = _demand(call), call.read_body(JOB_CODE, "jobCode")
    if asked["CodeExternalId"] != known["CodeExternalId"]:
        why = {"jobCode.CodeExternalId": ["It must be the code of the address."]}
        raise Refused(INVALID, model_state=why)
    known |= _keep(asked)
    return as_json(write(JOB_CODE, known, version=call.version))


def _demand(call: Call) -> dict[str, Any]:
    found = call.connect.state.job_codes.get(call.places["id"])
    if found is None:
        raise Refused(f"The job code '{call.places['id']}' could not be found.")
    return found


def _keep(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


ROUTES = (
    Route(method="GET", path="/api/JobCode/{id}", act=read, since=3),
    Route(method="PUT", path="/api/JobCode/{id}", act=change, since=3, writes=True),
    Route(method="POST", path="/api/JobCode", act=create, since=3, writes=True),
)
