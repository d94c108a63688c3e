"""Who may come in, why not, and the answer to a call that Connect made to us."""

from typing import Any

from pydantic import Field

from booking.schedulers.connect.fields import (
    Remote,
    Text,
    Whole,
)


class UserAccount(Remote):
    """A user of Connect's own screens; `Token` signs in once and is never shown or kept."""

    user_name: Text = None
    first_name: Text = None
    last_name: Text = None
    email: Text = None
    profile_name: Text = None
    token: Text = Field(None, repr=False)
    url: Text = None


class Token(Remote):
    """The answer to a sign-in."""

    access_token: Text = Field(None, alias="access_token", repr=False)
    token_type: Text = Field(None, alias="token_type")
    expires_in: Whole = Field(None, alias="expires_in")
    user_name: Text = Field(None, alias="user_name")
    issued: Text = Field(None, alias=".issued")
    expires: Text = Field(None, alias=".expires")


class Error(Remote):
    """Why not."""

    message: Text = None
    model_state: dict[str, Any] | None = None


class ResponseCallback(Remote):
    """How we got on with what Connect told us."""

    cloud_external_id: Text = None
    status_code: Whole = None
    message: Text = None
