"""UserAccount: makes or finds a user and gives out a token for one visit to Connect's own screens."""

import secrets

from ...messages import Answer, as_json
from ..routing import Call, Route
from ..tables.accounts import USER_ACCOUNT
from ..writing import write


def create(call: Call) -> Answer:
    """The account with a token that opens the screens once."""
    account = call.read_body(USER_ACCOUNT, "account")
    state = call.connect.state
    token = secrets.token_urlsafe(24)
    state.accounts[account["UserName"]] = account
    state.jump_tokens[token] = account["UserName"]
    answer = account | {"Token": token, "Url": f"{call.request.base}/jump/{token}"}
    return as_json(write(USER_ACCOUNT, answer, version=call.version))


ROUTES = (Route(method="POST", path="/api/UserAccount", act=create, since=2, writes=True),)
